import type { FoundPackages } from '../../model/layer.ts';
import type { Package } from '../../model/package.ts';
import type { Gap } from '../../model/reading.ts';
import { folderOf } from './sorted-paths.ts';
import type { StandingPackage } from './standing-files.ts';

const unit = 'gather/images';

/** A lock file that stands after all layers. */
export interface StandingLock {
  readonly found: FoundPackages;
  /** Of its own; 0 is the oldest. */
  readonly layer: number;
}

/** Which lock files name what is installed. */
export interface LockFiles {
  /** Those in a folder around one of the places of a package that name it in its version, in order of layer and path. */
  find(group: readonly StandingPackage[]): readonly StandingLock[];
  readonly gaps: readonly Gap[];
}

/**
 * Lays the lock files of an image beside what is installed around them.
 *
 * gaps    packages-not-installed: of all that a lock file names for more than development nothing is installed below its folder. Their
 *         code may be in the image all the same, where a bundler put it into other files
 * cost    O(names in lock files + packages × depth of their paths)
 */
export function findLockFiles(locks: readonly StandingLock[], standing: readonly StandingPackage[]): LockFiles {
  const byFolder = Map.groupBy(locks, ({ found }) => folderOf(found.path));
  const naming = new Map<Package, readonly StandingLock[]>();
  if (locks.length > 0) for (const { package: item } of standing) naming.set(item, findAround(item, byFolder));
  const used = new Set([...naming.values()].flat());
  return {
    find: (group) => [...new Set(group.flatMap(({ package: item }) => naming.get(item) ?? []))].sort(inOrder),
    gaps: locks.flatMap((lock) => (used.has(lock) ? [] : uninstalled(lock))),
  };
}

function findAround(item: Package, byFolder: ReadonlyMap<string, readonly StandingLock[]>): StandingLock[] {
  const key = keyOf(item);
  const found: StandingLock[] = [];
  for (let folder = folderOf(item.path); ; folder = folderOf(folder)) {
    for (const lock of byFolder.get(folder) ?? []) if (namesOf(lock.found).has(key)) found.push(lock);
    if (folder === '') return found;
  }
}

const names = new WeakMap<FoundPackages, ReadonlySet<string>>();

/** Made once for each lock file, however many images share its layer. */
function namesOf(found: FoundPackages): ReadonlySet<string> {
  const known = names.get(found) ?? new Set(found.locked?.map(keyOf));
  names.set(found, known);
  return known;
}

function keyOf({ type, name, version }: Pick<Package, 'type' | 'name' | 'version'>): string {
  return `${type} ${name}@${version}`;
}

function inOrder(one: StandingLock, other: StandingLock): number {
  return one.layer - other.layer || (one.found.path < other.found.path ? -1 : 1);
}

function uninstalled({ found: { path, locked = [] } }: StandingLock): Gap[] {
  const needed = locked.filter(({ isDevelopment }) => !isDevelopment).length;
  if (needed === 0) return [];
  const what = needed === 1 ? '1 package that is not' : `${needed} packages of which none is`;
  const detail = `it names ${what} installed below its folder: their code may have been bundled into other files, or was only needed to build`;
  return [{ code: 'packages-not-installed', unit, path, detail }];
}
