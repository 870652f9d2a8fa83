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
export function outlineOf(bytes: Uint8Array): 'object' | 'list' | undefined {
  const start = skipSpace(bytes, startOf(bytes));
  const kind = bytes[start] === openObject ? 'object' : bytes[start] === openList ? 'list' : undefined;
  if (!kind) return undefined;
  const end = skipValue(bytes, start);
  return end !== undefined && skipSpace(bytes, end) === bytes.length ? kind : undefined;
}

/**
 * The members of an object, parsed one at a time when they are asked for.
 *
 * in      bytes whose outline is an object; UTF-8, a byte order mark is passed over
 * faults  throws a SyntaxError, as JSON.parse does, on reaching what is no JSON
 * cost    memory for one member, or for a piece of a long list; linear
 */
export function* splitMembers(bytes: Uint8Array): Generator<JsonMember> {
  for (const { start, end } of partsOf(bytes, skipSpace(bytes, startOf(bytes)))) {
    const nameEnd = bytes[start] === quote ? skipString(bytes, start) : fail(start);
    const mark = skipSpace(bytes, nameEnd);
    const at = bytes[mark] === colon ? skipSpace(bytes, mark + 1) : fail(mark);
    const name = String(parse(bytes, start, nameEnd));
    if (bytes[at] !== openList || end - at <= pieceBytes) yield { name, value: parse(bytes, at, end) };
    else for (const { items, from } of splitFrom(bytes, at)) yield { name, value: items, from };
  }
}

/**
 * The items of a list, in pieces that are parsed when they are asked for.
 *
 * in      bytes whose outline is a list; else as `splitMembers`
 */
export function splitItems(bytes: Uint8Array): Generator<JsonItems> {
  return splitFrom(bytes, skipSpace(bytes, startOf(bytes)));
}

function* splitFrom(bytes: Uint8Array, list: number): Generator<JsonItems> {
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
function* partsOf(bytes: Uint8Array, open: number): Generator<{ readonly start: number; readonly end: number }> {
  const close = bytes[open] === openObject ? closeObject : closeList;
  let at = skipSpace(bytes, open + 1);
  if (bytes[at] === close) return;
  for (;;) {
    const start = at;
    while (at < bytes.length && bytes[at] !== comma && bytes[at] !== close) at = skipValue(bytes, at) ?? fail(at);
    yield { start, end: at };
    if (bytes[at] !== comma) return;
    at = skipSpace(bytes, at + 1);
  }
}

/** The place behind a string, a list or an object, or behind one byte of anything else; undefined where it does not end. */
function skipValue(bytes: Uint8Array, start: number): number | undefined {
  const first = bytes[start];
  if (first === quote) return skipString(bytes, start);
  if (first !== openObject && first !== openList) return start + 1;
  const closers: number[] = [];
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) at = skipString(bytes, at) - 1;
    else if (byte === openObject || byte === openList) closers.push(byte + 2);
    else if ((byte === closeObject || byte === closeList) && closers.pop() !== byte) return undefined;
    if (closers.length === 0) return at + 1;
    if (closers.length > deepest) return undefined;
  }
  return undefined;
}

/** The place behind the quote that closes a string; the end of the bytes when none does. */
function skipString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at += 1) {
    if (bytes[at] === backslash) at += 1;
    else if (bytes[at] === quote) return at + 1;
  }
  return bytes.length;
}

function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at += 1;
  return at;
}

/** Behind the byte order mark. */
function startOf([a, b, c]: Uint8Array): number {
  return a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

function parse(bytes: Uint8Array, start: number, end: number): unknown {
  return JSON.parse(utf8.decode(bytes.subarray(start, end)));
}

function fail(at: number): never {
  throw new SyntaxError(`no JSON at byte ${at}`);
}
