import type { Resource } from '../../model/resource.ts';
import { type Cluster, groupOf, namespaceOf } from './cluster.ts';

/** Kinds of other products that decide on connections too, and that nobody reads here. */
const kinds: ReadonlySet<string> = new Set([
  'cilium.io/CiliumNetworkPolicy',
  'cilium.io/CiliumClusterwideNetworkPolicy',
  'crd.projectcalico.org/NetworkPolicy',
  'crd.projectcalico.org/GlobalNetworkPolicy',
  'projectcalico.org/NetworkPolicy',
  'projectcalico.org/GlobalNetworkPolicy',
  'crd.antrea.io/NetworkPolicy',
  'crd.antrea.io/ClusterNetworkPolicy',
  'k8s.ovn.org/EgressFirewall',
  'network.openshift.io/EgressNetworkPolicy',
  'k8s.cni.cncf.io/MultiNetworkPolicy',
  'policy.linkerd.io/Server',
  'policy.linkerd.io/AuthorizationPolicy',
  'kuma.io/MeshTrafficPermission',
  'consul.hashicorp.com/ServiceIntentions',
]);

/** The policies of other products: what is allowed where they hold is not known. */
export function findForeignPolicies({ resources }: Cluster): readonly Resource[] {
  return resources.filter(({ identity }) => kinds.has(`${groupOf(identity)}/${identity.kind}`));
}

/**
 * Whether policies that nobody reads may be for the pods of a namespace: then nothing says that it has none. Those that belong to no namespace
 * are for all.
 */
export function createHasForeignPolicy(cluster: Cluster): (namespace: string | undefined) => boolean {
  const namespaces = new Set(findForeignPolicies(cluster).map(namespaceOf));
  return (namespace) => namespaces.has(undefined) || namespaces.has(namespace);
}
