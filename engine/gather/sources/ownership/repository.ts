import { posix } from 'node:path/posix';
import type { SourceFiles } from '../ports.ts';

/** Above the configuration's folder, a repository is looked for this far. */
const maxFoldersAbove = 32;

/** Where files lie in a repository. */
export interface Repository {
  /** The file's folder and those above it, the nearest first, as far as the repository goes. */
  foldersOf(file: string): readonly string[];
  /** The last of them: the repository's root, or the topmost folder that the path itself names. */
  rootOf(file: string): string;
}

/**
 * Finds the folders above a file, up to the one that holds `.git`.
 *
 * in      paths relative to the configuration's folder
 * out     where no `.git` is found, nothing above the configuration's folder, nor above what a path that leads out of it names
 */
export function openRepository(files: SourceFiles): Repository {
  const folderOf = remembering((file) => posix.dirname(posix.normalize(file)));
  const ways: Ways = {
    parentOf: remembering((folder) => posix.join(folder, '..')),
    isRoot: remembering((folder) => files.kindOf(posix.join(folder, '.git')) !== undefined),
  };
  const above = remembering((folder) => findAbove(folder, ways));
  return {
    foldersOf: (file) => above(folderOf(file)),
    rootOf: (file) => above(folderOf(file)).at(-1) ?? '.',
  };
}

/** How folders lie; each is asked once, since files share most of the way up. */
interface Ways {
  readonly parentOf: (folder: string) => string;
  readonly isRoot: (folder: string) => boolean;
}

function findAbove(start: string, { parentOf, isRoot }: Ways): readonly string[] {
  const named: string[] = [];
  const outside: string[] = [];
  for (let folder = start; outside.length < maxFoldersAbove; folder = parentOf(folder)) {
    const isNamed = folder !== '..' && !folder.endsWith('/..');
    (isNamed ? named : outside).push(folder);
    if (isRoot(folder)) return [...named, ...outside];
    if (folder === '/') break;
  }
  return named;
}

function remembering<Value>(find: (path: string) => Value): (path: string) => Value {
  const known = new Map<string, Value>();
  return (path) => {
    const value = known.has(path) ? (known.get(path) as Value) : find(path);
    known.set(path, value);
    return value;
  };
}
