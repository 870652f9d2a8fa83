import type { Block } from '../../../formats/kubernetes/address-block.ts';
import type { Cluster } from '../../../formats/kubernetes/cluster.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Resource } from '../../../model/resource.ts';
import { namespaceOrDefault } from '../namespace-of.ts';
import { toGap } from '../to-gap.ts';
import type { MeshPolicy, PeerPolicy } from './mesh-policy.ts';
import { readMeshSettings } from './mesh-settings.ts';
import { type MeshReading, readAuthorization } from './read-authorization.ts';
import { readPeerAuthentication } from './read-peer-authentication.ts';

/** What a mesh decides by. */
export interface MeshPolicies {
  readonly authorizations: readonly MeshPolicy[];
  readonly peers: readonly PeerPolicy[];
  readonly blocks: readonly Block[];
}

const group = 'security.istio.io';

/** Whether anything of Istio decides on connections. */
export function hasMesh(cluster: Cluster): boolean {
  return ['AuthorizationPolicy', 'PeerAuthentication'].some((kind) => cluster.ofKind(group, kind).length > 0);
}

/**
 * The policies of Istio that would be accepted.
 *
 * gaps    policy-refused, policy-undecided, policy-contradictory as in `readPolicies`
 */
export function readMesh(cluster: Cluster): { readonly policies: MeshPolicies; readonly gaps: readonly Gap[] } {
  const settings = readMeshSettings(cluster);
  const read = <Policy>(kind: string, reader: (resource: Resource) => MeshReading<Policy>) =>
    cluster.ofKind(group, kind).map((resource) => ({ resource, ...reader(resource) }));
  const authorizations = read('AuthorizationPolicy', (each) => readAuthorization(each, settings));
  const peers = read('PeerAuthentication', (each) => readPeerAuthentication(each, settings));
  const readings = [...authorizations, ...peers];
  const inForce = <Policy>(list: readonly MeshReading<Policy>[]) =>
    list.flatMap(({ policy, faults }) => (policy && faults.length === 0 ? [policy] : []));
  const policies = {
    authorizations: inForce(authorizations),
    peers: inForce(peers),
    blocks: readings.flatMap(({ blocks, faults }) => (faults.length === 0 ? blocks : [])),
  };
  return {
    policies,
    gaps: [
      ...readings.flatMap(({ resource, faults, doubts }) => [
        ...faults.map((fault) => toGap('policy-refused', resource, `${fault}; Istio refuses it, so that it protects nothing`)),
        ...doubts.map((doubt) => toGap('policy-undecided', resource, doubt)),
      ]),
      ...contradictions(policies.peers),
    ],
  };
}

/** Of two for one namespace, or for the mesh, the older decides, and manifests have no age. */
function contradictions(peers: readonly PeerPolicy[]): readonly Gap[] {
  const scopes = Map.groupBy(
    peers.filter(({ scope }) => scope !== 'workload'),
    ({ resource }) => namespaceOrDefault(resource),
  );
  return [...scopes.values()].flatMap(([first, ...others]) =>
    others.map(({ resource }) =>
      toGap(
        'policy-contradictory',
        resource,
        `PeerAuthentication ${first?.resource.identity.name} holds for the same pods; the older decides, which manifests do not say`,
      ),
    ),
  );
}
