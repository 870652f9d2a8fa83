import { Buffer } from 'node:buffer';
import type { Content } from '../content.ts';
import { findDirectory } from './find-directory.ts';
import type { ZipFlaw } from './zip-flaw.ts';

/** One file of a zip archive, as the central directory states it. Nothing here has been checked against the data. */
export interface ZipEntry {
  readonly kind: 'entry';
  /** As stored, read as UTF-8; only a label, never a path to write to. */
  readonly name: string;
  /** 0 stored, 8 deflated; others exist. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  /** In the archive. */
  readonly compressedBytes: number;
  /** Unpacked, as stated. */
  readonly sizeBytes: number;
  /** Of its local header, from the beginning of the content. */
  readonly offset: number;
}

/** The largest known jars have some 200 000 entries. */
const maxEntries = 1_000_000;
const maxDirectoryBytes = 256 * 1024 * 1024;
const signature = 0x02014b50;
const fixedBytes = 46;
const longestBytes = fixedBytes + 3 * 0xffff;
const windowBytes = 1024 * 1024;
const full32 = 0xffffffff;

/**
 * Walks the central directory of a zip archive, zip64 included, a mebibyte at a time.
 *
 * in      any bytes; data may stand before the archive (self-starting jars)
 * out     entries in the order of the directory; a flaw ends it, and what came before still counts
 * cost    O(directory); entries are not held
 * source  PKWARE APPNOTE 6.3.10, sections 4.3.12 to 4.3.16 and 4.5.3
 */
export function* zipEntries(content: Content): Generator<ZipEntry | ZipFlaw> {
  const directory = findDirectory(content);
  if (directory.kind === 'flaw') return yield directory;
  if (directory.count > maxEntries || directory.sizeBytes > maxDirectoryBytes)
    return yield flaw('too-large', `the archive lists ${directory.count} files in ${directory.sizeBytes} bytes`);
  const end = directory.offset + directory.sizeBytes;
  let at = directory.offset;
  let window: { start: number; bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) };
  let stored = 0;
  let index = 0;
  for (; at < end && index < maxEntries; index += 1) {
    if (window.start + window.bytes.length < Math.min(at + longestBytes, end))
      window = { start: at, bytes: bufferOf(content.slice(at, Math.min(at + windowBytes, end))) };
    const read = readEntry(window.bytes, at - window.start, directory.base);
    if (!read) return yield flaw('zip-unreadable', `the list of files breaks off after ${index} files`);
    stored += read.entry.compressedBytes;
    if (stored > content.sizeBytes) return yield flaw('zip-unreadable', 'files of the archive overlap');
    yield read.entry;
    at += read.length;
  }
  // Writers that do not know zip64 count modulo 65536; their lists are whole.
  if (index % 65_536 !== directory.count % 65_536)
    yield flaw('zip-unreadable', `the archive says it has ${directory.count} files, and lists ${index}`);
}

function readEntry(bytes: Buffer, at: number, base: number): { entry: ZipEntry; length: number } | undefined {
  if (at + fixedBytes > bytes.length || bytes.readUInt32LE(at) !== signature) return undefined;
  const nameEnd = at + fixedBytes + bytes.readUInt16LE(at + 28);
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
  const end = extraEnd + bytes.readUInt16LE(at + 32);
  if (end > bytes.length) return undefined;
  const sizes = [bytes.readUInt32LE(at + 24), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)] as const;
  const [sizeBytes, compressedBytes, offset] = widened(sizes, bytes.subarray(nameEnd, extraEnd));
  const entry: ZipEntry = {
    kind: 'entry',
    name: bytes.toString('utf8', at + fixedBytes, nameEnd),
    method: bytes.readUInt16LE(at + 10),
    encrypted: (bytes.readUInt16LE(at + 8) & 1) !== 0,
    crc: bytes.readUInt32LE(at + 16),
    compressedBytes,
    sizeBytes,
    offset: base + offset,
  };
  return { entry, length: end - at };
}

/** Zip64: a field of 32 ones is continued in the extra field with id 1, in this order. */
function widened(fields: readonly [number, number, number], extra: Buffer): readonly [number, number, number] {
  const wide = fields.includes(full32) ? zip64Extra(extra) : undefined;
  if (!wide) return fields;
  let at = 0;
  const next = (field: number) => {
    if (field !== full32 || at + 8 > wide.length) return field;
    at += 8;
    return Number(wide.readBigUInt64LE(at - 8));
  };
  return [next(fields[0]), next(fields[1]), next(fields[2])];
}

function zip64Extra(extra: Buffer): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1) return extra.subarray(at + 4, end);
    at = end;
  }
  return undefined;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function flaw(code: string, detail: string): ZipFlaw {
  return { kind: 'flaw', code, detail };
}
