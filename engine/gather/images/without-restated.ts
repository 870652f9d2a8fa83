import { folderOf } from './sorted-paths.ts';
import type { StandingPackage } from './standing-files.ts';

/**
 * What stands, without programs that only say again what their folder says for certain: a Java runtime has a file `release`, and the
 * same version in `lib/server/libjvm.so`.
 *
 * out     the same order. What is certain, and what says another name or version than the folders around it, stays
 */
export function withoutRestated(standing: readonly StandingPackage[]): readonly StandingPackage[] {
  const stated = new Set(
    standing.flatMap(({ package: item }) =>
      item.type === 'generic' && item.certainty === 'certain' ? [keyOf(folderOf(item.path), item)] : [],
    ),
  );
  if (stated.size === 0) return standing;
  return standing.filter(({ package: item }) => {
    if (item.type !== 'generic' || item.certainty === 'certain') return true;
    for (let folder = folderOf(item.path); ; folder = folderOf(folder)) {
      if (stated.has(keyOf(folder, item))) return false;
      if (folder === '') return true;
    }
  });
}

/** Who built it is part of the name only where that is known. */
function keyOf(folder: string, { name, version }: StandingPackage['package']): string {
  return `${folder}\0${name.slice(name.lastIndexOf('/') + 1)}\0${version}`;
}
