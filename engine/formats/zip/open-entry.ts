import { Buffer } from 'node:buffer';
import { crc32, inflateRawSync } from 'node:zlib';
import { type Content, contentOf } from '../content.ts';
import type { ZipEntry } from './zip-directory.ts';
import type { ZipFlaw } from './zip-flaw.ts';

/** What reading one file of an archive may cost. */
export interface EntryLimits {
  readonly maxBytes: number;
}

/** The content of one file of an archive. */
export interface OpenEntry {
  readonly kind: 'opened';
  readonly content: Content;
  /** Bytes of memory that it holds; 0 for a stored file, which is read from the archive itself. */
  readonly heldBytes: number;
}

const localSignature = 0x04034b50;
const localBytes = 30;
/** Deflate cannot do better than about 1032 to 1; only bombs and empty files come near. */
const maxRatio = 500;
const ratioFromBytes = 1024 * 1024;
/** Larger stored files are left to whoever reads ranges of them. */
const checkedBytes = 1024 * 1024;

/**
 * Opens one file of a zip archive: a stored one as a range of the archive, a deflated one unpacked into memory.
 *
 * in      an entry of the same content; its sizes are believed only as upper bounds
 * out     content of exactly the stated size, its checksum compared unless it is stored and large
 * cost    memory: the unpacked size plus the packed one while it is unpacked
 * source  PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.4.3 to 4.4.9
 */
export function openEntry(content: Content, entry: ZipEntry, { maxBytes }: EntryLimits): OpenEntry | ZipFlaw {
  if (entry.encrypted) return flaw('encrypted', 'is encrypted');
  if (entry.method !== 0 && entry.method !== 8) return flaw('compression-unknown', `is compressed with method ${entry.method}`);
  if (entry.sizeBytes > maxBytes) return flaw('too-large', `unpacks to ${entry.sizeBytes} bytes; the limit is ${maxBytes}`);
  if (entry.sizeBytes > ratioFromBytes && entry.sizeBytes > maxRatio * entry.compressedBytes)
    return flaw('too-large', `unpacks to more than ${maxRatio} times its size`);
  const start = dataStart(content, entry);
  if (start === undefined || start + entry.compressedBytes > content.sizeBytes)
    return flaw('zip-unreadable', 'its data lies outside the archive');
  return entry.method === 0 ? openStored(content, entry, start) : inflate(content, entry, start);
}

function dataStart(content: Content, entry: ZipEntry): number | undefined {
  const bytes = content.slice(entry.offset, entry.offset + localBytes);
  if (bytes.length < localBytes) return undefined;
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (header.readUInt32LE(0) !== localSignature) return undefined;
  return entry.offset + localBytes + header.readUInt16LE(26) + header.readUInt16LE(28);
}

function openStored(content: Content, entry: ZipEntry, start: number): OpenEntry | ZipFlaw {
  if (entry.sizeBytes !== entry.compressedBytes) return flaw('zip-unreadable', 'its sizes contradict each other');
  if (entry.sizeBytes <= checkedBytes && crc32(content.slice(start, start + entry.sizeBytes)) !== entry.crc)
    return flaw('zip-unreadable', 'its data does not agree with its checksum');
  return { kind: 'opened', content: rangeOf(content, start, entry.sizeBytes), heldBytes: 0 };
}

function rangeOf(content: Content, from: number, sizeBytes: number): Content {
  return {
    sizeBytes,
    slice: (start, end) => content.slice(from + Math.min(start, sizeBytes), from + Math.min(end, sizeBytes)),
  };
}

function inflate(content: Content, entry: ZipEntry, start: number): OpenEntry | ZipFlaw {
  try {
    const packed = content.slice(start, start + entry.compressedBytes);
    const bytes = inflateRawSync(packed, { maxOutputLength: Math.max(entry.sizeBytes, 1) });
    if (bytes.length !== entry.sizeBytes || crc32(bytes) !== entry.crc)
      return flaw('zip-unreadable', 'its data does not agree with its size and checksum');
    return { kind: 'opened', content: contentOf(bytes), heldBytes: bytes.length };
  } catch {
    return flaw('zip-unreadable', 'its compressed data is broken, or longer than stated');
  }
}

function flaw(code: string, detail: string): ZipFlaw {
  return { kind: 'flaw', code, detail };
}
