import { isObject } from '../../formats/json/members.ts';
import type { JsonValue } from '../../model/json.ts';
import type { KeyPlace, ValuePlace } from '../../model/resource.ts';
import { findKey, matchItems } from './match-skeleton.ts';
import type { SkeletonNode } from './skeleton.ts';
import { filled, type TextFile } from './text-line.ts';

/** Keys and indexes that lead to a value. */
type KeyPath = readonly (string | number)[];

/** The value of a chart that gives what was rendered, or would. */
export type FindGiven = (of: {
  /** What it may be printed from. */
  readonly refs: readonly KeyPath[];
  /** Undefined where nothing was rendered. */
  readonly value: JsonValue | undefined;
  /** Where it was rendered; absent for what stands in no text. */
  readonly path?: KeyPath;
}) => ValuePlace | undefined;

/**
 * Where the keys and items of a rendered resource stand in the text that declares it, with the values that fill them.
 *
 * in      the text's document; what was rendered of it; the file that the place is told of; what finds values, where the text is a template
 * cost    O(keys × alternatives of each), lists quadratic up to a bound
 */
export function placeKeys(
  document: SkeletonNode,
  value: JsonValue,
  file: TextFile,
  findGiven: FindGiven = () => undefined,
): KeyPlace {
  return placeNode(document, { value, path: [], around: file }, findGiven);
}

/** A rendered value, undefined where nothing was, and where it stands. */
interface Spot {
  readonly value: JsonValue | undefined;
  readonly path: KeyPath;
  readonly around: TextFile;
}

function placeNode(node: SkeletonNode, { value, path, around }: Spot, findGiven: FindGiven): KeyPlace {
  const isElsewhere = node.file !== around.file || node.entry !== around.entry;
  const given = findGiven({ refs: node.refs, value, path });
  const keys = Array.isArray(value) ? placeItems(node, value, path, findGiven) : placeMembers(node, value, path, findGiven);
  return {
    line: node.line,
    ...(isElsewhere && { file: node.file, ...(node.entry !== undefined && { entry: node.entry }) }),
    ...(given && { value: given }),
    ...(keys.length > 0 && { keys: Object.fromEntries(keys) }),
  };
}

type Placed = readonly [key: string, place: KeyPlace];

function placeMembers(node: SkeletonNode, value: JsonValue | undefined, path: KeyPath, findGiven: FindGiven): readonly Placed[] {
  if (value !== undefined && !isObject(value)) return [];
  const rendered = Object.entries(value ?? {}).flatMap(([key, each]): readonly Placed[] => {
    const spot = { value: each, path: [...path, key], around: node };
    const stated = findKey(node, key, each);
    return stated ? [[key, placeNode(stated, spot, findGiven)]] : placeFilled(node, node.refs, [key, each], findGiven);
  });
  const seen = new Set(Object.keys(value ?? {}));
  const silent = node.keys.flatMap((stated): readonly Placed[] => {
    if (seen.has(stated.key) || stated.key.includes(filled)) return [];
    seen.add(stated.key);
    const spot = { value: undefined, path: [...path, stated.key], around: node };
    return [[stated.key, placeNode(stated, spot, findGiven)]];
  });
  return [...rendered, ...silent];
}

function placeItems(node: SkeletonNode, values: readonly JsonValue[], path: KeyPath, findGiven: FindGiven): readonly Placed[] {
  const items = matchItems(node, values);
  return values.flatMap((value, index): readonly Placed[] => {
    const item = items[index];
    const spot = { value, path: [...path, index], around: node };
    return item ? [[String(index), placeNode(item, spot, findGiven)]] : placeFilled(node, node.refs, [index, value], findGiven);
  });
}

/** What stands in no template is told by the key around it, and by the value that has it. */
function placeFilled(
  node: SkeletonNode,
  refs: readonly KeyPath[],
  [step, value]: readonly [string | number, JsonValue],
  findGiven: FindGiven,
): readonly Placed[] {
  const inside = refs.map((ref) => [...ref, step]);
  const given = findGiven({ refs: inside, value });
  if (!given) return [];
  const entries = Array.isArray(value) ? value.entries() : isObject(value) ? Object.entries(value) : [];
  const keys = [...entries].flatMap((entry) => placeFilled(node, inside, entry, findGiven));
  return [[String(step), { line: node.line, value: given, ...(keys.length > 0 && { keys: Object.fromEntries(keys) }) }]];
}
