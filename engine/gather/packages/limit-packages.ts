import type { Gap } from '../../model/reading.ts';
import type { FileResult } from './read-file.ts';

/** What a layer may tell where nobody says otherwise; in a release of 178 images the largest tells 555. Time and memory grow with it. */
export const defaultMostPackages = 20_000;

/** Counts what is read out of one layer. */
export interface PackageLimit {
  /** How much more may be told. */
  room(): number;
  /** The result, or as much of it as there is room for. */
  take(result: FileResult): FileResult;
  /** Why nothing more is read, once something found no room. */
  excess(): Gap | undefined;
}

/**
 * A limit on what one layer may tell: packages, each time one is read, names in lock files, files of a kind that holds packages and that
 * hold none, and gaps. A layer of a few hundred kilobytes can tell millions, each of which costs a thousand times its bytes until it
 * stands in a report.
 *
 * gaps    too-many-packages: of the whole layer, which is incomplete then
 */
export function limitPackages(most: number): PackageLimit {
  let room = most;
  let excess: Gap | undefined;
  return {
    room: () => room,
    take(result) {
      const told = countTold(result);
      const before = room;
      room = Math.max(room - told, 0);
      if (told <= before) return result;
      excess ??= gapOf(most);
      return cut(result, before);
    },
    excess: () => excess,
  };
}

function countTold({ found, gaps }: FileResult): number {
  const held = found ? Math.max(found.packages.length + (found.locked?.length ?? 0), 1) : 0;
  return held + gaps.length;
}

/** Without a list that would be wrong when it is not whole: of a lock file, or of a database that would look empty. */
function cut({ found, ...result }: FileResult, most: number): FileResult {
  const packages = found?.packages.slice(0, most) ?? [];
  return {
    ...result,
    found: found && packages.length > 0 ? { cataloger: found.cataloger, path: found.path, packages } : undefined,
  };
}

function gapOf(most: number): Gap {
  const detail = `it tells more than ${most} packages, names in lock files and gaps; the rest was not read: raise \`limits.layerPackages\` in plimsoll.yaml if it is right`;
  return { code: 'too-many-packages', unit: 'gather/packages', detail };
}
