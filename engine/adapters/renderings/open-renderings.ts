import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { RenderingCache } from '../../gather/sources/ports.ts';
import { openContentCache } from '../files/content-cache.ts';

/**
 * What sources were read as, on disk, by the content of everything that they were read from and by the code that read them.
 *
 * in      Plimsoll's cache folder; what tells this code from another (`codeMark`), asked with the first source
 */
export function openRenderings(cache: string, code: () => string = () => ''): RenderingCache {
  const kept = openContentCache(join(cache, 'renderings'), 200);
  const keyOf = (key: string): string => createHash('sha256').update(`${code()}\n${key}`).digest('hex');
  return { find: (key) => kept.find(keyOf(key)), keep: (key, value) => kept.keep(keyOf(key), value) };
}
