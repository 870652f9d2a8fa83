import { isObject, listAt, memberAt } from '../../formats/json/members.ts';
import { scalarText } from '../../formats/json/scalar-text.ts';
import { parseBlock } from '../../formats/kubernetes/address-block.ts';
import { toCluster } from '../../formats/kubernetes/cluster.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { Connection, PortRange, Proposal, ReachPeer } from '../../model/reach.ts';
import type { Gap } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import { compareReach, nameOf } from './compare-reach.ts';
import { findPods, type PodGroup } from './find-pods.ts';
import { findReach } from './find-reach.ts';
import { noPorts, type PortSet, portsOf, toPorts, unite } from './port-set.ts';
import { readProtocol, readRange } from './read-ports.ts';
import { nameLabel } from './selector.ts';

/** A connection that somebody declared. */
interface Declared {
  readonly from: Side;
  readonly to: Side;
  readonly set: PortSet;
}

type Side = { readonly peer: ReachPeer; readonly group?: PodGroup };

/**
 * The fewest NetworkPolicies that allow declared connections, applied and held against them: one for each workload, which denies
 * everything else in both directions.
 *
 * in      the objects of a release, whose own NetworkPolicies are left out; a list of `{ from, to, ports }`: sides are
 *         `namespace/workload`, a CIDR, or `outside` for every address of IPv4, ports `80`, `UDP/53` or `TCP/1-1024`, all where none is stated
 * out     `differences` is empty where the policies allow what was declared and nothing else
 * gaps    connection-unreadable: an entry that names no side or port; nothing is proposed for it
 */
export function proposePolicies(resources: readonly Resource[], stated: unknown): Proposal {
  const kept = resources.filter(({ identity }) => identity.kind !== 'NetworkPolicy');
  const { groups } = findPods(toCluster(kept));
  const gaps: Gap[] = [];
  const list = Array.isArray(stated) ? stated : [undefined];
  const declared = list.flatMap((entry, at) => {
    const found = readDeclared(entry, groups);
    if (typeof found !== 'string') return [found];
    gaps.push({ code: 'connection-unreadable', unit: 'judge/reach', detail: `Declared connection ${at + 1}: ${found}.` });
    return [];
  });
  const policies = groups.map((group) => toPolicy(group, declared));
  const reach = findReach([...kept, ...policies.map(toResource)]);
  const differences = compareReach({ ...reach, connections: merge(declared) }, reach);
  const beyond = reach.beyond.length > 0 && { beyond: reach.beyond };
  return { policies, isProven: differences.length + gaps.length === 0, differences, ...beyond, gaps };
}

function readDeclared(entry: unknown, groups: readonly PodGroup[]): Declared | string {
  const [from, to] = [readSide(memberAt(entry, 'from'), groups), readSide(memberAt(entry, 'to'), groups)];
  if (!from || !to)
    return `${JSON.stringify(memberAt(entry, from ? 'to' : 'from')) ?? 'a missing side'} is no workload of these manifests, and no CIDR`;
  if (!from.group && !to.group) return 'neither side is a workload';
  const ports = isObject(entry) && entry.ports !== undefined ? listAt(entry, 'ports').map(readPorts) : [portsOfAll()];
  const known = ports.filter((each) => each !== undefined);
  if (known.length === 0 || known.length !== ports.length) return 'a port is none; write 80, UDP/53 or TCP/1-1024';
  return { from, to, set: known.reduce(unite, noPorts) };
}

function portsOfAll(): PortSet {
  return (['TCP', 'UDP', 'SCTP'] as const).map((protocol) => portsOf({ protocol, from: 1, to: 65_535 })).reduce(unite, noPorts);
}

function readSide(value: unknown, groups: readonly PodGroup[]): Side | undefined {
  if (typeof value !== 'string') return undefined;
  const block = value === 'outside' ? '0.0.0.0/0' : value;
  if (parseBlock(block)) return { peer: { ipBlock: block } };
  for (const group of groups)
    for (const workload of group.workloads)
      if (`${workload.namespace}/${workload.name}` === value) return { peer: workload, group };
  return undefined;
}

function readPorts(value: unknown): PortSet | undefined {
  const silent = () => {};
  const [, stated, from, to = from] = /^(?:(TCP|UDP|SCTP)\/)?(\d{1,5})(?:-(\d{1,5}))?$/.exec(scalarText(value)) ?? [];
  const protocol = readProtocol(stated, '', silent);
  const entry = protocol && from && readRange({ protocol, from: Number(from), to: Number(to) }, '', silent);
  return entry && 'set' in entry ? entry.set : undefined;
}

function toPolicy(group: PodGroup, declared: readonly Declared[]): JsonObject {
  const [owner] = group.workloads;
  const rules = (own: 'from' | 'to', other: 'from' | 'to') =>
    declared
      .filter((each) => each[own].group === group)
      .map((each): JsonObject => {
        const ports = toPorts(each.set);
        return { [other]: [toPeer(each[other])], ...(ports !== 'all' && { ports: ports.map(writePort) }) };
      });
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `${(owner?.kind ?? 'pod').toLowerCase()}-${owner?.name ?? ''}`, namespace: group.namespace },
    spec: {
      podSelector: { matchLabels: Object.fromEntries(group.labels) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: rules('to', 'from'),
      egress: rules('from', 'to'),
    },
  };
}

function toPeer({ peer, group }: Side): JsonObject {
  if ('ipBlock' in peer) return { ipBlock: { cidr: peer.ipBlock } };
  return {
    namespaceSelector: { matchLabels: { [nameLabel]: group?.namespace ?? '' } },
    podSelector: { matchLabels: Object.fromEntries(group?.labels ?? []) },
  };
}

function writePort({ protocol, from, to }: PortRange): JsonValue {
  return { protocol, port: from, ...(to !== from && { endPort: to }) };
}

function toResource(value: JsonObject): Resource {
  const { name, namespace } = value.metadata as { readonly name: string; readonly namespace: string };
  const identity = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace, name };
  return { identity, value, source: 'proposed', file: 'proposed', hook: false };
}

/** One connection for each pair of sides. */
function merge(declared: readonly Declared[]): readonly Connection[] {
  const pairs = Map.groupBy(declared, ({ from, to }) => `${nameOf(from.peer)} ${nameOf(to.peer)}`);
  return [...pairs.values()].flatMap((own) => {
    const [first] = own;
    const set = own.reduce((sum, each) => unite(sum, each.set), noPorts);
    return first ? [{ from: first.from.peer, to: first.to.peer, ports: toPorts(set) }] : [];
  });
}
