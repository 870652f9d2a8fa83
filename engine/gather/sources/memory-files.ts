import { createHash } from 'node:crypto';
import { posix } from 'node:path/posix';
import type { SourceFiles } from './ports.ts';

/**
 * SourceFiles over texts in memory, for tests.
 *
 * in      path → text; folders are what paths imply
 */
export function memoryFiles(texts: Readonly<Record<string, string>>): SourceFiles {
  const files = new Map(Object.entries(texts).map(([path, text]) => [posix.normalize(path), text]));
  const at = (path: string): string => posix.normalize(path).replace(/\/$/, '');
  const inside = (path: string): readonly string[] => {
    const folder = at(path) === '.' ? '' : `${at(path)}/`;
    const names = [...files.keys()]
      .filter((file) => file.startsWith(folder))
      .map((file) => file.slice(folder.length).split('/')[0] ?? '');
    return [...new Set(names)].sort();
  };
  return {
    kindOf: (path) => (files.has(at(path)) ? 'file' : inside(path).length > 0 ? 'folder' : undefined),
    list: (path) => (files.has(at(path)) ? [] : inside(path)),
    readText: (path) => files.get(at(path)),
    digestOf: (path) => {
      const text = files.get(at(path));
      return text === undefined ? undefined : createHash('sha256').update(text).digest('hex');
    },
  };
}
