import type { JsonValue } from '../../model/json.ts';
import { readPlainScalar, unread, withoutEnd } from './read-plain-scalar.ts';

/** Deeper documents are left to the parser, which has a limit and says so. */
const maxDepth = 64;

/** What a document of this form may hold at all: no carriage returns, no control characters, no separators of lines but `\n`. */
const anythingElse = /[^\n\t -~\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** A key with its colon: a word, or a text in quotes without escapes. */
const keyForm = /(?:[\w./-]+|'[^'\n\t]*'|"[^"\\\n\t]*"):(?=[ \n]|$)/y;

/** A value that goes on over more lines than this is left to the parser. */
const maxLines = 200;

/** Keys that say something else than their text. */
const strangeKeys = new Set([
  '__proto__',
  '-',
  '---',
  '...',
  'null',
  'Null',
  'NULL',
  'true',
  'True',
  'TRUE',
  'false',
  'False',
  'FALSE',
]);

const [newline, space, hash, dash] = [0x0a, 0x20, 0x23, 0x2d];

/** The line that is read, and where the next one begins. */
interface Cursor {
  readonly text: string;
  next: number;
  /** Where the entry begins; -1 at the end. */
  column: number;
  /** The column of what stands behind a dash that was not read yet. */
  afterDash: number | undefined;
  key: string | undefined;
  rest: string;
  depth: number;
}

/** A collection: an object, or a list of what each entry holds. */
type Plain = JsonValue | typeof unread;

/**
 * Reads a YAML document that is written as programs write it: mappings and lists in block style, one value a line, literal blocks.
 *
 * in      one document
 * out     what `parseYaml` makes of it, without anything being wrong with it; undefined for every document that has anything else in
 *         it (anchors, tags, flow style, comments behind values, values over several paragraphs, keys that stand twice, tabs)
 * cost    a quarter of what the parser for all of YAML costs
 */
export function readPlainYaml(text: string): JsonValue | undefined {
  if (anythingElse.test(text)) return undefined;
  const cursor: Cursor = {
    text,
    next: text.startsWith('---\n') ? 4 : 0,
    column: -1,
    afterDash: undefined,
    key: undefined,
    rest: '',
    depth: 0,
  };
  advance(cursor);
  if (cursor.column !== 0) return undefined;
  const value = readNode(cursor);
  return value === unread || cursor.column >= 0 ? undefined : value;
}

/** To the next line that is neither blank nor a comment. */
function advance(cursor: Cursor): void {
  const { text } = cursor;
  while (cursor.next < text.length) {
    const start = cursor.next;
    let at = start;
    while (text.charCodeAt(at) === space) at += 1;
    const end = lineEnd(text, at);
    cursor.next = end + 1;
    const first = text.charCodeAt(at);
    if (at >= end || first === hash) continue;
    cursor.column = at - start;
    cursor.afterDash = undefined;
    if (first === dash && text.charCodeAt(at + 1) === space) {
      at += 2;
      while (text.charCodeAt(at) === space) at += 1;
      cursor.afterDash = at - start;
    }
    splitEntry(cursor, at, end);
    return;
  }
  cursor.column = -1;
  cursor.afterDash = undefined;
  cursor.key = undefined;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function splitEntry(cursor: Cursor, start: number, end: number): void {
  const { text } = cursor;
  keyForm.lastIndex = start;
  if (!keyForm.test(text)) {
    cursor.key = undefined;
    cursor.rest = text.slice(start, end);
    return;
  }
  let at = keyForm.lastIndex;
  cursor.key = unquoted(text.slice(start, at - 1));
  while (text.charCodeAt(at) === space) at += 1;
  cursor.rest = at < end ? text.slice(at, end) : '';
}

function unquoted(key: string): string {
  const first = key.charCodeAt(0);
  return first === 0x27 || first === 0x22 ? key.slice(1, -1) : key;
}

function readNode(cursor: Cursor): Plain {
  if (cursor.depth >= maxDepth) return unread;
  cursor.depth += 1;
  const value = cursor.afterDash !== undefined ? readList(cursor) : cursor.key !== undefined ? readMapping(cursor) : unread;
  cursor.depth -= 1;
  // Whatever stands deeper than the collection that just ended belongs to nothing.
  return value;
}

function readMapping(cursor: Cursor): Plain {
  const { column } = cursor;
  const mapping: Record<string, JsonValue> = {};
  while (cursor.column === column && cursor.key !== undefined && cursor.afterDash === undefined) {
    const { key } = cursor;
    if (strangeKeys.has(key) || Object.hasOwn(mapping, key)) return unread;
    const value = cursor.rest === '' ? readBelow(cursor, column) : readScalar(cursor, column);
    if (value === unread || cursor.column > column) return unread;
    mapping[key] = value;
  }
  return mapping;
}

/** The value of a key on the lines below it; a list may stand as far left as the key itself. */
function readBelow(cursor: Cursor, column: number): Plain {
  advance(cursor);
  if (cursor.column > column) return readNode(cursor);
  return cursor.column === column && cursor.afterDash !== undefined ? readNode(cursor) : null;
}

function readList(cursor: Cursor): Plain {
  const { column } = cursor;
  const list: JsonValue[] = [];
  while (cursor.column === column && cursor.afterDash !== undefined) {
    cursor.column = cursor.afterDash;
    cursor.afterDash = undefined;
    const value = cursor.key !== undefined ? readNode(cursor) : readScalar(cursor, column);
    if (value === unread || cursor.column > column) return unread;
    list.push(value);
  }
  return list;
}

/** The scalar of an entry at a column; the cursor is then behind it. */
function readScalar(cursor: Cursor, column: number): Plain {
  const { rest } = cursor;
  if (rest === '') return unread;
  const value = rest.startsWith('|') ? readLiteral(cursor, column) : readPlainScalar(joinLines(cursor, column));
  if (value !== unread) advance(cursor);
  return value;
}

/** A text with the lines that it goes on over: those that stand deeper, up to a blank one. */
function joinLines(cursor: Cursor, column: number): string {
  const { text } = cursor;
  const lines = [cursor.rest];
  while (lines.length < maxLines && cursor.next < text.length) {
    let at = cursor.next;
    while (text.charCodeAt(at) === space) at += 1;
    const end = lineEnd(text, at);
    if (at - cursor.next <= column || at === end || text.charCodeAt(at) === hash) break;
    lines.push(text.slice(at, end));
    cursor.next = end + 1;
  }
  return lines.length === 1 ? cursor.rest : lines.map((line) => withoutEnd(line, space)).join(' ');
}

/** A literal block, with the indentation of its first line. */
function readLiteral(cursor: Cursor, column: number): string | typeof unread {
  const { text, rest } = cursor;
  if (rest !== '|' && rest !== '|-') return unread;
  const [, blank = '', indent = ''] = /^((?: *\n)*)( *)/.exec(text.slice(cursor.next, cursor.next + 400)) ?? [];
  const width = indent.length;
  // Of blank lines before the first, and of blocks without any, other parsers know more.
  if (width <= column || blank !== '') return unread;
  const end = endOfBlock(text, cursor.next, width);
  const block = text.slice(cursor.next, end);
  cursor.next = end;
  const lines = withoutEnd(withoutIndent(block, width), newline);
  if (withoutEnd(lines, space) === '') return unread;
  return rest === '|' ? `${lines}\n` : lines;
}

/** Offset of the first line that is neither blank nor indented as far. */
function endOfBlock(text: string, start: number, width: number): number {
  const outside = new RegExp(`^(?! {${width}}| *$)`, 'gm');
  outside.lastIndex = start;
  return outside.exec(text)?.index ?? text.length;
}

function withoutIndent(block: string, width: number): string {
  return block.replace(new RegExp(`^ {1,${width}}`, 'gm'), '');
}
