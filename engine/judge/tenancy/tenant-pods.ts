import { selectsByLabels } from '../../formats/kubernetes/label-selector.ts';
import type { Reach, ReachCondition, ReachExposure } from '../../model/reach.ts';
import type { Resource } from '../../model/resource.ts';
import type { Tenant } from '../../model/tenancy.ts';

/** Names that no object can have, so that they are told from every other. */
const podNames = { plain: 'any pod', meshed: 'any pod with a proxy' } as const;

/** Who stands for whom: of tenants that no policy tells apart, one has pods. */
export interface TenantPods {
  readonly resources: readonly Resource[];
  /** Namespace with pods → namespaces that it stands for. */
  readonly standsFor: ReadonlyMap<string, readonly string[]>;
}

/**
 * Pods that people of tenants could start, for the question what these reach: one without the proxy of a mesh, one with.
 *
 * in      policies of the release, whose texts tell which tenants they name
 * out     with a Namespace for those that only a controller makes
 */
export function toTenantPods(resources: readonly Resource[], tenants: readonly Tenant[]): TenantPods {
  const policies = resources.filter(({ identity }) => /Policy|Authentication|Mesh|ConfigMap/.test(identity.kind));
  const texts = policies.map(({ value, identity }) => `${identity.namespace} ${JSON.stringify(value)}`);
  const stated = new Set(resources.flatMap(({ identity }) => (identity.kind === 'Namespace' ? [identity.name] : [])));
  const groups = Map.groupBy(tenants, ({ namespace, labels, accounts }) =>
    JSON.stringify([labels, accounts, stated.has(namespace), texts.some((text) => text.includes(namespace)) && namespace]),
  );
  const first = [...groups.values()].flatMap(([tenant]) => (tenant ? [tenant] : []));
  return {
    resources: first.flatMap((tenant) => [...(stated.has(tenant.namespace) ? [] : [toNamespace(tenant)]), ...toPods(tenant)]),
    standsFor: new Map([...groups.values()].map((group) => [group[0]?.namespace ?? '', group.map(({ namespace }) => namespace)])),
  };
}

const nowhere = { source: 'tenancy', file: '', hook: false } as const;

function toNamespace({ namespace: name, labels }: Tenant): Resource {
  const identity = { apiVersion: 'v1', kind: 'Namespace', namespace: null, name };
  return { ...nowhere, identity, value: { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { ...labels } } } };
}

function toPods({ namespace, accounts: [serviceAccountName = 'default'] }: Tenant): readonly Resource[] {
  return Object.entries(podNames).map(([form, name]) => {
    const inject = { 'sidecar.istio.io/inject': String(form === 'meshed') };
    const metadata = { name, namespace, labels: inject, annotations: inject };
    const spec = { serviceAccountName, containers: [{ name: 'main', image: 'any' }] };
    return {
      ...nowhere,
      identity: { apiVersion: 'v1', kind: 'Pod', namespace, name },
      value: { apiVersion: 'v1', kind: 'Pod', metadata, spec },
    };
  });
}

/** What pods of a tenant can open to a workload. */
export interface TenantReach {
  readonly namespace: string;
  /** Conditions that a mesh sets, one of which has to hold; empty where it is open. */
  readonly conditions: readonly ReachCondition[];
}

/** Who gets to a port of a workload. */
export interface Callers {
  readonly tenants: readonly TenantReach[];
  /** Of the release. */
  readonly workloads: readonly { readonly kind: string; readonly namespace: string; readonly name: string }[];
}

/**
 * Who can open a connection over TCP to one of the ports of a workload.
 *
 * in      reach of the release with `toTenantPods`, and the tenants; ports, none for any
 * out     tenants whose pods get there by labels that a policy asks for have that as a condition, since who starts a pod chooses its labels
 */
export function findCallers(
  reach: Pick<Reach, 'connections' | 'exposure'> & { readonly tenants: readonly Tenant[] },
  { standsFor }: Pick<TenantPods, 'standsFor'>,
): (workload: { readonly kind: string; readonly namespace: string; readonly name: string }, ports: readonly number[]) => Callers {
  const byLabels = Map.groupBy(
    reach.exposure.filter(({ direction, to }) => direction === 'ingress' && to !== 'entire-cluster'),
    ({ workload: { kind, namespace, name } }) => `${kind}/${namespace}/${name}`,
  );
  const into = Map.groupBy(reach.connections, ({ to }) => ('name' in to ? `${to.kind}/${to.namespace}/${to.name}` : ''));
  return ({ kind, namespace, name }, ports) => {
    const open = (into.get(`${kind}/${namespace}/${name}`) ?? []).flatMap(({ from, ports: open, conditions = [] }) =>
      'name' in from && isOpen(open, ports) ? [{ from, conditions }] : [],
    );
    const own: ReadonlySet<string> = new Set(Object.values(podNames));
    const ofTenants = Map.groupBy(
      open.filter(({ from }) => own.has(from.name)),
      ({ from }) => from.namespace,
    );
    const tenants = [...ofTenants].flatMap(([from, ways]) => {
      const free = ways.some(({ conditions }) => conditions.length === 0);
      const conditions = free ? [] : ways.flatMap((way) => way.conditions);
      return (standsFor.get(from) ?? []).map((each) => ({ namespace: each, conditions }));
    });
    const known = new Set(tenants.map((each) => each.namespace));
    const dressed = (byLabels.get(`${kind}/${namespace}/${name}`) ?? []).flatMap((row) =>
      reach.tenants.filter((each) => !known.has(each.namespace) && fits(row, each)).map((each) => toDressed(row, each, ports)),
    );
    const chosen = new Map(dressed.flatMap((each) => (each ? [[each.namespace, each] as const] : [])));
    return {
      tenants: [...tenants, ...chosen.values()].toSorted((a, b) => (a.namespace < b.namespace ? -1 : 1)),
      workloads: open.flatMap(({ from }) => (own.has(from.name) ? [] : [from])),
    };
  };
}

/** Whether a row is about pods of a tenant's namespace. */
function fits({ to }: ReachExposure, { namespace, labels }: Tenant): boolean {
  if (to === 'entire-cluster') return false;
  const held = new Map([...Object.entries(labels), ['kubernetes.io/metadata.name', namespace] as const]);
  return selectsByLabels(to.namespaceSelector)?.(held) ?? false;
}

function toDressed(
  { to, ports: open, conditions = [] }: ReachExposure,
  tenant: Tenant,
  ports: readonly number[],
): TenantReach | undefined {
  const numbered = open === 'all' ? open : open.filter((port) => 'from' in port);
  if (to === 'entire-cluster' || conditions.length > 0 || !isOpen(numbered, ports)) return undefined;
  const labels = Object.entries(to.podSelector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const what = `labels that who starts a pod chooses${labels.length > 0 ? `: ${labels.join(', ')}` : ''}`;
  return { namespace: tenant.namespace, conditions: [{ ports: 'all', effect: 'only', by: 'a NetworkPolicy', what }] };
}

function isOpen(open: Reach['connections'][number]['ports'], ports: readonly number[]): boolean {
  if (open === 'all') return true;
  return open.some(
    ({ protocol, from, to }) => protocol === 'TCP' && (ports.length === 0 || ports.some((port) => port >= from && port <= to)),
  );
}

/** In words: `only identity … (AuthorizationPolicy tide/web)`. */
export function describeConditions(conditions: readonly ReachCondition[]): readonly string[] {
  const words = { only: 'only with', not: 'not with', asks: 'asks' } as const;
  return [...new Set(conditions.map(({ effect, what, by }) => `${words[effect]} ${what} (${by})`))];
}
