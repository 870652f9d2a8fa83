import { type Cluster, labelsAt } from '../../formats/kubernetes/cluster.ts';
import type { Tenant } from '../../model/tenancy.ts';
import { findTenantObjects, tenantKindOf } from './tenant-kinds.ts';

/**
 * Labels by which others mark the namespaces of tenants; `isName` where the value says whose it is.
 *
 * source  https://projectcapsule.dev/docs/tenants/; https://fluxcd.io/flux/cmd/flux_create_tenant/; Kubeflow's `namespace-labels.yaml`
 */
const tenantLabels: readonly { readonly key: string; readonly value?: string; readonly isName: boolean }[] = [
  { key: 'capsule.clastix.io/tenant', isName: true },
  { key: 'toolkit.fluxcd.io/tenant', isName: true },
  { key: 'app.kubernetes.io/part-of', value: 'kubeflow-profile', isName: false },
];

/**
 * Namespaces that belong to tenants: made by an object, marked by a label, or named by a pattern.
 *
 * in      patterns of names (`team-*`), or of a label and its value (`example.com/team=*`), which then says whose a namespace is
 * out     in the order of the namespaces
 */
export function findTenants(cluster: Cluster, namespaces: readonly string[], patterns: readonly string[]): readonly Tenant[] {
  const made = new Map(findTenantObjects(cluster).map((resource) => [resource.identity.name, resource]));
  const stated = new Map(cluster.ofKind('', 'Namespace').map((resource) => [resource.identity.name, resource]));
  return namespaces.flatMap((namespace): Tenant[] => {
    const object = made.get(namespace);
    const kind = object && tenantKindOf(object);
    const manifest = stated.get(namespace);
    const labels = { ...kind?.labels, ...Object.fromEntries((manifest && labelsAt(manifest.value, 'metadata', 'labels')) ?? []) };
    const found = nameBy(namespace, labels, patterns);
    const place = object ?? manifest;
    if (!object && !found) return [];
    const name = found?.name ?? namespace;
    const accounts = kind ? Object.keys(kind.accounts) : ['default'];
    const by = object ? 'object' : (found?.by ?? 'pattern');
    return [{ namespace, name, by, labels, accounts, file: place?.file ?? null, line: place?.line ?? null }];
  });
}

/** Patterns that no namespace fits: misspelled, or of namespaces that somebody else makes. */
export function findIdlePatterns(tenants: readonly Tenant[], patterns: readonly string[]): readonly string[] {
  return patterns.filter((pattern) => !tenants.some(({ namespace, labels }) => nameByPattern(namespace, labels, pattern)));
}

type Named = Pick<Tenant, 'name' | 'by'>;

function nameBy(namespace: string, labels: Tenant['labels'], patterns: readonly string[]): Named | undefined {
  for (const pattern of patterns) {
    const found = nameByPattern(namespace, labels, pattern);
    if (found) return found;
  }
  const held = new Map(Object.entries(labels));
  for (const { key, value: wanted, isName } of tenantLabels) {
    const value = held.get(key);
    if (value !== undefined && (wanted === undefined || value === wanted))
      return { name: isName ? value : namespace, by: 'label' };
  }
  return undefined;
}

function nameByPattern(namespace: string, labels: Tenant['labels'], pattern: string): Named | undefined {
  const at = pattern.indexOf('=');
  if (at < 0) return fits(namespace, pattern) ? { name: namespace, by: 'pattern' } : undefined;
  const key = pattern.slice(0, at);
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  return value !== undefined && fits(value, pattern.slice(at + 1)) ? { name: value, by: 'label' } : undefined;
}

/** `*` stands for any text; walked by hand, since patterns come from outside. */
function fits(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  return rest.every((part) => {
    const found = name.indexOf(part, at);
    at = found + part.length;
    return found >= 0 && at <= name.length - last.length;
  });
}
