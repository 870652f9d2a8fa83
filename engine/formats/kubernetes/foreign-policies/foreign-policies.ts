import type { Resource } from '../../../model/resource.ts';
import { memberAt } from '../../json/members.ts';
import { type Answer, allOf } from '../answer.ts';
import { type Cluster, groupOf, namespaceOf } from '../cluster.ts';
import { asksLabels } from '../label-selector.ts';
import type { Direction, Isolates, PolicySubject } from './policy-subject.ts';
import { readAntrea } from './read-antrea.ts';
import { readCalico } from './read-calico.ts';
import { readCilium } from './read-cilium.ts';

/** A policy of another product than Kubernetes, which decides on connections too. */
export interface ForeignPolicy {
  readonly resource: Resource;
  /** Whether it keeps everybody from pods, but for whom it lets in; how far it does is not read. */
  readonly isolates: Isolates;
}

/** The cluster is for what a policy names: groups. */
type Read = (resource: Resource, cluster: Cluster) => Isolates;

/** By kind: whom it isolates, and whether it belongs to a namespace and is for the pods of that alone. */
const readers: Readonly<Record<string, { readonly read: Read; readonly isNamespaced: boolean }>> = {
  'cilium.io/CiliumNetworkPolicy': { read: readCilium, isNamespaced: true },
  'cilium.io/CiliumClusterwideNetworkPolicy': { read: readCilium, isNamespaced: false },
  'crd.projectcalico.org/NetworkPolicy': { read: readCalico, isNamespaced: true },
  'crd.projectcalico.org/GlobalNetworkPolicy': { read: readCalico, isNamespaced: false },
  'projectcalico.org/NetworkPolicy': { read: readCalico, isNamespaced: true },
  'projectcalico.org/GlobalNetworkPolicy': { read: readCalico, isNamespaced: false },
  'crd.antrea.io/NetworkPolicy': { read: readAntrea, isNamespaced: true },
  'crd.antrea.io/ClusterNetworkPolicy': { read: readAntrea, isNamespaced: false },
  'k8s.ovn.org/EgressFirewall': { read: undecidedFor('Egress'), isNamespaced: true },
  'network.openshift.io/EgressNetworkPolicy': { read: undecidedFor('Egress'), isNamespaced: true },
  // For networks beside the one of all pods.
  'k8s.cni.cncf.io/MultiNetworkPolicy': { read: () => () => 'no', isNamespaced: true },
  'policy.linkerd.io/Server': { read: readServer, isNamespaced: true },
  'policy.linkerd.io/AuthorizationPolicy': { read: undecidedFor('Ingress'), isNamespaced: true },
  'kuma.io/MeshTrafficPermission': { read: undecidedFor('Ingress'), isNamespaced: true },
  'consul.hashicorp.com/ServiceIntentions': { read: undecidedFor('Ingress'), isNamespaced: true },
};

/** The policies of other products. */
export function findForeignPolicies(cluster: Cluster): readonly ForeignPolicy[] {
  return cluster.resources.flatMap((resource) => {
    const key = `${groupOf(resource.identity)}/${resource.identity.kind}`;
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (!reader) return [];
    const isolates = reader.read(resource, cluster);
    return [{ resource, isolates: reader.isNamespaced ? within(namespaceOf(resource), isolates) : isolates }];
  });
}

/** Of a policy that nobody says the namespace of, it may be any. */
function within(own: string | undefined, isolates: Isolates): Isolates {
  const isHome = ({ namespace }: PolicySubject): Answer =>
    own === undefined || namespace === undefined ? 'maybe' : own === namespace ? 'yes' : 'no';
  return (subject, direction) => allOf([isHome, (same: PolicySubject) => isolates(same, direction)], (ask) => ask(subject));
}

/** Of what its kind isolates nothing is read. */
function undecidedFor(own: Direction): Read {
  return () => (_, direction) => (direction === own ? 'maybe' : 'no');
}

/** A proxy's own port of the pods that it selects. */
function readServer({ value }: Resource): Isolates {
  const asks = asksLabels(memberAt(value, 'spec', 'podSelector'));
  return ({ label }, direction) => (direction === 'Egress' || asks(label) === 'no' ? 'no' : 'maybe');
}
