import { Buffer } from 'node:buffer';
import type { Content } from '../content.ts';
import type { ZipFlaw } from './zip-flaw.ts';

/** Where the central directory of an archive lies. */
export interface ZipDirectory {
  readonly kind: 'directory';
  /** From the beginning of the content. */
  readonly offset: number;
  readonly sizeBytes: number;
  readonly count: number;
  /** Bytes before the archive; what the archive's own offsets count from. */
  readonly base: number;
}

const fileSignature = 0x04034b50;
const endSignature = 0x06054b50;
const endBytes = 22;
const maxCommentBytes = 0xffff;
const locatorSignature = 0x07064b50;
const locatorBytes = 20;
const wideSignature = 0x06064b50;
const wideBytes = 56;

/**
 * Finds the central directory from the end of the archive, where both kinds of end record stand.
 *
 * in      any bytes; data before the archive is allowed for, as is a comment after it
 * out     a place that lies within the content
 * source  PKWARE APPNOTE 6.3.10, sections 4.3.14 to 4.3.16
 */
export function findDirectory(content: Content): ZipDirectory | ZipFlaw {
  const tailStart = Math.max(0, content.sizeBytes - endBytes - maxCommentBytes);
  const tail = bufferAt(content, tailStart, content.sizeBytes);
  const at = findEnd(tail);
  if (at === undefined) return flaw('is no zip archive, or its end is cut off');
  const stated = {
    count: tail.readUInt16LE(at + 10),
    sizeBytes: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
    end: tailStart + at,
  };
  const { count, sizeBytes, offset, end } = findWide(content, stated.end) ?? stated;
  if (sizeBytes === 0 && (offset > 0 || beginsWithFile(content))) return flaw('the archive lists nothing, and holds files');
  const start = end - sizeBytes;
  if (start < offset || start < 0) return flaw('the list of files lies outside the archive');
  return { kind: 'directory', offset: start, sizeBytes, count, base: start - offset };
}

/** What stands before an archive that is really empty is no file of one. */
function beginsWithFile(content: Content): boolean {
  const head = bufferAt(content, 0, 4);
  return head.length === 4 && head.readUInt32LE(0) === fileSignature;
}

interface EndRecord {
  readonly count: number;
  readonly sizeBytes: number;
  readonly offset: number;
  /** Where the record itself begins: the directory ends there. */
  readonly end: number;
}

/** The last signature whose comment ends within the content: a comment may hold the signature too. */
function findEnd(tail: Buffer): number | undefined {
  for (let at = tail.length - endBytes; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === endSignature && at + endBytes + tail.readUInt16LE(at + 20) <= tail.length) return at;
  }
  return undefined;
}

/** The zip64 end record; it stands right before its locator, whatever the locator's offset says once data was put in front. */
function findWide(content: Content, end: number): EndRecord | undefined {
  const locator = bufferAt(content, end - locatorBytes, end);
  if (locator.length < locatorBytes || locator.readUInt32LE(0) !== locatorSignature) return undefined;
  for (const at of [end - locatorBytes - wideBytes, Number(locator.readBigUInt64LE(8))]) {
    const record = bufferAt(content, at, at + wideBytes);
    if (record.length < wideBytes || record.readUInt32LE(0) !== wideSignature) continue;
    const wide = (from: number) => Number(record.readBigUInt64LE(from));
    return { count: wide(32), sizeBytes: wide(40), offset: wide(48), end: at };
  }
  return undefined;
}

function bufferAt(content: Content, start: number, end: number): Buffer {
  if (start < 0) return Buffer.alloc(0);
  const bytes = content.slice(start, end);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function flaw(detail: string): ZipFlaw {
  return { kind: 'flaw', code: 'zip-unreadable', detail };
}
