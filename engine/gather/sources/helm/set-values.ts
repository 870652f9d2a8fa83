import type { JsonObject, JsonValue } from '../../../model/json.ts';
import { overlayOf, type ValuePath } from './plain-values.ts';

/** One value that `--set` gives. */
export interface SetValue {
  readonly path: ValuePath;
  readonly value: JsonValue;
}

/** An index above this is refused by Helm too. */
const maxIndex = 65_536;

/**
 * What an argument of `--set` gives: `image.tag=1.2,list[0].name=x,names={a,b}`, with `\` before what is meant as it stands.
 *
 * out     what can be read of it; Helm itself refuses the rest, and says so when it renders
 * source  https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set
 */
export function parseSet(text: string): readonly SetValue[] {
  return splitOutside(text, ',').flatMap((part) => {
    const at = findOutside(part, '=');
    const path = at < 0 ? undefined : parsePath(part.slice(0, at));
    return path ? [{ path, value: parseValue(part.slice(at + 1)) }] : [];
  });
}

/** The argument of `--set` that gives one value; undefined for what it cannot give. */
export function writeSet(path: string, value: JsonValue): string | undefined {
  if (typeof value === 'object' && value !== null) return undefined;
  const text = String(value).replaceAll(/[\\,{}]/g, '\\$&');
  return `${path}=${text}`;
}

/** All that `--set` gives, as values of their own. */
export function setValues(texts: readonly string[], root: JsonObject): JsonObject {
  return overlayOf(root, texts.flatMap(parseSet));
}

function parsePath(text: string): ValuePath | undefined {
  const path: (string | number)[] = [];
  for (const part of splitOutside(text, '.')) {
    const [, key = '', indexes = ''] = /^((?:[^[\\]|\\.)*)((?:\[\d+\])*)$/s.exec(part) ?? [];
    if (key === '' && indexes === '') return undefined;
    if (key !== '') path.push(unescaped(key));
    for (const [, index] of indexes.matchAll(/\[(\d+)\]/g)) {
      if (Number(index) > maxIndex) return undefined;
      path.push(Number(index));
    }
  }
  return path;
}

function parseValue(text: string): JsonValue {
  const list = /^\{(.*)\}$/s.exec(text)?.[1];
  if (list !== undefined) return list === '' ? [] : splitOutside(list, ',').map(parseScalar);
  return parseScalar(text);
}

function parseScalar(text: string): JsonValue {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  if (/^(?:0|-?[1-9]\d{0,14})$/.test(text)) return Number(text);
  return unescaped(text);
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gs, '$1');
}

function splitOutside(text: string, mark: string): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  for (let at = findOutside(rest, mark); at >= 0; at = findOutside(rest, mark)) {
    parts.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  return rest === '' ? parts : [...parts, rest];
}

/** Where a character stands that is neither escaped nor in braces. */
function findOutside(text: string, mark: string): number {
  let isInside = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '{' && mark === ',') isInside = true;
    else if (character === '}') isInside = false;
    else if (character === mark && !isInside) return at;
  }
  return -1;
}
