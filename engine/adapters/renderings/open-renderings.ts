import { join } from 'node:path';
import type { RenderingCache } from '../../gather/sources/ports.ts';
import { openContentCache } from '../files/content-cache.ts';

/**
 * Renderings as they were read, on disk, by the content of everything that they were rendered from.
 *
 * in      Plimsoll's cache folder
 */
export function openRenderings(cache: string): RenderingCache {
  return openContentCache(join(cache, 'renderings'), 200);
}
