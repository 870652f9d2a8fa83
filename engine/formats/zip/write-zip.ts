import { Buffer } from 'node:buffer';
import { crc32, deflateRawSync } from 'node:zlib';

/** One file to pack. */
export interface ZipMember {
  readonly name: string;
  readonly bytes: Uint8Array | string;
  /** Leave it uncompressed, as Spring Boot does with the jars in a jar. */
  readonly stored?: boolean;
}

/** Forms of the archive that writers differ in. */
export interface ZipForm {
  /** Sizes behind the data instead of before it, as streaming writers do. */
  readonly descriptors?: boolean;
  /** Sizes and places in 64 bits. */
  readonly zip64?: boolean;
  /** Put before the archive, as a start script is; the archive's own offsets do not count it. */
  readonly prefix?: string;
  readonly comment?: string;
}

const full32 = 0xffffffff;

/**
 * Packs a zip archive; for tests and for the example's images.
 *
 * out     the same bytes for the same members: every file is dated 1 January 1980
 * source  PKWARE APPNOTE 6.3.10, section 4.3
 */
export function writeZip(members: readonly ZipMember[], form: ZipForm = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const packed = pack(member);
    const local = localPart(packed, form);
    directory.push(directoryEntry(packed, at, form));
    parts.push(local);
    at += local.length;
  }
  const list = Buffer.concat(directory);
  const end = endRecords({ count: members.length, sizeBytes: list.length, offset: at }, form);
  return Buffer.concat([Buffer.from(form.prefix ?? ''), ...parts, list, end]);
}

interface Packed {
  readonly name: Buffer;
  readonly data: Buffer;
  readonly method: number;
  readonly crc: number;
  readonly sizeBytes: number;
}

function pack({ name, bytes, stored }: ZipMember): Packed {
  const plain = Buffer.from(bytes);
  const data = stored ? plain : deflateRawSync(plain);
  return { name: Buffer.from(name), data, method: stored ? 0 : 8, crc: crc32(plain), sizeBytes: plain.length };
}

function localPart({ name, data, method, crc, sizeBytes }: Packed, { descriptors }: ZipForm): Buffer {
  const sums = words(crc, data.length, sizeBytes);
  const inHeader = descriptors ? words(0, 0, 0) : sums;
  const behind = descriptors ? [words(0x08074b50), sums] : [];
  const head = Buffer.concat([
    words(0x04034b50),
    halves(20, descriptors ? 8 : 0, method, 0, 0x21),
    inHeader,
    halves(name.length, 0),
  ]);
  return Buffer.concat([head, name, data, ...behind]);
}

function directoryEntry({ name, data, method, crc, sizeBytes }: Packed, offset: number, { descriptors, zip64 }: ZipForm): Buffer {
  const extra = zip64 ? Buffer.concat([halves(1, 24), longs(sizeBytes, data.length, offset)]) : Buffer.alloc(0);
  const sums = zip64 ? words(crc, full32, full32) : words(crc, data.length, sizeBytes);
  const head = [words(0x02014b50), halves(20, 20, descriptors ? 8 : 0, method, 0, 0x21), sums];
  const tail = [halves(name.length, extra.length, 0, 0, 0), words(0, zip64 ? full32 : offset)];
  return Buffer.concat([...head, ...tail, name, extra]);
}

interface Totals {
  readonly count: number;
  readonly sizeBytes: number;
  readonly offset: number;
}

function endRecords({ count, sizeBytes, offset }: Totals, { zip64, comment = '' }: ZipForm): Buffer {
  const text = Buffer.from(comment);
  const place = zip64
    ? [halves(0, 0, 0xffff, 0xffff), words(full32, full32)]
    : [halves(0, 0, count, count), words(sizeBytes, offset)];
  const end = Buffer.concat([words(0x06054b50), ...place, halves(text.length), text]);
  if (!zip64) return end;
  const wide = [words(0x06064b50), longs(44), halves(45, 45), words(0, 0), longs(count, count, sizeBytes, offset)];
  return Buffer.concat([...wide, words(0x07064b50, 0), longs(offset + sizeBytes), words(1), end]);
}

function halves(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value & 0xffff, 2 * index);
  return bytes;
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index);
  return bytes;
}

function longs(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  for (const [index, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), 8 * index);
  return bytes;
}
