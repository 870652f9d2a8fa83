import type { Tenant } from '../../model/tenancy.ts';

/** Whose namespaces are. */
export interface Parties {
  readonly tenants: readonly Tenant[];
  isTenant(namespace: string): boolean;
  /** The tenant of a namespace, or a name for everybody else; two namespaces of one party need no wall between them. */
  partyOf(namespace: string): string;
  /** Those of the namespaces that are tenants'. */
  tenantsAmong(namespaces: readonly string[]): readonly string[];
}

/** Looks tenants up by namespace. */
export function toParties(tenants: readonly Tenant[]): Parties {
  const byNamespace = new Map(tenants.map((tenant) => [tenant.namespace, tenant]));
  return {
    tenants,
    isTenant: (namespace) => byNamespace.has(namespace),
    partyOf: (namespace) => {
      const tenant = byNamespace.get(namespace);
      return tenant ? `tenant ${tenant.name}` : 'the platform';
    },
    tenantsAmong: (namespaces) => [...new Set(namespaces)].filter((each) => byNamespace.has(each)).toSorted(),
  };
}

/**
 * Whether a list of namespaces, as replicators write it, holds one.
 *
 * in      names, `*` or `.*` for any text, parted by commas; empty for every namespace
 */
export function covers(text: string, namespace: string): boolean {
  const parts = text.split(',').map((each) =>
    each
      .trim()
      .replaceAll('.*', '*')
      .replace(/^\^|\$$/g, ''),
  );
  if (parts.every((each) => each === '')) return true;
  return parts.some((part) => {
    const [first = '', ...rest] = part.split('*');
    if (rest.length === 0) return part === namespace;
    const last = rest.at(-1) ?? '';
    const isLong = namespace.length >= first.length + last.length;
    const middle = rest.slice(0, -1).filter(Boolean);
    return isLong && namespace.startsWith(first) && namespace.endsWith(last) && middle.every((each) => namespace.includes(each));
  });
}
