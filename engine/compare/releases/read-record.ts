import { createHash } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import { Fault } from '../../model/fault.ts';
import type { Release } from '../../model/release.ts';
import { type PackedRelease, unpackRelease } from './pack-release.ts';
import { firstRecordSchema, maxRecordBytes, type RecordHeader, recordSchema } from './record-format.ts';

/**
 * A record file back as the release it holds.
 *
 * in      the file's bytes; `name` says in messages which file it is
 * faults  record-invalid: not a record, cut short, or changed since it was written; record-too-new: written by a newer version
 */
export function readRecord(bytes: Uint8Array, name: string): Release {
  const text = decompress(bytes, name);
  const end = text.indexOf('\n');
  const header = readHeader(text.subarray(0, Math.max(end, 0)), name);
  const body = text.subarray(end + 1, text.at(-1) === 0x0a ? text.length - 1 : text.length);
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  if (digest !== header.digest) {
    throw new Fault(
      'record-invalid',
      `${name} was changed since it was written: its content has digest ${digest}, its header says ${header.digest}`,
    );
  }
  const content: unknown = JSON.parse(body.toString());
  return header.schema === firstRecordSchema ? (content as Release) : unpack(content as PackedRelease, name);
}

function unpack(packed: PackedRelease, name: string): Release {
  try {
    return unpackRelease(packed);
  } catch (cause) {
    throw new Fault('record-invalid', `${name} refers to what it does not hold`, { cause });
  }
}

function decompress(bytes: Uint8Array, name: string): Buffer {
  try {
    return zstdDecompressSync(bytes, { maxOutputLength: maxRecordBytes, chunkSize: pieceBytes });
  } catch (cause) {
    const isRecord = bytes.length >= 4 && Buffer.from(bytes.subarray(0, 4)).equals(zstdMagic);
    throw new Fault('record-invalid', isRecord ? `${name} is cut short or damaged` : `${name} is not a release record`, {
      cause,
    });
  }
}

/** What is decompressed at a time: of the standard 16 KB, a large record is put together from thousands. */
const pieceBytes = 16 * 1024 * 1024;

/** RFC 8878, section 3.1.1. */
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

function readHeader(line: Buffer, name: string): RecordHeader {
  const header = parseHeader(line);
  if (typeof header?.schema !== 'string' || !header.schema.startsWith('plimsoll.record/')) {
    throw new Fault('record-invalid', `${name} is not a release record`);
  }
  if (header.schema !== recordSchema && header.schema !== firstRecordSchema) {
    throw new Fault(
      'record-too-new',
      `${name} is a ${header.schema}, written by Plimsoll ${header.engine}; this version reads ${recordSchema}`,
    );
  }
  return header as RecordHeader;
}

function parseHeader(line: Buffer): Partial<RecordHeader> | undefined {
  try {
    const value: unknown = JSON.parse(line.toString());
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
