import { createHash } from 'node:crypto';
import type { AddedKnowledge } from '../gather/packages/all.ts';

/**
 * Version of the code that reads layers, part of every cache key. Raise it by one in the same commit as any change after which some
 * layer would be read differently: in `read-layer.ts`, `formats/tar`, `gather/packages` (a cataloger or its formats), `read-distribution`,
 * or the shape of LayerReading. A new or removed cataloger changes the key by itself.
 */
const codeVersion = 19;

/**
 * What tells readings of different code apart: the version above, the catalogers that took part, whether files were hashed, and what a
 * project adds to what catalogers know.
 */
export function readerVersion(
  catalogers: readonly string[],
  { knowledge = {}, fileDigests = false }: { readonly knowledge?: AddedKnowledge; readonly fileDigests?: boolean } = {},
): string {
  const version = `${codeVersion}:${catalogers.join(',')}${fileDigests ? '+files' : ''}`;
  if (!knowledge.knownClasses?.length) return version;
  return `${version}@${createHash('sha256').update(JSON.stringify(knowledge)).digest('hex').slice(0, 16)}`;
}
