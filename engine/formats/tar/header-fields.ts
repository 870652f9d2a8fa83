import { Buffer } from 'node:buffer';

/** Size of a tar block; bytes. */
export const blockBytes = 512;

/** The fields of a 512-byte header that are used, before extended headers apply. */
export interface HeaderFields {
  readonly name: string;
  readonly linkName: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Undefined when it is no number: the archive cannot be followed any further. */
  readonly sizeBytes: number | undefined;
  /** One character; `\0` in very old archives. */
  readonly typeFlag: string;
}

/**
 * Decodes a header block whose checksum was verified.
 *
 * in      bytes that hold a block at `at`
 * source  POSIX.1-2024 pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format"; star(5)
 */
export function readHeaderFields(bytes: Uint8Array, at: number): HeaderFields {
  return {
    name: fullName(bytes, at),
    linkName: readText(bytes, at + 157, 100),
    mode: (readNumber(bytes, at + 100, 8) ?? 0) & 0o7777,
    uid: readNumber(bytes, at + 108, 8) ?? 0,
    gid: readNumber(bytes, at + 116, 8) ?? 0,
    sizeBytes: readNumber(bytes, at + 124, 12),
    typeFlag: String.fromCharCode(bytes[at + 156] ?? 0),
  };
}

function fullName(bytes: Uint8Array, at: number): string {
  const name = readText(bytes, at, 100);
  // GNU headers (`ustar  `) keep times where POSIX ones (`ustar\0`) keep the prefix.
  if (bytes[at + 257] !== 117 || bytes[at + 262] !== 0) return name;
  const isStar = bytes[at + 508] === 116 && bytes[at + 509] === 97 && bytes[at + 510] === 114 && bytes[at + 511] === 0;
  const prefix = readText(bytes, at + 345, isStar ? 131 : 155);
  return prefix ? `${prefix}/${name}` : name;
}

/**
 * Whether a block's checksum is right; both sums that old programs wrote count.
 *
 * in      bytes that hold a block at `at`, and the same bytes as a view
 */
export function hasRightChecksum(bytes: Uint8Array, view: DataView, at: number): boolean {
  const stated = readNumber(bytes, at + 148, 8);
  const sum = sumOf(view, at, at + blockBytes) - sumOf(view, at + 148, at + 156) + 8 * 32;
  return stated === sum || stated === sum - 256 * (highOf(bytes, at, at + 148) + highOf(bytes, at + 156, at + blockBytes));
}

/**
 * The sum of bytes, eight at a time: most of a header is zeros, and reading it is most of what a layer of many small files costs.
 * The sums of two bytes of each word are kept in one number; those of a whole block stay below 65536 each.
 */
function sumOf(view: DataView, from: number, to: number): number {
  let pairs = 0;
  for (let index = from; index < to; index += 8) {
    const one = view.getUint32(index, true);
    const other = view.getUint32(index + 4, true);
    if ((one | other) !== 0)
      pairs += (one & 0x00ff00ff) + ((one >>> 8) & 0x00ff00ff) + (other & 0x00ff00ff) + ((other >>> 8) & 0x00ff00ff);
  }
  return (pairs & 0xffff) + (pairs >>> 16);
}

function highOf(bytes: Uint8Array, from: number, to: number): number {
  let high = 0;
  for (let index = from; index < to; index++) high += (bytes[index] as number) >> 7;
  return high;
}

/** Whether a block is all zeros, as at the end of an archive. */
export function isZeroBlock(bytes: Uint8Array, at: number): boolean {
  for (let index = at; index < at + blockBytes; index++) if (bytes[index] !== 0) return false;
  return true;
}

/**
 * An octal or base-256 number.
 *
 * out     undefined when it is neither, negative, or larger than can be held exactly; an empty field is 0
 */
export function readNumber(bytes: Uint8Array, at: number, length: number): number | undefined {
  const first = bytes[at] as number;
  if (first & 0x80) return readBase256(bytes, at, length);
  let index = at;
  const end = at + length;
  while (index < end && (bytes[index] === 32 || bytes[index] === 0)) index++;
  let value = 0;
  for (; index < end; index++) {
    const byte = bytes[index] as number;
    if (byte === 32 || byte === 0) break;
    if (byte < 48 || byte > 55) return undefined;
    value = value * 8 + (byte - 48);
  }
  return value <= Number.MAX_SAFE_INTEGER ? value : undefined;
}

function readBase256(bytes: Uint8Array, at: number, length: number): number | undefined {
  if ((bytes[at] as number) & 0x40) return undefined;
  let value = (bytes[at] as number) & 0x3f;
  for (let index = at + 1; index < at + length; index++) {
    value = value * 256 + (bytes[index] as number);
    if (value > Number.MAX_SAFE_INTEGER) return undefined;
  }
  return value;
}

/** Text up to the first NUL. */
export function readText(bytes: Uint8Array, at: number, length: number): string {
  let end = at;
  let all = 0;
  for (; end < at + length && bytes[end] !== 0; end++) all |= bytes[end] as number;
  if (end === at) return '';
  return all < 0x80 ? bufferOf(bytes).toString('latin1', at, end) : decodeName(bytes, at, end);
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Bytes as text; those of names that are not UTF-8 are written `\xNN`, so that two names never become one. */
export function decodeName(bytes: Uint8Array, start: number, end: number): string {
  if (start === end) return '';
  const view = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  const text = view.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  return [...view].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`)).join('');
}
