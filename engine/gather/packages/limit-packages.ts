import type { Gap } from '../../model/reading.ts';
import type { FileResult } from './read-file.ts';

/** What a layer may tell where nobody says otherwise; real ones stay far below. */
export const defaultMostPackages = 50_000;

/** Counts what is read out of one layer. */
export interface PackageLimit {
  /** The result, or as much of it as there is room for. */
  take(result: FileResult): FileResult;
  /** Why nothing more is read, once something found no room. */
  excess(): Gap | undefined;
}

/**
 * A limit on what one layer may tell: packages, each time one is read, and what lock files name. A layer of a few hundred kilobytes can
 * hold links and databases that tell millions, each of which costs a thousand times its bytes until it stands in a report.
 *
 * gaps    too-many-packages: of the whole layer, which is incomplete then
 */
export function limitPackages(most: number): PackageLimit {
  let room = most;
  let excess: Gap | undefined;
  return {
    take(result) {
      if (!result.found) return result;
      const { locked, ...found } = result.found;
      const told = found.packages.length + (locked?.length ?? 0);
      if (told <= room) {
        room -= told;
        return result;
      }
      excess ??= gapOf(most);
      const packages = found.packages.slice(0, room);
      room = 0;
      // Nothing at all would say that the database is empty.
      return { ...result, found: packages.length > 0 ? { ...found, packages } : undefined };
    },
    excess: () => excess,
  };
}

function gapOf(most: number): Gap {
  const detail = `it tells more than ${most} packages and names in lock files; the rest was not read: raise \`limits.layerPackages\` in plimsoll.yaml if it is right`;
  return { code: 'too-many-packages', unit: 'gather/packages', detail };
}
