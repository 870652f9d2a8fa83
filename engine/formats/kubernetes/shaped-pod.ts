import type { Members } from '../json/members.ts';

/** An object in a resource, and where it stands. */
export interface PlacedMembers {
  readonly value: Members;
  readonly path: string;
}

/** A pod's specification in a resource of any kind. */
export interface ShapedPod {
  readonly pod: Members;
  /** With its labels and annotations, where it stands in one; else itself. */
  readonly template: Members;
  /** Where `holder` stands: `spec.tfReplicaSpecs.Worker.template.spec`. */
  readonly path: string;
  /** The object of the resource that it is made of: mostly the pod itself. */
  readonly holder: Members;
  /** See `Workload`. */
  readonly elsewhere?: ReadonlyMap<string, string>;
  /** See `Workload`. */
  readonly patches?: readonly string[];
}

/** A list of a pod, and where its items stand. */
export type PlacedItems = readonly (readonly [item: unknown, path: string])[];

/** The items of a list with their places; what is no list is one item that cannot be read. */
export function itemsAt({ value, path }: PlacedMembers, name: string): PlacedItems {
  const list = value[name];
  if (list === undefined || list === null) return [];
  return Array.isArray(list) ? list.map((item, index) => [item, `${path}.${name}[${index}]`]) : [[list, `${path}.${name}`]];
}

/** Lists of a pod by name, those that hold something, and where each of their items stands. */
export function toLists(lists: Readonly<Record<string, PlacedItems>>): {
  readonly lists: Members;
  readonly places: readonly (readonly [string, string])[];
} {
  const held = Object.entries(lists).filter(([, items]) => items.length > 0);
  return {
    lists: Object.fromEntries(held.map(([name, items]) => [name, items.map(([item]) => item)])),
    places: held.flatMap(([name, items]) => items.map(([, path], index) => [`${name}[${index}]`, path] as const)),
  };
}
