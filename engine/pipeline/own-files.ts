import { type FileOwners, spellingsOf } from '../gather/packages/keep-owned.ts';
import type { FileDigests, InstalledFiles } from '../model/layer.ts';

/**
 * Digests of files with the packages of the distribution that say they installed them.
 *
 * in      what databases in the same layer list; where two name a file, the last counts
 * out     the same digests where nothing owns a file; what a damaged list does not come to is left out, and is a gap of the catalogers
 * cost    O(files named)
 */
export function ownFiles(digests: FileDigests, listed: readonly FileOwners[]): FileDigests {
  const places = new Map(digests.paths.map((path, place) => [path, place]));
  const packages = listed.flatMap(({ cataloger, owned }) => owned.map((each) => ({ cataloger, ...each })));
  const ownerOf = new Map<number, number>();
  for (const [index, { files }] of packages.entries())
    for (const path of readable(files))
      for (const place of spellingsOf(path).flatMap((spelling) => places.get(spelling) ?? [])) ownerOf.set(place, index);
  const owned = Map.groupBy(
    [...ownerOf.keys()].sort((a, b) => a - b),
    (place) => ownerOf.get(place) ?? -1,
  );
  const owners = packages.flatMap(({ cataloger, package: owner }, index): InstalledFiles[] => {
    const files = owned.get(index);
    return files ? [{ cataloger, ...owner, files }] : [];
  });
  return owners.length > 0 ? { ...digests, owners } : digests;
}

function* readable(files: Iterable<string>): Generator<string> {
  try {
    yield* files;
  } catch {
    // Told by `keepOwned`, which goes through the same list.
  }
}
