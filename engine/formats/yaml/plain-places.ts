import { advance, type Cursor, joinLines, readLiteral, startCursor } from './plain-cursor.ts';
import { readPlainText, unread } from './read-plain-scalar.ts';
import type { FoundPath } from './yaml-places.ts';

/**
 * Where a value stands in a document that `readPlainYaml` can read: its lines are followed, and nothing is built.
 *
 * in      such a document, and no other; keys and indexes from its root
 * out     as `yamlPlaces`; `unread` for a place inside of a list on one line
 */
export function findPlainPlace(text: string, path: readonly (string | number)[]): FoundPath | undefined | typeof unread {
  const cursor = startCursor(text);
  let around = -1;
  for (const step of path) {
    if (isScalar(cursor)) return cursor.rest.startsWith('[') ? unread : undefined;
    around = cursor.column;
    cursor.keyAt = undefined;
    if (!enter(cursor, step)) return undefined;
  }
  return describe(cursor, around);
}

function isScalar({ key, afterDash }: Cursor): boolean {
  return key === undefined && afterDash === undefined;
}

/** Into a value of the collection that begins here; false where there is no such value. */
function enter(cursor: Cursor, step: string | number): boolean {
  if (cursor.afterDash !== undefined) return typeof step === 'number' && toItem(cursor, step);
  return toKey(cursor, String(step));
}

function toItem(cursor: Cursor, index: number): boolean {
  const { column } = cursor;
  for (let skipped = 0; skipped < index; skipped += 1) {
    advance(cursor);
    while (cursor.column > column) advance(cursor);
    if (cursor.column !== column || cursor.afterDash === undefined) return false;
  }
  cursor.column = cursor.afterDash ?? column;
  cursor.afterDash = undefined;
  return true;
}

/** Into the value of a key of the mapping that begins here; false for a key without a value. */
function toKey(cursor: Cursor, key: string): boolean {
  const { column } = cursor;
  while (cursor.key !== key) {
    advance(cursor);
    while (cursor.column > column || (cursor.column === column && cursor.afterDash !== undefined)) advance(cursor);
    if (cursor.column !== column || cursor.key === undefined) return false;
  }
  if (cursor.rest === '') {
    cursor.keyAt = cursor.at;
    advance(cursor);
    return cursor.column > column || (cursor.column === column && cursor.afterDash !== undefined);
  }
  cursor.key = undefined;
  return true;
}

/** The cursor is at a collection that begins on its line, or at a scalar behind a key or dash. */
function describe(cursor: Cursor, around: number): FoundPath | undefined {
  const { text, at, rest, keyAt } = cursor;
  const line = lineAt(text, at);
  const collection = { line, ...(keyAt !== undefined && { keyLine: lineAt(text, keyAt) }) };
  if (!isScalar(cursor)) return collection;
  if (rest.startsWith('|')) {
    const block = readLiteral(cursor, around);
    return block === unread ? undefined : { line, blockLine: line + 1, text: block };
  }
  const value = readPlainText(joinLines(cursor, around));
  return value === undefined ? collection : { line, text: value };
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
