import { parseEvidencePath } from '../../../formats/json/parse-evidence-path.ts';
import type { JsonValue } from '../../../model/json.ts';
import type { DecidedImage, KeyPlace, ValuePlace } from '../../../model/resource.ts';
import type { ChartPlace } from './chart-files.ts';
import type { ChartValues } from './chart-values.ts';
import { placeOfVersion } from './decide.ts';
import { findKey, matchItems } from './match-skeleton.ts';
import { isObject, type ValuePath, valueAt, writeValuePath } from './plain-values.ts';
import type { SkeletonNode } from './skeleton.ts';
import { filled } from './template-lines.ts';

/** What is known of the chart that a template belongs to. */
export interface PlacingContext {
  readonly values: ChartValues;
  /** Keys that lead to the chart's values. */
  readonly chart: readonly string[];
  readonly decided: readonly DecidedImage[];
}

/**
 * Where the keys and items of a rendered resource stand in the template's text, with the values that fill them.
 *
 * A value counts where it is what was rendered, or holds it, or is empty as is what was not rendered; of an image, where marks proved it.
 *
 * in      the template's document; what was rendered of it; the file that the place is told of
 * cost    O(keys × alternatives of each), lists quadratic up to a bound
 */
export function placeKeys(document: SkeletonNode, value: JsonValue, file: ChartPlace, context: PlacingContext): KeyPlace {
  return placeNode(document, { value, path: [], around: file }, context);
}

/** A rendered value, undefined where nothing was, and where it stands. */
interface Spot {
  readonly value: JsonValue | undefined;
  readonly path: ValuePath;
  readonly around: ChartPlace;
}

function placeNode(node: SkeletonNode, { value, path, around }: Spot, context: PlacingContext): KeyPlace {
  const isElsewhere = node.file !== around.file || node.entry !== around.entry;
  const given = findDecided(path, context) ?? findValue(node.refs, value, context);
  const keys = Array.isArray(value) ? placeItems(node, value, path, context) : placeMembers(node, value, path, context);
  return {
    line: node.line,
    ...(isElsewhere && { file: node.file, ...(node.entry !== undefined && { entry: node.entry }) }),
    ...(given && { value: given }),
    ...(keys.length > 0 && { keys: toRecord(keys) }),
  };
}

type Placed = readonly [key: string, place: KeyPlace];

function placeMembers(
  node: SkeletonNode,
  value: JsonValue | undefined,
  path: ValuePath,
  context: PlacingContext,
): readonly Placed[] {
  if (value !== undefined && !isObject(value)) return [];
  const rendered = Object.entries(value ?? {}).flatMap(([key, each]): readonly Placed[] => {
    const spot = { value: each, path: [...path, key], around: node };
    const stated = findKey(node, key, each);
    return stated ? [[key, placeNode(stated, spot, context)]] : placeFilled(node, node.refs, [key, each], context);
  });
  const seen = new Set(Object.keys(value ?? {}));
  const silent = node.keys.flatMap((stated): readonly Placed[] => {
    if (seen.has(stated.key) || stated.key.includes(filled)) return [];
    seen.add(stated.key);
    const spot = { value: undefined, path: [...path, stated.key], around: node };
    return [[stated.key, placeNode(stated, spot, context)]];
  });
  return [...rendered, ...silent];
}

function placeItems(
  node: SkeletonNode,
  values: readonly JsonValue[],
  path: ValuePath,
  context: PlacingContext,
): readonly Placed[] {
  const items = matchItems(node, values);
  return values.flatMap((value, index): readonly Placed[] => {
    const item = items[index];
    const spot = { value, path: [...path, index], around: node };
    return item ? [[String(index), placeNode(item, spot, context)]] : placeFilled(node, node.refs, [index, value], context);
  });
}

/** What stands in no template is told by the key around it, and by the value that has it. */
function placeFilled(
  node: SkeletonNode,
  refs: readonly ValuePath[],
  [step, value]: readonly [string | number, JsonValue],
  context: PlacingContext,
): readonly Placed[] {
  const inside = refs.map((ref) => [...ref, step]);
  const given = findValue(inside, value, context);
  if (!given) return [];
  const entries = Array.isArray(value) ? value.entries() : isObject(value) ? Object.entries(value) : [];
  const keys = [...entries].flatMap((entry) => placeFilled(node, inside, entry, context));
  return [[String(step), { line: node.line, value: given, ...(keys.length > 0 && { keys: toRecord(keys) }) }]];
}

function findValue(refs: readonly ValuePath[], value: JsonValue | undefined, context: PlacingContext): ValuePlace | undefined {
  const paths = refs
    .filter(([first, second]) => first === 'Values' && second !== undefined)
    .map((ref) => toValuePath(ref, context));
  const gives = paths.find((path) => isGiven(valueAt(context.values.root, path), value));
  const only = paths.length === 1 && typeof value === 'string' ? paths[0] : undefined;
  const part = only && valueAt(context.values.root, only);
  const isPart = typeof part === 'string' && part !== '' && String(value).includes(part);
  const path = gives ?? (isPart ? only : undefined);
  const place = path && context.values.placeOf(path);
  return place && { value: writeValuePath(path), ...place };
}

function isGiven(given: JsonValue | undefined, value: JsonValue | undefined): boolean {
  if (value === undefined)
    return given === null || given === '' || given === false || (typeof given === 'object' && Object.keys(given).length === 0);
  if (Array.isArray(value)) return Array.isArray(given);
  if (isObject(value)) return isObject(given) && Object.keys(given).some((key) => Object.hasOwn(value, key));
  return given !== undefined && typeof given !== 'object' && String(given) === String(value);
}

/** Marked renderings know better than the text what an image is made of. */
function findDecided(path: ValuePath, { decided }: PlacingContext): ValuePlace | undefined {
  const image = decided.find((each) => isSame(parseEvidencePath(each.path), path));
  const version = image && placeOfVersion(image.decidedBy);
  if (version?.value === undefined) return undefined;
  const { value, file, line, entry } = version;
  return { value, file, line, ...(entry !== undefined && { entry }) };
}

function isSame([steps = [], ...nested]: readonly ValuePath[], path: ValuePath): boolean {
  return nested.length === 0 && steps.length === path.length && steps.every((step, index) => step === path[index]);
}

/** Globals are everybody's; all else belongs to the chart. */
function toValuePath([, ...keys]: ValuePath, { chart }: PlacingContext): ValuePath {
  return keys[0] === 'global' ? keys : [...chart, ...keys];
}

/** Keys come from anybody; none of them is to mean more than it says. */
function toRecord(placed: readonly Placed[]): Readonly<Record<string, KeyPlace>> {
  return Object.assign(Object.create(null) as Record<string, KeyPlace>, Object.fromEntries(placed));
}
