import { isMap, isScalar, isSeq, type Node, parseDocument, type YAMLSeq } from 'yaml';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { isObject } from '../json/members.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';
import { writeYaml } from '../yaml/write-yaml.ts';

/**
 * A YAML text with items added to the end of a list that a key of its root holds; everything else stays as it is, to the last space.
 *
 * in      a text of one document, whose root is a mapping in block style; a key that needs no quotes
 * out     undefined where that cannot be done: the text is no such document, or the key holds something else. Whatever was added is read
 *         back: the answer says exactly what the text said, and the items
 */
export function appendToYamlList(text: string, key: string, items: readonly JsonObject[]): string | undefined {
  const before = parseYaml(text);
  if (before.faults.length > 0 || !isObject(before.value) || items.length === 0) return undefined;
  const known = (before.value as JsonObject)[key] ?? [];
  const edited = Array.isArray(known) ? insert(text, key, items) : undefined;
  if (edited === undefined || !Array.isArray(known)) return undefined;
  const after = parseYaml(edited);
  const expected = { ...before.value, [key]: [...(known as readonly JsonValue[]), ...items] };
  return after.faults.length === 0 && JSON.stringify(after.value) === JSON.stringify(expected) ? edited : undefined;
}

function insert(text: string, key: string, items: readonly JsonObject[]): string | undefined {
  const root = parseDocument(text, { prettyErrors: false }).contents;
  if (!isMap(root) || root.flow) return undefined;
  const pair = root.items.find((each) => isScalar(each.key) && each.key.value === key);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const block = (indent: string) => linesOf(items, indent, end);
  if (!pair) return `${withEnd(text, end)}${key}:${end}${block('')}`;
  const held = pair.value;
  if (isSeq(held) && held.range) return held.flow ? intoFlow(text, held, items) : intoBlock(text, held, { block, end });
  const isEmpty = held === null || (isScalar(held) && held.value === null && (held.source ?? '') === '');
  const at = isEmpty ? (pair.key as Node).range?.[2] : undefined;
  return at === undefined ? undefined : insertLine(text, at, { lines: block(''), end });
}

function intoFlow(text: string, { range, items: known }: YAMLSeq, items: readonly JsonObject[]): string | undefined {
  const close = (range?.[1] ?? 0) - 1;
  if (text[close] !== ']') return undefined;
  const comma = known.length > 0 ? ', ' : '';
  return text.slice(0, close) + comma + items.map((item) => JSON.stringify(item)).join(', ') + text.slice(close);
}

function intoBlock(
  text: string,
  list: YAMLSeq,
  { block, end }: { readonly block: (indent: string) => string; readonly end: string },
): string | undefined {
  const start = list.range?.[0] ?? 0;
  const last = list.items.at(-1) as Node | undefined;
  const at = last?.range?.[1];
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (at === undefined || indent.trim() !== '') return undefined;
  return insertLine(text, at, { lines: block(indent), end });
}

/** At the end of the line that an offset lies in; before the next one where it begins a line. */
function insertLine(text: string, offset: number, { lines, end }: { readonly lines: string; readonly end: string }): string {
  const next = text[offset - 1] === '\n' ? offset : text.indexOf('\n', offset) + 1;
  if (next > 0) return text.slice(0, next) + lines + text.slice(next);
  return withEnd(text, end) + lines;
}

function withEnd(text: string, end: string): string {
  return text === '' || text.endsWith('\n') ? text : text + end;
}

function linesOf(items: readonly JsonObject[], indent: string, end: string): string {
  const lines = writeYaml([...items])
    .trimEnd()
    .split('\n');
  return lines.map((line) => `${indent}${line}${end}`).join('');
}
