import { createHash } from 'node:crypto';
import type { SourceFiles } from './ports.ts';

/**
 * Stands for everything that a source was read from: what it is, and the content of its files.
 *
 * in      words that say which unit read what, and how; paths, also of files that are not there
 */
export function sourceKey(words: readonly string[], paths: readonly string[], files: SourceFiles): string {
  const hash = createHash('sha256').update(`${JSON.stringify(words)}\n`);
  for (const path of paths) hash.update(`${path}\0${files.digestOf(path) ?? 'absent'}\n`);
  return hash.digest('hex');
}
