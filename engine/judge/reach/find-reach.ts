import { type Cluster, toCluster } from '../../formats/kubernetes/cluster.ts';
import type { Isolation, Reach } from '../../model/reach.ts';
import type { Gap } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import { createJudge, type Verdicts } from './decide.ts';
import { findBeyond } from './find-beyond.ts';
import { findConnections } from './find-connections.ts';
import { findEntrances } from './find-entrances.ts';
import { findExposure } from './find-exposure.ts';
import { findIdle } from './find-idle.ts';
import { findNetworks, type PrimaryNetworks } from './find-networks.ts';
import { type FoundPods, findPods, nameOfWorkload, namespaceLabels, type PodGroup } from './find-pods.ts';
import { layTerrain } from './lay-terrain.ts';
import { createGuard, type Guard } from './mesh/create-guard.ts';
import { findUnproxied } from './mesh/find-unproxied.ts';
import type { Caller } from './mesh/mesh-policy.ts';
import { hasMesh, type MeshPolicies, readMesh } from './mesh/read-mesh.ts';
import { toCallers } from './mesh/to-callers.ts';
import type { Policy } from './policy.ts';
import { readPolicies } from './read-policies.ts';
import type { Terrain } from './terrain.ts';
import { toGap } from './to-gap.ts';

/** Pods, with what holds for them and their number in the terrain. */
export interface JudgedPods {
  readonly group: PodGroup;
  readonly number: number;
  readonly ingress: Verdicts;
  readonly egress: Verdicts;
  /** What their proxy lets in, where something of a mesh holds for them. */
  readonly guard?: Guard;
}

/** What was found out on the way to the answer. */
export interface Judged {
  readonly cluster: Cluster;
  readonly policies: readonly Policy[];
  readonly terrain: Terrain;
  readonly pods: readonly JudgedPods[];
  /** How proxies know each party, by its number; empty where no proxy is asked. */
  readonly callers: readonly Caller[];
  readonly areApart: PrimaryNetworks['areApart'];
}

/**
 * Which workload can reach which, and what the outside can, as far as policies, Services and what leads to them say.
 *
 * in      the objects of a release
 * out     connections between two workloads, never of one with itself; addresses as the fewest CIDRs, of IPv6 only where a policy
 *         names such
 * gaps    those of `readPolicies`; pods-unreadable: labels that are none, or a virtual machine; ports-unreadable; selector-matches-nothing: a policy or Service that
 *         selects no pod of the manifests, which decides nothing and may be a slip; proxy-unknown; entrance-refused: a route that its Gateway or
 *         another namespace does not take; entrance-undecided: one that leads to what is no Service, or to a Service without selector
 * cost    O(pods² × rules that hold for them), pods counted once where policies cannot tell them apart
 */
export function findReach(resources: readonly Resource[]): Reach {
  const cluster = toCluster(resources);
  const { policies, gaps } = readPolicies(cluster);
  const mesh = hasMesh(cluster) ? readMesh(cluster) : undefined;
  const found = findPods(cluster);
  const namespaces = namespaceLabels(cluster, new Set(found.groups.map(({ namespace }) => namespace)));
  const blocks = mesh?.policies.blocks ?? [];
  const terrain = layTerrain(policies, found.groups, { namespaces, blocks });
  const pods = judgePods(policies, terrain, mesh?.policies);
  const callers = pods.some(({ guard }) => guard) ? toCallers(terrain, blocks) : [];
  const networks = findNetworks(cluster, namespaces.keys());
  const judged = { cluster, policies, terrain, pods, callers, areApart: networks.areApart };
  const entrances = findEntrances(cluster);
  return {
    connections: findConnections(judged, entrances.backends),
    exposure: findExposure(judged),
    isolation: findIsolation(pods, mesh !== undefined),
    beyond: [...findBeyond(cluster, found), ...networks.beyond],
    gaps: [
      ...gaps,
      ...networks.gaps,
      ...(mesh?.gaps ?? []),
      ...(mesh ? findUnproxied(found, mesh.policies) : []),
      ...unreadable(found),
      ...findMachines(cluster),
      ...findIdle(judged, entrances),
    ],
  };
}

function judgePods(policies: readonly Policy[], terrain: Terrain, mesh: MeshPolicies | undefined): readonly JudgedPods[] {
  const judge = createJudge(policies, terrain);
  return terrain.parties.flatMap((party, number) => {
    if (party.kind !== 'pods') return [];
    const { group } = party;
    const guard = mesh && group.mesh?.proxy === 'yes' ? createGuard(group, mesh) : undefined;
    return [{ group, number, ingress: judge(party, 'ingress'), egress: judge(party, 'egress'), ...(guard && { guard }) }];
  });
}

/** A workload is isolated where all of its pods are; one on the network of its node never is for sure. */
function findIsolation(pods: readonly JudgedPods[], hasProxies: boolean): readonly Isolation[] {
  const rows = new Map<string, Isolation>();
  for (const { group, ingress, egress, guard } of pods)
    for (const workload of group.workloads) {
      const key = nameOfWorkload(workload);
      const before = rows.get(key) ?? { ingress: true, egress: true, mesh: true };
      const isOpen = group.usesHostNetwork;
      rows.set(key, {
        workload,
        ingress: !isOpen && before.ingress && isIsolated(ingress),
        egress: !isOpen && before.egress && isIsolated(egress),
        ...(hasProxies && { mesh: before.mesh === true && guard !== undefined }),
      });
    }
  return [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function isIsolated({ admin, network, baseline }: Verdicts): boolean {
  return network !== undefined || admin.length > 0 || baseline.length > 0;
}

/** Their pods are made by KubeVirt, from what is no pod's specification. */
function findMachines(cluster: Cluster): readonly Gap[] {
  const machines = ['VirtualMachine', 'VirtualMachineInstance'].flatMap((kind) => cluster.ofKind('kubevirt.io', kind));
  return machines.map((resource) =>
    toGap('pods-unreadable', resource, 'it is a virtual machine, whose pod its controller makes: who reaches it is not judged'),
  );
}

function unreadable({ unreadable: resources, badPorts }: FoundPods): readonly Gap[] {
  const lost = 'its labels hold something that is no text, so that nobody can say which policies select it';
  const ports = 'a port of its containers is none, so that policies may name one that cannot be found';
  return [
    ...resources.map((resource) => toGap('pods-unreadable', resource, lost)),
    ...badPorts.map((resource) => toGap('ports-unreadable', resource, ports)),
  ];
}
