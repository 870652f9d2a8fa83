import type { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

const magic = 0xcafebabe;
const utf8Tag = 1;
/** Bytes of a constant after its tag; Utf8 states its own length, Long and Double take two places in the pool. */
const sizes: ReadonlyMap<number, number> = new Map([
  [3, 4],
  [4, 4],
  [5, 8],
  [6, 8],
  [7, 2],
  [8, 2],
  [9, 4],
  [10, 4],
  [11, 4],
  [12, 4],
  [15, 3],
  [16, 2],
  [17, 4],
  [18, 4],
  [19, 2],
  [20, 2],
]);
const twoPlaces = new Set([5, 6]);
/** A name with its package, in either spelling; relocation rewrites these. */
const qualified = /\/|^[\w$]+(?:\.[\w$]+)+$/;

/**
 * What stays of a class when it is copied into another archive and its packages are renamed: its members' names and its texts.
 *
 * in      a class file
 * out     16 hexadecimal digits over the sorted texts of the constant pool that name no package; undefined when it is no class file
 * cost    O(size)
 * source  The Java Virtual Machine Specification, Java SE 24, section 4.4
 */
export function classDigest(bytes: Buffer): string | undefined {
  const texts = readTexts(bytes);
  if (!texts) return undefined;
  const kept = [...new Set(texts)].filter((text) => !qualified.test(text)).sort();
  return createHash('sha256').update(kept.join('\0'), 'latin1').digest('hex').slice(0, 16);
}

/** The Utf8 constants, a character a byte: they are only compared. */
function readTexts(bytes: Buffer): string[] | undefined {
  if (bytes.length < 10 || bytes.readUInt32BE(0) !== magic) return undefined;
  const count = bytes.readUInt16BE(8);
  const texts: string[] = [];
  let at = 10;
  for (let index = 1; index < count; index += 1) {
    if (at + 3 > bytes.length) return undefined;
    const tag = bytes.readUInt8(at);
    const size = tag === utf8Tag ? 2 + bytes.readUInt16BE(at + 1) : sizes.get(tag);
    if (size === undefined || at + 1 + size > bytes.length) return undefined;
    if (tag === utf8Tag) texts.push(bytes.toString('latin1', at + 3, at + 1 + size));
    if (twoPlaces.has(tag)) index += 1;
    at += 1 + size;
  }
  return texts;
}
