import { textAt } from '../../formats/json/members.ts';
import { type Cluster, groupOf, namespaceOf } from '../../formats/kubernetes/cluster.ts';
import { findWorkloads } from '../../formats/kubernetes/workload.ts';
import type { Resource } from '../../model/resource.ts';
import { findPeers, findSelected } from './selectors.ts';
import { findStatedReferences, type StatedReference } from './stated-references.ts';

/** One object that refers to others. */
export interface Link {
  readonly from: Resource;
  /** Those of the release that it means; several where two sources render one. */
  readonly to: readonly Resource[];
  readonly manner: 'object' | 'selector';
  /** `needs`: the one does not work without the other; `serves`: it is there for the other; `mentions`: neither. */
  readonly role: 'needs' | 'serves' | 'mentions';
  readonly path: string;
}

/** Kinds that are there for something else → for what: a kind, or whatever they name. */
const servants: ReadonlyMap<string, ReadonlySet<string> | 'anything'> = new Map<string, ReadonlySet<string> | 'anything'>([
  ...['RoleBinding', 'ClusterRoleBinding'].map((kind) => [kind, new Set(['ServiceAccount', 'User', 'Group'])] as const),
  ...[
    ...['Ingress', 'Route', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute', 'VirtualService', 'DestinationRule'],
    ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration', 'APIService'],
  ].map((kind) => [kind, new Set(['Service'])] as const),
  ...['HorizontalPodAutoscaler', 'VerticalPodAutoscaler', 'ScaledObject'].map((kind) => [kind, 'anything'] as const),
]);

/**
 * Which object refers to which, by what it names and selects.
 *
 * out     a link without `to` where what is named is not of the release
 * cost    O(values of the resources + selectors × workloads)
 */
export function findLinks(cluster: Cluster): readonly Link[] {
  const find = createFinder(cluster.resources);
  const workloads = findWorkloads(cluster);
  const isPod = new Set(workloads.map(({ resource }) => resource));
  const withAccount = new Set(workloads.filter(({ pod }) => saysAccount(pod)).map(({ resource }) => resource));
  const named = cluster.resources.flatMap((from) => {
    const account: StatedReference = { kind: 'ServiceAccount', name: 'default', path: 'spec', field: 'serviceAccountName' };
    const implied = isPod.has(from) && !withAccount.has(from) ? [account] : [];
    return [...implied, ...ofNamespace(from), ...findStatedReferences(from)].map((stated): Link => {
      return { from, to: find(from, stated), manner: 'object', role: roleOf(from, stated), path: stated.path };
    });
  });
  const selected = findSelected(cluster).map(({ from, path, to }): Link => {
    return { from, to, manner: 'selector', role: from.identity.kind === 'ClusterRole' ? 'needs' : 'serves', path };
  });
  const peers = cluster
    .ofKind('networking.k8s.io', 'NetworkPolicy')
    .flatMap((policy) => findPeers(policy, workloads))
    .map((each): Link => ({ ...each, manner: 'selector', role: 'mentions' }));
  return [...named, ...selected, ...peers];
}

function saysAccount(pod: unknown): boolean {
  return (textAt(pod, 'serviceAccountName') ?? textAt(pod, 'serviceAccount')) !== undefined;
}

function ofNamespace(resource: Resource): readonly StatedReference[] {
  const name = namespaceOf(resource);
  return name === undefined || isClusterWide(resource)
    ? []
    : [{ kind: 'Namespace', group: '', name, path: 'metadata.namespace', field: '' }];
}

function roleOf({ identity }: Resource, { kind, path, field }: StatedReference): Link['role'] {
  if (path.startsWith('metadata.ownerReferences')) return 'serves';
  const served = servants.get(identity.kind);
  if (served === 'anything' || served?.has(kind)) return 'serves';
  return field === '' || !path.startsWith('metadata') ? 'needs' : 'mentions';
}

/** Looks named objects up: in the namespace that is said, else in that of who names them, else in the whole cluster. */
function createFinder(resources: readonly Resource[]): (from: Resource, stated: StatedReference) => readonly Resource[] {
  const byName = Map.groupBy(resources, ({ identity }) => `${identity.kind}\n${identity.name}`);
  return (from, { kind, name, group, namespace }) => {
    const asked = namespace ?? namespaceOf(from);
    return (byName.get(`${kind}\n${name}`) ?? []).filter((each) => {
      if (each === from || (group !== undefined && group !== groupOf(each.identity))) return false;
      const own = isClusterWide(each) ? undefined : namespaceOf(each);
      return own === undefined || asked === undefined || own === asked;
    });
  };
}

/** Of no namespace, whatever their source installs into. */
function isClusterWide({ identity: { kind } }: Resource): boolean {
  return kind.startsWith('Cluster') || clusterWide.has(kind);
}

/** Source: https://kubernetes.io/docs/reference/kubernetes-api/, kinds without namespace that others name. */
const clusterWide: ReadonlySet<string> = new Set([
  ...[
    'Namespace',
    'PersistentVolume',
    'PriorityClass',
    'StorageClass',
    'RuntimeClass',
    'IngressClass',
    'GatewayClass',
    'APIService',
  ],
  ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration', 'CustomResourceDefinition'],
]);
