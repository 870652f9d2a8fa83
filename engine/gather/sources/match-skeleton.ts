import { isObject } from '../../formats/json/members.ts';
import { scalarText } from '../../formats/json/scalar-text.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { SkeletonNode } from './skeleton.ts';
import { filled } from './text-line.ts';

/** Deeper differences do not tell two items or documents apart. */
const maxDepth = 4;
/** Lists longer than this are data; their items are matched in their order. */
const maxItems = 300;

/**
 * How well a rendered value fits a part of a template: more for every key and text that both have, much less for a text that differs.
 *
 * cost    bounded by depth
 */
export function fitOf(node: SkeletonNode, value: JsonValue | undefined, depth = 0): number {
  if (depth > maxDepth || value === undefined) return 0;
  if (isObject(value)) return fitOfKeys(node, value, depth);
  if (Array.isArray(value)) return fitOfItems(node, value);
  if (node.text === '' || /^[|>&*![{]/.test(node.text)) return 0;
  if (node.text === scalarText(value)) return 2;
  return fits(node.text, scalarText(value)) ? 1 : -4;
}

/** Texts tell lists apart that have the same keys, as rules of roles do. */
function fitOfItems({ items }: SkeletonNode, values: readonly JsonValue[]): number {
  if (items.length === 0 || values.length === 0) return 0;
  const [item, value] = [items[0], values[0]];
  return item?.text && typeof value === 'string' && fits(item.text, value) ? 2 : 1;
}

function fitOfKeys(node: SkeletonNode, value: JsonObject, depth: number): number {
  let fit = 0;
  for (const [key, each] of Object.entries(value)) {
    const stated = findKey(node, key, each, depth + 1);
    if (stated) fit += 1 + fitOf(stated, each, depth + 1);
    else if (node.refs.length === 0) fit -= 1;
  }
  return fit;
}

/** The key of a template that a rendered one comes from: of both sides of a condition the better; one whose name is printed last. */
export function findKey(node: SkeletonNode, key: string, value: JsonValue, depth = 0): SkeletonNode | undefined {
  const { named, open } = keysOf(node);
  const candidates = named.get(key) ?? open.filter((each) => fits(each.key, key));
  if (candidates.length < 2) return candidates[0];
  return bestOf(candidates, (each) => fitOf(each, value, depth));
}

/** The keys of a node by name, and those whose name is printed. */
function keysOf(node: SkeletonNode): {
  readonly named: ReadonlyMap<string, readonly SkeletonNode[]>;
  readonly open: readonly SkeletonNode[];
} {
  const known = keysByNode.get(node) ?? {
    named: Map.groupBy(node.keys, ({ key }) => key),
    open: node.keys.filter(({ key }) => key.includes(filled)),
  };
  keysByNode.set(node, known);
  return known;
}

/** Data has thousands of keys, and each of them is asked for. */
const keysByNode = new WeakMap<SkeletonNode, ReturnType<typeof keysOf>>();

/**
 * The item of a template that each rendered one comes from, in the order of both.
 *
 * out     undefined for items that stand in no text
 * cost    O(rendered × stated items)
 */
export function matchItems(node: SkeletonNode, values: readonly JsonValue[]): readonly (SkeletonNode | undefined)[] {
  const stated = node.items;
  if (values.length > maxItems || stated.length > maxItems) return values.map(() => undefined);
  // best[i][j]: the most that the first i values and the first j items of the template come to, and which item value i took.
  const best: { fit: number; took: number }[][] = [stated.map(() => ({ fit: 0, took: -1 })).concat({ fit: 0, took: -1 })];
  for (const [i, value] of values.entries()) {
    const row = [{ fit: best[i]?.[0]?.fit ?? 0, took: -1 }];
    for (const [j, item] of stated.entries()) {
      const without = best[i]?.[j + 1]?.fit ?? 0;
      const before = best[i]?.[item.repeats ? j + 1 : j]?.fit ?? 0;
      const withIt = before + itemFit(item, value);
      const left = row[j] ?? { fit: 0, took: -1 };
      const own = withIt > without ? { fit: withIt, took: j } : { fit: without, took: -1 };
      row.push(left.fit >= own.fit && left.took >= 0 ? left : own.fit > left.fit ? own : left);
    }
    best.push(row);
  }
  return takenItems(best, stated, values.length);
}

function takenItems(
  best: readonly (readonly { fit: number; took: number }[])[],
  stated: readonly SkeletonNode[],
  count: number,
): readonly (SkeletonNode | undefined)[] {
  const taken: (SkeletonNode | undefined)[] = [];
  let most = stated.length;
  for (let i = count; i > 0; i -= 1) {
    const took = best[i]?.[most]?.took ?? -1;
    const item = took < 0 ? undefined : stated[took];
    taken.push(item);
    if (item) most = item.repeats ? took + 1 : took;
  }
  return taken.reverse();
}

/** An item of which nothing is known still may be the one that stands there. */
function itemFit(item: SkeletonNode, value: JsonValue): number {
  const isMapping = item.keys.length > 0;
  if (isMapping !== isObject(value) && item.refs.length === 0) return -4;
  return 0.5 + fitOf(item, value);
}

/** The one that fits best, the first of equals. */
export function bestOf<Item>(items: readonly Item[], fit: (item: Item) => number): Item | undefined {
  let best: { item: Item; fit: number } | undefined;
  for (const item of items) {
    const own = fit(item);
    if (best === undefined || own > best.fit) best = { item, fit: own };
  }
  return best?.item;
}

/** Whether a text may be what a template with gaps prints. */
export function fits(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split(filled);
  const last = rest.pop();
  if (last === undefined) return first === text;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}
