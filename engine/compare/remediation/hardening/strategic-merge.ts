import { isObject, listAt, type Members, memberAt } from '../../../formats/json/members.ts';
import type { ContextSetting } from '../../../model/hardening-change.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { ResourceIdentity } from '../../../model/resource.ts';

/** Lists of a pod whose items are merged by name. */
const containerLists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** Deeper than any object of Kubernetes is. */
const maxDepth = 60;

/** Where the pod of a resource is. */
export interface PodPlace {
  readonly identity: ResourceIdentity;
  readonly pod: Members;
  /** `spec.template.spec`; plain keys, as the built-in kinds have. */
  readonly podPath: string;
}

/**
 * The body of a strategic merge patch that makes settings: the pod's path and what is set in it.
 *
 * in      the key that containers are found by: `name`, or Kyverno's anchor `(name)`, which adds no container where there is none
 * out     containers in the order of the manifest; empty where there is nothing to set
 */
export function toPatchBody(
  { pod, podPath }: PodPlace,
  settings: readonly ContextSetting[],
  key: 'name' | '(name)' = 'name',
): JsonObject {
  const ofPod = contextOf(settings, null);
  const lists = containerLists.flatMap((list) => {
    const items = listAt(pod, list).flatMap((each) => {
      const name = memberAt(each, 'name');
      const context = typeof name === 'string' ? contextOf(settings, name) : undefined;
      return context ? [{ [key]: name, securityContext: context } as JsonObject] : [];
    });
    return items.length > 0 ? [[list, items] as const] : [];
  });
  const spec: JsonObject = { ...(ofPod && { securityContext: ofPod }), ...Object.fromEntries(lists) };
  if (Object.keys(spec).length === 0) return {};
  return podPath.split('.').reduceRight<JsonObject>((inside, step) => ({ [step]: inside }), spec);
}

function contextOf(settings: readonly ContextSetting[], container: string | null): JsonObject | undefined {
  const own = settings.filter((setting) => setting.container === container);
  return own.length === 0 ? undefined : Object.fromEntries(own.map(({ name, value }) => [name, value]));
}

/**
 * Applies a strategic merge patch of the kind that `toPatchBody` writes, as Kubernetes, kustomize and Kyverno do.
 *
 * Objects are merged, null takes away, containers are merged by name, other lists are replaced. An item whose name is in Kyverno's
 * anchor changes the container of that name and adds none.
 *
 * cost    O(patch + resource)
 * source  https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
export function applyStrategicMerge(value: JsonObject, patch: JsonObject): JsonObject {
  return mergeObjects(value, patch, 0);
}

function mergeObjects(below: Members, above: JsonObject, depth: number): JsonObject {
  const merged = new Map<string, JsonValue>(Object.entries(below as JsonObject));
  for (const [key, value] of Object.entries(above)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergeValues(merged.get(key), value, key, depth + 1));
  }
  return Object.fromEntries(merged);
}

function mergeValues(below: JsonValue | undefined, above: JsonValue, key: string, depth: number): JsonValue {
  if (depth > maxDepth) return above;
  if (isObject(above)) return mergeObjects(isObject(below) ? below : {}, above, depth);
  if (Array.isArray(above) && containerLists.some((list) => list === key))
    return mergeByName(Array.isArray(below) ? below : [], above, depth);
  return above;
}

function mergeByName(below: readonly JsonValue[], above: readonly JsonValue[], depth: number): JsonValue {
  const merged = [...below];
  for (const item of above) {
    if (!isObject(item)) continue;
    const { '(name)': anchor, ...rest } = item;
    const name = anchor ?? rest.name;
    const index = merged.findIndex((one) => memberAt(one, 'name') === name);
    const known = merged[index];
    if (isObject(known)) merged[index] = mergeObjects(known, rest as JsonObject, depth);
    else if (anchor === undefined) merged.push(mergeObjects({}, rest as JsonObject, depth));
  }
  return merged;
}

/**
 * The patch that takes a patch back: what stood there before, and null where nothing stood.
 *
 * in      the value that the patch is applied to
 */
export function invertPatch(value: JsonObject, patch: JsonObject): JsonObject {
  return invert(value, patch, 0);
}

function invert(value: unknown, patch: JsonObject, depth: number): JsonObject {
  const entries = Object.entries(patch).map(([key, given]): [string, JsonValue] => {
    const before = memberAt(value, key) as JsonValue | undefined;
    if (before === undefined || depth > maxDepth) return [key, null];
    if (Array.isArray(given) && containerLists.some((list) => list === key)) return [key, invertItems(before, given, depth + 1)];
    return [key, isObject(given) && isObject(before) ? invert(before, given, depth + 1) : before];
  });
  return Object.fromEntries(entries);
}

function invertItems(before: JsonValue, given: readonly JsonValue[], depth: number): JsonValue {
  return given.flatMap((item) => {
    if (!isObject(item)) return [];
    const { '(name)': anchor, name = anchor, ...rest } = item;
    const known = (Array.isArray(before) ? before : []).find((one) => memberAt(one, 'name') === name);
    return known === undefined || name === undefined ? [] : [{ name, ...invert(known, rest as JsonObject, depth) } as JsonObject];
  });
}
