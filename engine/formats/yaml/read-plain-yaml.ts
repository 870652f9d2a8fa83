import type { JsonValue } from '../../model/json.ts';
import { advance, type Cursor, joinLines, readLiteral, startCursor } from './plain-cursor.ts';
import { readPlainScalar, unread } from './read-plain-scalar.ts';

/** Deeper documents are left to the parser, which has a limit and says so. */
const maxDepth = 64;

/** What a document of this form may hold at all: no carriage returns, no control characters, no separators of lines but `\n`. */
const anythingElse = /[^\n\t -~\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

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

/** A collection: an object, or a list of what each entry holds. */
type Plain = JsonValue | typeof unread;

/**
 * Reads a YAML document that is written as programs write it: mappings and lists in block style, one value a line, literal blocks.
 *
 * in      one document
 * out     what `parseYaml` makes of it, without anything being wrong with it; undefined for every document that has anything else in
 *         it (anchors, tags, mappings on one line, comments behind values, values over several paragraphs, keys that stand twice, tabs)
 * cost    a quarter of what the parser for all of YAML costs
 */
export function readPlainYaml(text: string): JsonValue | undefined {
  if (anythingElse.test(text)) return undefined;
  const cursor = startCursor(text);
  if (cursor.column !== 0) return undefined;
  const value = readNode(cursor);
  return value === unread || cursor.column >= 0 ? undefined : value;
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
  if (cursor.column > column) {
    const isAlone = cursor.key === undefined && cursor.afterDash === undefined && !cursor.rest.startsWith('|');
    return isAlone ? readScalar(cursor, column) : readNode(cursor);
  }
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
