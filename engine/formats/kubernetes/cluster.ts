import type { Resource, ResourceIdentity } from '../../model/resource.ts';
import { entriesAt, memberAt } from '../json/members.ts';

/** The resources of a release, by what they are. */
export interface Cluster {
  readonly resources: readonly Resource[];
  /** Those of an API group and kind, whatever the version; the core group is empty. */
  ofKind(group: string, kind: string): readonly Resource[];
}

/** Looks each kind up once. */
export function toCluster(resources: readonly Resource[]): Cluster {
  const byKind = Map.groupBy(resources, ({ identity }) => `${groupOf(identity)}/${identity.kind}`);
  return { resources, ofKind: (group, kind) => byKind.get(`${group}/${kind}`) ?? [] };
}

/** `networking.k8s.io` of `networking.k8s.io/v1`; empty for the core group. */
export function groupOf({ apiVersion }: ResourceIdentity): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** Where a resource is installed; undefined where neither it nor its source says. */
export function namespaceOf({ identity, defaultNamespace }: Resource): string | undefined {
  return identity.namespace ?? defaultNamespace;
}

/** Whether two resources share a namespace; `maybe` where one does not say where it is installed. */
export function sharesNamespace(one: Resource, other: Resource): 'yes' | 'no' | 'maybe' {
  const [a, b] = [namespaceOf(one), namespaceOf(other)];
  if (a !== undefined && b !== undefined) return a === b ? 'yes' : 'no';
  return a === b && one.source === other.source ? 'yes' : 'maybe';
}

/** Labels or a selector of them; undefined where a value is no text, so that nobody can say what they select. */
export function labelsAt(value: unknown, ...path: readonly string[]): ReadonlyMap<string, string> | undefined {
  const stated = memberAt(value, ...path);
  if (stated === undefined || stated === null) return new Map();
  const entries = entriesAt(stated);
  if (entries.length !== Object.keys(Object(stated)).length || typeof stated !== 'object') return undefined;
  return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string') ? new Map(entries) : undefined;
}

/** Whether labels hold everything that a selector asks for. */
export function selects(selector: ReadonlyMap<string, string>, labels: ReadonlyMap<string, string>): boolean {
  return [...selector].every(([key, value]) => labels.get(key) === value);
}
