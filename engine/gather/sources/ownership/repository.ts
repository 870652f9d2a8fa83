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
  const known = new Map<string, readonly string[]>();
  const above = (folder: string): readonly string[] => {
    const kept = known.get(folder) ?? findAbove(folder, files);
    known.set(folder, kept);
    return kept;
  };
  return {
    foldersOf: (file) => above(posix.dirname(posix.normalize(file))),
    rootOf: (file) => above(posix.dirname(posix.normalize(file))).at(-1) ?? '.',
  };
}

function findAbove(start: string, files: SourceFiles): readonly string[] {
  const named: string[] = [];
  const outside: string[] = [];
  for (let folder = start; outside.length < maxFoldersAbove; folder = posix.join(folder, '..')) {
    const isNamed = folder !== '..' && !folder.endsWith('/..');
    (isNamed ? named : outside).push(folder);
    if (files.kindOf(posix.join(folder, '.git')) !== undefined) return [...named, ...outside];
    if (folder === '/') break;
  }
  return named;
}
