import { unread, withoutEnd } from './read-plain-scalar.ts';

/** A key with its colon: a word, or a text in quotes without escapes. */
const keyForm = /(?:[\w./-]+|'[^'\n\t]*'|"[^"\\\n\t]*"):(?=[ \n]|$)/y;

/** A value that goes on over more lines than this is left to the parser. */
const maxLines = 200;

const [newline, space, hash, dash] = [0x0a, 0x20, 0x23, 0x2d];

/** The line of a plain document that is read, and where the next one begins. */
export interface Cursor {
  readonly text: string;
  next: number;
  /** Where the entry begins; -1 at the end. */
  column: number;
  /** The column of what stands behind a dash that was not read yet. */
  afterDash: number | undefined;
  key: string | undefined;
  rest: string;
  /** Offset of `rest`. */
  at: number;
  /** Offset on the line of the key that was entered, where its value begins on a later one. */
  keyAt: number | undefined;
  depth: number;
}

/** A cursor at the first line of a document that says something. */
export function startCursor(text: string): Cursor {
  const cursor: Cursor = {
    text,
    next: text.startsWith('---\n') ? 4 : 0,
    column: -1,
    afterDash: undefined,
    key: undefined,
    rest: '',
    at: 0,
    keyAt: undefined,
    depth: 0,
  };
  advance(cursor);
  return cursor;
}

/** To the next line that is neither blank nor a comment. */
export function advance(cursor: Cursor): void {
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
    cursor.at = start;
    return;
  }
  let at = keyForm.lastIndex;
  cursor.key = unquoted(text.slice(start, at - 1));
  while (text.charCodeAt(at) === space) at += 1;
  cursor.rest = at < end ? text.slice(at, end) : '';
  cursor.at = at;
}

function unquoted(key: string): string {
  const first = key.charCodeAt(0);
  return first === 0x27 || first === 0x22 ? key.slice(1, -1) : key;
}

/** The text of an entry with the lines that it goes on over: those that stand deeper, up to a blank one. */
export function joinLines(cursor: Cursor, column: number): string {
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

/** The literal block of an entry, with the indentation of its first line; the cursor is then at its end. */
export function readLiteral(cursor: Cursor, column: number): string | typeof unread {
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
