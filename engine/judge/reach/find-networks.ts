import { memberAt } from '../../formats/json/members.ts';
import type { Answer } from '../../formats/kubernetes/answer.ts';
import { type Cluster, labelsAt } from '../../formats/kubernetes/cluster.ts';
import { asksLabels } from '../../formats/kubernetes/label-selector.ts';
import type { BeyondPolicies } from '../../model/reach.ts';
import type { Gap } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import type { PodGroup } from './find-pods.ts';
import { namespaceOrDefault } from './namespace-of.ts';
import { toBeyond } from './to-beyond.ts';
import { toGap } from './to-gap.ts';

/** A namespace has to have it from the beginning, for its pods to be on a network of their own. */
const required = 'k8s.ovn.org/primary-user-defined-network';

/** The networks of OVN-Kubernetes that take the place of the one of all pods. */
export interface PrimaryNetworks {
  /** Whether pods are on two networks for sure, and nothing leads from one to the other. */
  readonly areApart: (one: PodGroup, other: PodGroup) => boolean;
  readonly beyond: readonly BeyondPolicies[];
  readonly gaps: readonly Gap[];
}

/**
 * Which namespaces have a primary network of their own.
 *
 * in      the namespaces of the pods
 * gaps    network-undecided: manifests do not tell whether a namespace has the network, or how far networks are connected; its pods count
 *         as kept apart from nobody
 * source  https://ovn-kubernetes.io/features/user-defined-networks/user-defined-networks/; k8s.ovn.org/v1, UserDefinedNetwork,
 *         ClusterUserDefinedNetwork and ClusterNetworkConnect
 */
export function findNetworks(cluster: Cluster, namespaces: Iterable<string>): PrimaryNetworks {
  const networks = ['UserDefinedNetwork', 'ClusterUserDefinedNetwork'].flatMap((kind) =>
    cluster.ofKind('k8s.ovn.org', kind).filter(isPrimaryNetwork),
  );
  const connects = cluster.ofKind('k8s.ovn.org', 'ClusterNetworkConnect');
  const asked = createAsk(cluster);
  const all = [...new Set(namespaces)].toSorted().map((name) => {
    const own = networks.map((network) => ({ network, answer: asked(network, name) })).filter(({ answer }) => answer !== 'no');
    return { name, own, isKnown: own.length === 0 || (own.length === 1 && own[0]?.answer === 'yes') };
  });
  const networkOf = new Map(all.filter(({ isKnown }) => isKnown).map(({ name, own }) => [name, own[0]?.network]));
  const isKnown = ({ namespace, usesHostNetwork }: PodGroup) => !usesHostNetwork && networkOf.has(namespace);
  const areApart: PrimaryNetworks['areApart'] = (one, other) =>
    isKnown(one) && isKnown(other) && networkOf.get(one.namespace) !== networkOf.get(other.namespace);
  if (networks.length === 0) return { areApart: () => false, beyond: [], gaps: [] };
  if (connects.length > 0) return { areApart: () => false, beyond: [], gaps: connects.map(tellConnected) };
  return {
    areApart,
    beyond: networks.map((network) => {
      const where = all.filter(({ name }) => networkOf.get(name) === network).map(({ name }) => name);
      return toBeyond(network, describe(where));
    }),
    gaps: networks.flatMap((network) => {
      const open = all.filter((each) => !each.isKnown && each.own.some((one) => one.network === network));
      return open.length === 0 ? [] : [tellUndecided(network, open.map(({ name }) => name).join(', '))];
    }),
  };
}

function tellConnected(connect: Resource): Gap {
  const why = 'it connects primary networks, and how far is not read: no pods count as kept apart by them';
  return toGap('network-undecided', connect, why);
}

function tellUndecided(network: Resource, namespaces: string): Gap {
  const why = `whether it is the one primary network of ${namespaces} is not in the manifests, so that pods there count as kept apart from nobody`;
  return toGap('network-undecided', network, why);
}

function describe(namespaces: readonly string[]): string {
  const whose = namespaces.length === 0 ? 'of no namespace of these pods' : `of ${namespaces.join(', ')}`;
  return `It is the primary network ${whose}: pods there and pods elsewhere do not reach one another, whatever policies say; what serves Ingresses, addresses outside and pods that no manifest declares are told as if it were not there.`;
}

/** Whether it takes the place of the network of all pods, and does not stand beside it. */
export function isPrimaryNetwork({ identity, value }: Resource): boolean {
  const network = memberAt(value, ...(identity.kind === 'ClusterUserDefinedNetwork' ? ['spec', 'network'] : ['spec']));
  return ['layer2', 'layer3'].some((layer) => memberAt(network, layer, 'role') === 'Primary');
}

/** Whether a namespace has a network: it selects it, and the namespace has the label. */
function createAsk(cluster: Cluster): (network: Resource, namespace: string) => Answer {
  const labels = new Map(
    cluster.ofKind('', 'Namespace').map(({ identity, value }) => [identity.name, labelsAt(value, 'metadata', 'labels')]),
  );
  const lookUp = (namespace: string) => (key: string) => {
    const own = labels.get(namespace);
    return key === 'kubernetes.io/metadata.name' ? namespace : own && (own.get(key) ?? null);
  };
  return (network, namespace) => {
    const label = lookUp(namespace);
    const selected = selects(network, namespace)(label);
    const isLabeled = label(required);
    if (selected === 'no' || isLabeled === null) return 'no';
    return isLabeled === undefined ? 'maybe' : selected;
  };
}

function selects(network: Resource, namespace: string): ReturnType<typeof asksLabels> {
  if (network.identity.kind === 'ClusterUserDefinedNetwork')
    return asksLabels(memberAt(network.value, 'spec', 'namespaceSelector'));
  return () => (namespaceOrDefault(network) === namespace ? 'yes' : 'no');
}
