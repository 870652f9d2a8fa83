import type { Content } from '../content.ts';
import { ContentWindow } from '../content-window.ts';

/** A member of an object; of a long list only some items, beginning with the one numbered `from`. */
export interface JsonMember {
  readonly name: string;
  readonly value: unknown;
  /** 0-based; undefined where `value` is the whole of the member. */
  readonly from?: number;
}

/** Some items of a list. */
export interface JsonItems {
  readonly items: readonly unknown[];
  /** The number of the first one, 0-based. */
  readonly from: number;
}

/** Lists are handed over in pieces of about so many bytes, so that little of them is held. */
const pieceBytes = 1024 * 1024;
const deepest = 2000;
const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * What a JSON text is, by its brackets alone.
 *
 * in      UTF-8
 * out     undefined where it is neither an object nor a list, is cut off, is nested more than 2000 deep, or something follows it
 */
export function outlineOf(content: Content): 'object' | 'list' | undefined {
  const bytes = new ContentWindow(content);
  const start = skipSpace(bytes, startOf(bytes));
  const first = bytes.byteAt(start);
  const kind = first === openObject ? 'object' : first === openList ? 'list' : undefined;
  if (!kind) return undefined;
  const end = skipValue(bytes, start);
  return end !== undefined && skipSpace(bytes, end) === bytes.sizeBytes ? kind : undefined;
}

/**
 * The members of an object, parsed one at a time when they are asked for.
 *
 * in      bytes whose outline is an object; UTF-8, a byte order mark is passed over
 * faults  throws a SyntaxError, as JSON.parse does, on reaching what is no JSON
 * cost    memory for one member, or for a piece of a long list; linear
 */
export function* splitMembers(content: Content): Generator<JsonMember> {
  const bytes = new ContentWindow(content);
  for (const { start, end } of partsOf(bytes, skipSpace(bytes, startOf(bytes)))) {
    const nameEnd = bytes.byteAt(start) === quote ? skipString(bytes, start) : fail(start);
    const mark = skipSpace(bytes, nameEnd);
    const at = bytes.byteAt(mark) === colon ? skipSpace(bytes, mark + 1) : fail(mark);
    const name = String(parse(bytes, start, nameEnd));
    if (bytes.byteAt(at) !== openList || end - at <= pieceBytes) yield { name, value: parse(bytes, at, end) };
    else for (const { items, from } of splitFrom(bytes, at)) yield { name, value: items, from };
  }
}

/**
 * The items of a list, in pieces that are parsed when they are asked for.
 *
 * in      bytes whose outline is a list; else as `splitMembers`
 */
export function splitItems(content: Content): Generator<JsonItems> {
  const bytes = new ContentWindow(content);
  return splitFrom(bytes, skipSpace(bytes, startOf(bytes)));
}

function* splitFrom(bytes: ContentWindow, list: number): Generator<JsonItems> {
  let items: unknown[] = [];
  let held = 0;
  let from = 0;
  for (const { start, end } of partsOf(bytes, list)) {
    items.push(parse(bytes, start, end));
    held += end - start;
    if (held < pieceBytes) continue;
    yield { items, from };
    from += items.length;
    items = [];
    held = 0;
  }
  if (items.length > 0) yield { items, from };
}

/** What stands between the commas of an object or list. */
function* partsOf(bytes: ContentWindow, open: number): Generator<{ readonly start: number; readonly end: number }> {
  const close = bytes.byteAt(open) === openObject ? closeObject : closeList;
  let at = skipSpace(bytes, open + 1);
  if (bytes.byteAt(at) === close) return;
  for (;;) {
    const start = at;
    while (at < bytes.sizeBytes && bytes.byteAt(at) !== comma && bytes.byteAt(at) !== close)
      at = skipValue(bytes, at) ?? fail(at);
    yield { start, end: at };
    if (bytes.byteAt(at) !== comma) return;
    at = skipSpace(bytes, at + 1);
  }
}

/** The place behind a string, a list or an object, or behind one byte of anything else; undefined where it does not end. */
function skipValue(bytes: ContentWindow, start: number): number | undefined {
  const first = bytes.byteAt(start);
  if (first === quote) return skipString(bytes, start);
  if (first !== openObject && first !== openList) return start + 1;
  const closers: number[] = [];
  for (let at = skipPlain(bytes, start); ; at = skipPlain(bytes, at)) {
    const byte = bytes.byteAt(at);
    if (byte === undefined) return undefined;
    if (byte === quote) {
      at = skipString(bytes, at);
      continue;
    }
    at += 1;
    if (byte === openObject || byte === openList) closers.push(byte + 2);
    else if (closers.pop() !== byte) return undefined;
    if (closers.length === 0) return at;
    if (closers.length > deepest) return undefined;
  }
}

/** 1 for quotes and brackets. */
const marks = new Uint8Array(256);
for (const mark of [quote, openList, closeList, openObject, closeObject]) marks[mark] = 1;

/** The place of the next quote or bracket; the end of the bytes when there is none. */
function skipPlain(window: ContentWindow, start: number): number {
  let at = start;
  while (window.reach(at)) {
    const { bytes, from } = window;
    let index = at - from;
    while (index < bytes.length && marks[bytes[index] ?? 0] === 0) index += 1;
    if (index < bytes.length) return from + index;
    at = from + index;
  }
  return window.sizeBytes;
}

/** The place behind the quote that closes a string; the end of the bytes when none does. */
function skipString(window: ContentWindow, start: number): number {
  let at = start + 1;
  while (window.reach(at)) {
    const { bytes, from } = window;
    let index = at - from;
    for (; index < bytes.length; index += 1) {
      const byte = bytes[index];
      if (byte === backslash) index += 1;
      else if (byte === quote) return from + index + 1;
    }
    at = from + index;
  }
  return window.sizeBytes;
}

function skipSpace(bytes: ContentWindow, start: number): number {
  let at = start;
  while (bytes.byteAt(at) === 0x20 || bytes.byteAt(at) === 0x0a || bytes.byteAt(at) === 0x0d || bytes.byteAt(at) === 0x09)
    at += 1;
  return at;
}

/** Behind the byte order mark. */
function startOf(bytes: ContentWindow): number {
  return bytes.byteAt(0) === 0xef && bytes.byteAt(1) === 0xbb && bytes.byteAt(2) === 0xbf ? 3 : 0;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

function parse(bytes: ContentWindow, start: number, end: number): unknown {
  return JSON.parse(utf8.decode(bytes.slice(start, end)));
}

function fail(at: number): never {
  throw new SyntaxError(`no JSON at byte ${at}`);
}
