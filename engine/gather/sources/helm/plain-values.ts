import type { JsonObject, JsonValue } from '../../../model/json.ts';

/** Keys and indexes that lead to a value. */
export type ValuePath = readonly (string | number)[];

/** Whether a value is a mapping. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text of a scalar that says something; undefined for everything else. */
export function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** The value at a path; undefined where it leads nowhere. */
export function valueAt(root: JsonValue, path: ValuePath): JsonValue | undefined {
  let at: JsonValue | undefined = root;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Readonly<Record<string | number, JsonValue>>)[step];
  }
  return at;
}

/** A path in words, as people write it for `--set`: `db.image.tag`, `list[0].name`. */
export function writeValuePath(path: ValuePath): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step.replaceAll(/[.,=[\]\\]/g, '\\$&')}`))
    .join('')
    .replace(/^\./, '');
}

/** Every scalar below a value, with its path; depth first, bounded. */
export function scalarsIn(root: JsonValue): readonly { readonly path: ValuePath; readonly value: JsonValue }[] {
  const found: { path: ValuePath; value: JsonValue }[] = [];
  const visit = (value: JsonValue, path: ValuePath): void => {
    if (path.length > 40 || found.length >= 50_000) return;
    if (typeof value !== 'object' || value === null) found.push({ path, value });
    else if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, [...path, index]);
    else for (const [key, item] of Object.entries(value)) visit(item, [...path, key]);
  };
  visit(root, []);
  return found;
}

/**
 * Values that a chart has to be given so that some of them change: as they are in the chart, lists whole, since a list is never merged.
 *
 * in      the values as they are; the changes
 */
export function overlayOf(
  root: JsonObject,
  changes: readonly { readonly path: ValuePath; readonly value: JsonValue }[],
): JsonObject {
  const overlay = emptyObject();
  for (const { path, value } of changes) place(overlay, root, path, value);
  return overlay;
}

type Open = Record<string | number, JsonValue>;

function place(into: Open, original: JsonValue, [step, ...rest]: ValuePath, value: JsonValue): void {
  if (step === undefined) return;
  if (rest.length === 0) {
    into[step] = value;
    return;
  }
  const below = valueAt(original, [step]) ?? null;
  const known = into[step];
  const inside =
    typeof known === 'object' && known !== null
      ? known
      : Array.isArray(below)
        ? (structuredClone(below) as JsonValue)
        : (emptyObject() as JsonObject);
  into[step] = inside;
  place(inside as Open, below, rest, value);
}

/** Without a prototype, so that no key of a chart means more than it says. */
function emptyObject(): Record<string, JsonValue> {
  return Object.create(null) as Record<string, JsonValue>;
}
