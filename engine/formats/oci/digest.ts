import { createHash } from 'node:crypto';

const lengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha512', 128],
]);

/**
 * Whether a text is a content digest that can be verified; such a text is safe in a path and in an address.
 *
 * source  OCI image-spec 1.1, descriptor.md, "Registered Algorithms"
 */
export function isDigest(text: string): boolean {
  const [algorithm = '', hex = '', ...more] = text.split(':', 3);
  return more.length === 0 && lengths.get(algorithm) === hex.length && /^[0-9a-f]+$/.test(hex);
}

/** The algorithm of a digest, and its hexadecimal digits: the two parts of a path under `blobs/`. */
export function splitDigest(digest: string): readonly [algorithm: string, hex: string] {
  const colon = digest.indexOf(':');
  return [digest.slice(0, colon), digest.slice(colon + 1)];
}

/** Digest of bytes; by the algorithm of another digest, where that is to be compared with. */
export function digestOf(bytes: Uint8Array, like = 'sha256:'): string {
  const [algorithm] = splitDigest(like);
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}
