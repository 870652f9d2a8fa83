import { gunzipSync } from 'node:zlib';
import { bytesOf, contentOf } from '../../formats/content.ts';
import { decodeUtf8 } from '../../formats/text/decode-utf8.ts';
import { readLines, type TextLine } from '../../formats/text/read-lines.ts';
import { openEntry } from '../../formats/zip/open-entry.ts';
import { zipEntries } from '../../formats/zip/zip-directory.ts';
import type { FeedPart } from '../../gather/advisories/feed-file.ts';

const unit = 'adapters/advisories';
const maxUnpackedBytes = 512 * 1024 * 1024;
const maxDepth = 3;
const data = /\.(json|jsonl|ndjson|csv)(\.gz)?$/i;

/**
 * The documents that a file holds: unpacks gzip and zip, splits JSON lines and JSON lists. By content, never by name alone.
 *
 * in      the bytes of one file, at most 512 MiB when unpacked
 * out     JSON values, with their line where the file is JSON lines; text that is not JSON as text; nothing for other bytes
 * gaps    archive-unreadable, too-large, json-unreadable, not-utf8 (only where the name promises data)
 */
export function* splitDocuments(bytes: Uint8Array, path: string, depth = 0): Generator<FeedPart> {
  if (depth > maxDepth) return yield gap('too-large', path, `archives lie more than ${maxDepth} deep`);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return yield* unpackGzip(bytes, path, depth);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)) return yield* unpackZip(bytes, path, depth);
  yield* splitText(bytes, path);
}

function* unpackGzip(bytes: Uint8Array, path: string, depth: number): Generator<FeedPart> {
  let unpacked: Uint8Array;
  try {
    unpacked = gunzipSync(bytes, { maxOutputLength: maxUnpackedBytes });
  } catch (error) {
    const isBomb = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    const detail = isBomb
      ? `it unpacks to more than ${maxUnpackedBytes} bytes`
      : `it is damaged or cut off: ${String((error as Error).message)}`;
    return yield gap(isBomb ? 'too-large' : 'archive-unreadable', path, detail);
  }
  yield* splitDocuments(unpacked, path, depth + 1);
}

function* unpackZip(bytes: Uint8Array, path: string, depth: number): Generator<FeedPart> {
  const archive = contentOf(bytes);
  for (const entry of zipEntries(archive)) {
    if (entry.kind === 'flaw') return yield gap(entry.code, path, entry.detail);
    if (entry.name.endsWith('/')) continue;
    const inner = `${path}!/${entry.name}`;
    const opened = openEntry(archive, entry, { maxBytes: maxUnpackedBytes });
    if (opened.kind === 'flaw') yield gap(opened.code, inner, `the file ${opened.detail}`);
    else yield* splitDocuments(bytesOf(opened.content), inner, depth + 1);
  }
}

function* splitText(bytes: Uint8Array, path: string): Generator<FeedPart> {
  const first = firstLineOf(bytes);
  if (!/^\s*[[{]/.test(first)) return yield* asText(bytes, path);
  if (isJsonObject(first) && hasMore(bytes)) return yield* splitLines(bytes, path);
  const text = decodeUtf8(bytes);
  const parsed = text === undefined ? undefined : parse(text);
  if (parsed === undefined) return yield* splitBroken(bytes, path);
  if (!Array.isArray(parsed.json)) return yield { kind: 'document', document: { path, json: parsed.json } };
  for (const [index, json] of parsed.json.entries()) yield { kind: 'document', document: { path: `${path}[${index}]`, json } };
}

function* asText(bytes: Uint8Array, path: string): Generator<FeedPart> {
  const text = decodeUtf8(bytes);
  if (text !== undefined) yield { kind: 'document', document: { path, text } };
  else if (data.test(path)) yield gap('not-utf8', path, 'the file is not UTF-8 text');
}

/** What is no JSON as a whole may be JSON lines whose first one is broken. */
function* splitBroken(bytes: Uint8Array, path: string): Generator<FeedPart> {
  let tried = 0;
  for (const line of readLines(contentOf(bytes))) {
    if (isJsonObject(line.text)) return yield* splitLines(bytes, path);
    tried += 1;
    if (tried >= 20) break;
  }
  yield gap('json-unreadable', path, 'the file is not JSON: it is damaged or cut off');
}

function* splitLines(bytes: Uint8Array, path: string): Generator<FeedPart> {
  for (const line of readLines(contentOf(bytes))) {
    if (line.text.trim() === '' && !isBroken(line)) continue;
    const parsed = isBroken(line) ? undefined : parse(line.text);
    if (parsed) yield { kind: 'document', document: { path, line: line.number, json: parsed.json } };
    else yield gap('json-unreadable', path, 'the line is not JSON', line.number);
  }
}

function isBroken({ trouble }: TextLine): boolean {
  return trouble === 'not-utf8' || trouble === 'too-long';
}

/** Enough of the first line to tell what the file is; undecodable bytes are judged later. */
function firstLineOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0x0a);
  return new TextDecoder().decode(bytes.subarray(0, end < 0 ? bytes.length : end));
}

function hasMore(bytes: Uint8Array): boolean {
  const end = bytes.indexOf(0x0a);
  return end >= 0 && bytes.subarray(end).some((byte) => byte > 0x20);
}

function isJsonObject(text: string): boolean {
  return text.trimStart().startsWith('{') && parse(text) !== undefined;
}

function parse(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function gap(code: string, path: string, detail: string, line?: number): FeedPart {
  return { kind: 'gap', gap: { code, unit, path, ...(line !== undefined && { line }), detail } };
}
