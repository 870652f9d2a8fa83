import { Buffer } from 'node:buffer';
import type { FileDigests } from '../../model/layer.ts';

/** What stands for the digest of a file that has none. */
export const unhashed = '';

/** SHA-256 by path, each as a text of 32 characters that are its bytes: a third of what as many small buffers take. */
export type DigestsByPath = ReadonlyMap<string, string>;

/** Digests as they are kept: sorted by path, and together in one text. */
export function packDigests(digests: DigestsByPath): FileDigests {
  const files = [...digests].sort(([a], [b]) => (a < b ? -1 : 1));
  const hashed = files.filter(([, digest]) => digest !== unhashed);
  return {
    paths: hashed.map(([path]) => path),
    sha256: Buffer.from(hashed.map(([, digest]) => digest).join(''), 'latin1').toString('base64'),
    unhashed: files.filter(([, digest]) => digest === unhashed).map(([path]) => path),
  };
}

/** The digests that were packed, in the order of their paths; files without one come after all others. */
export function unpackDigests(packed: FileDigests): DigestsByPath {
  const bytes = Buffer.from(packed.sha256, 'base64').toString('latin1');
  const hashed = packed.paths.map((path, at) => [path, bytes.slice(32 * at, 32 * at + 32)] as const);
  return new Map([...hashed, ...packed.unhashed.map((path) => [path, unhashed] as const)]);
}
