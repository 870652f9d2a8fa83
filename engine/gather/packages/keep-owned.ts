import type { FoundPackages, OwnedFiles } from '../../model/layer.ts';
import type { Gap } from '../../model/reading.ts';
import type { Cataloger, PackageFiles } from './cataloger.ts';
import { wantsName } from './read-file.ts';

const unit = 'gather/packages';
/** Real layers stay far below: what is kept are places of packages, not files. */
const mostFiles = 250_000;
/** Directories that merged systems have as links into `usr`, while their packages may still name them. */
const mergeable = /^(?:s?bin|lib(?:32|64|x32|o32)?)\//;

/** What one file of a layer says of the files of packages. */
export interface FileOwners {
  readonly cataloger: string;
  /** The file that says so. */
  readonly path: string;
  readonly owned: readonly PackageFiles[];
}

/** What is known of a layer once all of it went by. */
export interface OwnedContext {
  readonly catalogers: readonly Cataloger[];
  readonly found: readonly FoundPackages[];
  /** Whether the layer has a regular file there. */
  isHere(path: string): boolean;
}

/**
 * Of all files that distribution packages installed, those that matter: where another cataloger found packages in this layer, or would
 * look for some by the name of a file that another layer holds.
 *
 * gaps    unit-crashed; too-many-owned: the rest is left out, so that packages in it are judged beside their owner
 * cost    O(files named), and asking every cataloger for those that are not in the layer
 * source  https://wiki.debian.org/UsrMerge
 */
export function keepOwned(
  files: readonly FileOwners[],
  context: OwnedContext,
): { readonly owned: readonly OwnedFiles[]; readonly gaps: readonly Gap[] } {
  const finders = new Map<string, string[]>();
  for (const { path, cataloger, packages } of context.found)
    if (packages.length > 0) finders.set(path, [...(finders.get(path) ?? []), cataloger]);
  const owned: OwnedFiles[] = [];
  const gaps: Gap[] = [];
  let room = mostFiles;
  for (const { cataloger, path, owned: packages } of files) {
    const others = context.catalogers.filter(({ id }) => id !== cataloger);
    const placeOf = (file: string) => findPlace(file, { ...context, others, cataloger, finders });
    try {
      for (const { package: owner, files: listed } of packages) {
        const kept = new Set<string>();
        for (const file of listed) for (const place of placeOf(file)) kept.add(place);
        room -= kept.size;
        if (room >= 0 && kept.size > 0) owned.push({ cataloger, path, ...owner, files: [...kept].sort() });
      }
    } catch {
      gaps.push({ code: 'unit-crashed', unit: `${unit}/${cataloger}`, path, detail: 'reading whose files are whose stopped' });
    }
  }
  if (room < 0)
    gaps.push({
      code: 'too-many-owned',
      unit,
      detail: `packages name more than ${mostFiles} places of others; the rest was left out`,
    });
  return { owned, gaps };
}

interface PlaceContext extends OwnedContext {
  readonly cataloger: string;
  readonly others: readonly Cataloger[];
  readonly finders: ReadonlyMap<string, readonly string[]>;
}

function* findPlace(file: string, { cataloger, others, finders, isHere }: PlaceContext): Generator<string> {
  const spellings = spellingsOf(file);
  for (const path of spellings) if (finders.get(path)?.some((finder) => finder !== cataloger)) yield path;
  if (!spellings.some(isHere) && others.some((other) => wantsName(other, file))) yield file;
}

/** Where a file may stand that a distribution's package names: as named, or in `usr` on merged systems. */
export function spellingsOf(file: string): readonly string[] {
  return mergeable.test(file) ? [file, `usr/${file}`] : [file];
}
