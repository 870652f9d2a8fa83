import type { JsonValue } from '../../../model/json.ts';
import { type EvidencePath, stepInto } from './evidence-path.ts';
import type { Place } from './field.ts';
import type { ReferencePart } from './found-reference.ts';
import { judgeField } from './judge-field.ts';
import { isObject, textOf } from './plain-values.ts';
import type { FoundPart, Search } from './search.ts';
import { formOf } from './text-form.ts';

const setting = /^\s*(?:-\s+)?["']?([\w./-]{1,100})["']?\s*:\s+(.{1,800})$/;
const expression = /\{\{-?\s*\.([A-Za-z_][\w.]*)\s*(?:\|\s*(?:quote|toString|trim)\s*)*-?\}\}/g;
const literal = /["'`]([^"'`\s]{1,300})["'`]/g;

/**
 * Images in the text of a template: literal ones after a key such as `image:`, and those whose expressions are values
 * that stand in the same ConfigMap.
 *
 * in      the text; `place` is that of the text, for no line of a template has a path of its own
 * out     a joined image stands at its values, not at the template, because there it is decided
 */
export function scanTemplate(search: Search, place: Place, text: string): void {
  for (const line of text.split('\n')) {
    if (!/im(?:age|g)/i.test(line)) continue;
    const [, key = '', rest = ''] = setting.exec(line) ?? [];
    const role = search.roleOf(key);
    if (role.kind !== 'image') continue;
    const value = unquote(rest);
    if (value === '') continue;
    if (!value.includes('{{')) judgeField(search, place, { name: key, role, text: value, path: place.path });
    else if (!joinValues(search, place, value)) readDefaults(search, place, value);
  }
}

/** Puts values into `{{ .Values.hub }}/{{ .Values.image }}:{{ .Values.tag }}`; false unless all of them are known. */
function joinValues(search: Search, place: Place, value: string): boolean {
  const parts: FoundPart[] = [];
  const text = value.replace(expression, (_, path: string) => {
    const found = findValue(search, place, path.split('.'));
    if (found) parts.push({ ...found, role: roleIn(value, parts.length) });
    return found?.text ?? '{{';
  });
  if (text.includes('{{') || !formOf(text)) return false;
  search.find(place, { text, certainty: 'certain', path: parts[0]?.path ?? place.path, how: 'split-fields', parts });
  return true;
}

function roleIn(value: string, index: number): ReferencePart['role'] {
  const before = value.split('{{')[index] ?? '';
  if (before.endsWith('@')) return 'digest';
  if (before.endsWith(':')) return 'tag';
  return index === 0 ? 'registry' : 'repository';
}

/** A literal that the expression falls back to, if it shows by itself that it is an image. */
function readDefaults(search: Search, place: Place, value: string): void {
  const defaults = [...value.matchAll(literal)]
    .map(([, text = '']) => text)
    .filter((text) => /[:@]/.test(text) && formOf(text)?.isPinned);
  for (const text of defaults) search.find(place, { text, certainty: 'likely', path: place.path });
  if (defaults.length === 0)
    search.reject(place, value, 'A template that nothing here renders; images are counted where its values are set.');
}

/** Looks a value up in the documents of the same ConfigMap: `Values.global.hub` by its path, or by the path after its first name. */
function findValue(
  search: Search,
  place: Place,
  names: readonly string[],
): { text: string; path: EvidencePath | undefined } | undefined {
  for (const { value, path } of search.documentsOf(place.from)) {
    const found = follow(value, names, path) ?? follow(value, names.slice(1), path);
    if (found) return found;
  }
  return undefined;
}

function follow(
  value: JsonValue,
  names: readonly string[],
  root: EvidencePath,
): { text: string; path: EvidencePath } | undefined {
  let at: JsonValue | undefined = value;
  let path = root;
  for (const name of names) {
    if (!isObject(at) || !Object.hasOwn(at, name)) return undefined;
    at = at[name];
    path = stepInto(path, name);
  }
  const text = textOf(at);
  return text === undefined || text === '' ? undefined : { text, path };
}

function unquote(text: string): string {
  const plain = text
    .trim()
    .replace(/,$/, '')
    .replace(/\s+#.*$/, '')
    .trim();
  return /^(["']).*\1$/.test(plain) ? plain.slice(1, -1) : plain;
}
