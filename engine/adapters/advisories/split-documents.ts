import { bytesOf, type Content } from '../../formats/content.ts';
import { openEntry } from '../../formats/zip/open-entry.ts';
import { zipEntries } from '../../formats/zip/zip-directory.ts';
import type { FeedPart } from '../../gather/advisories/feed-file.ts';
import { type ByteSource, collect, peek, sourceOfBytes, sourceOfChunks } from './byte-source.ts';
import { toGapPart } from './gap-part.ts';
import { splitTar } from './split-tar.ts';
import { splitText } from './split-text.ts';
import { spoolDatabase } from './spool-database.ts';
import { BombError, compressionOf, uncompress } from './uncompress.ts';

const maxEntryBytes = 512 * 1024 * 1024;
const maxDepth = 3;
/** Enough to tell a tar archive. */
const headBytes = 512;

/**
 * The documents that a file holds: unpacks gzip, zstd, zip and tar, splits JSON lines and JSON lists. By content, never by name alone.
 *
 * in      a file, or bytes that come in order; depth of archives that it lies in
 * out     JSON values, with their line where the file is JSON lines; a JSON object of more than 16 MiB by its bytes, until the next part is asked for; text that is not JSON as text; an advisory database, unpacked;
 *         nothing for other bytes
 * gaps    archive-unreadable, too-large, json-unreadable, not-utf8 (only where the name promises data)
 * cost    memory for one document of up to 16 MiB (a larger one, of up to 256 MiB, lies in a temporary file; in memory as a whole only where
 *         it is no object), one line of up to 16 MiB, or one file of a zip archive of up to 512 MiB
 */
export async function* splitDocuments(source: ByteSource, path: string, depth = 0): AsyncGenerator<FeedPart> {
  if (depth > maxDepth) return yield toGapPart('too-large', path, `archives lie more than ${maxDepth} deep`);
  const { head, chunks, drop } = await peek(source, headBytes);
  const compression = compressionOf(head);
  if (compression) return yield* splitCompressed(uncompress(chunks, compression), path, depth);
  if (isZip(head)) return yield* splitZip(source, { chunks, drop }, path, depth);
  if (isTar(head)) return yield* splitTar(chunks, path, (bytes, inner) => splitDocuments(sourceOfBytes(bytes), inner, depth + 1));
  if (Buffer.from(head.subarray(0, 16)).toString('latin1') === 'SQLite format 3\0') return yield* spoolDatabase(chunks, path);
  yield* splitText(chunks, path);
}

function isZip([a, b, c]: Uint8Array): boolean {
  return a === 0x50 && b === 0x4b && (c === 3 || c === 5);
}

function isTar(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(257, 262)).toString('latin1') === 'ustar';
}

async function* splitCompressed(chunks: AsyncIterable<Uint8Array>, path: string, depth: number): AsyncGenerator<FeedPart> {
  try {
    yield* splitDocuments(sourceOfChunks(chunks), path, depth + 1);
  } catch (error) {
    if (error instanceof BombError) yield toGapPart('too-large', path, error.message);
    else if (isUnpackingError(error)) yield toGapPart('archive-unreadable', path, `it is damaged or cut off: ${error.message}`);
    else throw error;
  }
}

/** What zlib says; anything else is nobody's to swallow. */
function isUnpackingError(error: unknown): error is Error {
  return /^(Z_|ZSTD_|ERR_ZSTD|ERR_BUFFER)/.test(String((error as { code?: unknown }).code));
}

async function* splitZip(
  source: ByteSource,
  { chunks, drop }: { readonly chunks: AsyncIterable<Uint8Array>; readonly drop: () => Promise<void> },
  path: string,
  depth: number,
): AsyncGenerator<FeedPart> {
  if (source.open) await drop();
  const bytes = source.open ? undefined : await collect(chunks, maxEntryBytes);
  const archive = source.open?.() ?? (bytes && sourceOfBytes(bytes).open?.());
  if (!archive) return yield toGapPart('too-large', path, `it unpacks to more than ${maxEntryBytes} bytes`);
  try {
    yield* splitEntries(archive, path, depth);
  } finally {
    archive.close();
  }
}

async function* splitEntries(archive: Content, path: string, depth: number): AsyncGenerator<FeedPart> {
  for (const entry of zipEntries(archive)) {
    if (entry.kind === 'flaw') return yield toGapPart(entry.code, path, entry.detail);
    if (entry.name.endsWith('/')) continue;
    const inner = `${path}!/${entry.name}`;
    const opened = openEntry(archive, entry, { maxBytes: maxEntryBytes });
    if (opened.kind === 'flaw') yield toGapPart(opened.code, inner, `the file ${opened.detail}`);
    else yield* splitDocuments(sourceOfBytes(bytesOf(opened.content)), inner, depth + 1);
  }
}
