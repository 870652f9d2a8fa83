import { isUtf8 } from 'node:buffer';
import { bytesOf, type Content } from '../../formats/content.ts';
import { outlineOf } from '../../formats/json/split-members.ts';
import { decodeUtf8 } from '../../formats/text/decode-utf8.ts';
import type { TextLine } from '../../formats/text/read-lines.ts';
import type { FeedDocument } from '../../gather/advisories/feed.ts';
import type { FeedPart } from '../../gather/advisories/feed-file.ts';
import { peek, sourceOfBytes, sourceOfChunks } from './byte-source.ts';
import { toGapPart } from './gap-part.ts';
import { holdContent } from './hold-content.ts';
import { linesOfChunks, longestLineBytes } from './lines-of-chunks.ts';

/** The largest document that is read; Debian's tracker is a third of it. */
const maxDocumentBytes = 256 * 1024 * 1024;
const data = /\.(json|jsonl|ndjson|csv)(\.gz)?$/i;
/** What is larger is read in parts by those who can. */
const largeBytes = 16 * 1024 * 1024;
const pieceBytes = 1024 * 1024;
const newline = 0x0a;
/** What is no line is looked at no further for where its content begins. */
const longestBlank = 64 * 1024;

/** The documents of a text; see `splitDocuments`. */
export async function* splitText(chunks: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<FeedPart> {
  const first = await peekLine(chunks);
  if (first.isJsonLines) return yield* splitLines(first.chunks, path);
  if (!first.isText && !data.test(path)) return await first.drop();
  const held = await holdWithRoom(first.chunks);
  if (typeof held === 'string') return yield toGapPart('too-large', path, held);
  try {
    yield* first.isJson ? splitWhole(held, path) : asText(bytesOf(held), path);
  } finally {
    held.close();
  }
}

/** The document, or why it cannot be held. */
async function holdWithRoom(chunks: AsyncIterable<Uint8Array>) {
  try {
    return (await holdContent(chunks, maxDocumentBytes)) ?? `the document has more than ${maxDocumentBytes} bytes`;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOSPC') throw error;
    return 'there is no room for it in the folder for temporary files';
  }
}

/** Looks at the beginning, as far as the first line goes. */
async function peekLine(chunks: AsyncIterable<Uint8Array>) {
  const opened = await peek(sourceOfChunks(chunks), longestLineBytes, (chunk) => chunk.includes(newline));
  const { head } = opened;
  const end = head.indexOf(newline);
  const first = new TextDecoder().decode(head.subarray(0, Math.min(end < 0 ? longestBlank : end, longestLineBytes)));
  const isJson = /^\s*[[{]/.test(first);
  const hasMore = end >= 0 && head.subarray(end).some((byte) => byte > 0x20);
  return { ...opened, isJson, isText: isText(head), isJsonLines: isJson && hasMore && isJsonObject(first) };
}

/** A few bytes tell pictures and programs from text; the last character may be cut. */
function isText(head: Uint8Array): boolean {
  const start = head.subarray(0, 4096);
  return !start.includes(0) && [0, 1, 2, 3].some((cut) => isUtf8(start.subarray(0, Math.max(0, start.length - cut))));
}

async function* splitWhole(content: Content, path: string): AsyncGenerator<FeedPart> {
  const { sizeBytes } = content;
  const outline = sizeBytes > largeBytes && isUtf8Content(content) ? outlineOf(content) : undefined;
  if (outline === 'object') return yield { kind: 'documents', documents: [{ path, large: content, sizeBytes }] };
  const bytes = bytesOf(content);
  const text = decodeUtf8(bytes);
  const parsed = text === undefined ? undefined : parse(text);
  if (parsed === undefined) return yield* splitBroken(bytes, path);
  if (!Array.isArray(parsed.json)) return yield { kind: 'documents', documents: [{ path, json: parsed.json, sizeBytes }] };
  yield { kind: 'documents', documents: parsed.json.map((json, index) => ({ path: `${path}[${index}]`, json })) };
}

/** A piece at a time, cut where a character begins. */
function isUtf8Content(content: Content): boolean {
  for (let at = 0; at < content.sizeBytes; ) {
    const piece = content.slice(at, at + pieceBytes);
    const end = at + piece.length < content.sizeBytes ? lastStart(piece) : piece.length;
    if (end < 1 || !isUtf8(piece.subarray(0, end))) return false;
    at += end;
  }
  return true;
}

/** Where the last character begins; bytes inside of one are 0b10xxxxxx. */
function lastStart(piece: Uint8Array): number {
  return piece.findLastIndex((byte) => (byte & 0xc0) !== 0x80);
}

async function* asText(bytes: Uint8Array, path: string): AsyncGenerator<FeedPart> {
  const text = decodeUtf8(bytes);
  if (text !== undefined) yield { kind: 'documents', documents: [{ path, text }] };
  else if (data.test(path)) yield toGapPart('not-utf8', path, 'the file is not UTF-8 text');
}

/** What is no JSON as a whole may be JSON lines whose first one is broken. */
async function* splitBroken(bytes: Uint8Array, path: string): AsyncGenerator<FeedPart> {
  let tried = 0;
  for await (const lines of linesOfChunks(sourceOfBytes(bytes).chunks())) {
    if (lines.slice(0, 20).some(({ text }) => isJsonObject(text))) return yield* splitLines(sourceOfBytes(bytes).chunks(), path);
    tried += lines.length;
    if (tried >= 20) break;
  }
  yield toGapPart('json-unreadable', path, 'the file is not JSON: it is damaged or cut off');
}

/** A block of lines at a time: handing each over by itself would cost more than reading it. */
async function* splitLines(chunks: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<FeedPart> {
  for await (const lines of linesOfChunks(chunks)) {
    const documents: FeedDocument[] = [];
    const gaps: FeedPart[] = [];
    for (const line of lines) {
      if (line.text.trim() === '' && !isBroken(line)) continue;
      const parsed = isBroken(line) ? undefined : parse(line.text);
      const detail = line.trouble === 'too-long' ? `the line is longer than ${longestLineBytes} bytes` : 'the line is not JSON';
      if (parsed) documents.push({ path, line: line.number, json: parsed.json, sizeBytes: line.text.length });
      else gaps.push(toGapPart('json-unreadable', path, detail, line.number));
    }
    if (documents.length > 0) yield { kind: 'documents', documents };
    yield* gaps;
  }
}

function isBroken({ trouble }: TextLine): boolean {
  return trouble === 'not-utf8' || trouble === 'too-long';
}

function isJsonObject(text: string): boolean {
  return text.trimStart().startsWith('{') && parse(text) !== undefined;
}

function parse(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) };
  } catch {
    return undefined;
  }
}
