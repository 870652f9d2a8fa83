import { isObject, listAt, memberAt } from '../../formats/json/members.ts';
import { scalarText } from '../../formats/json/scalar-text.ts';
import { isPortName } from '../../formats/kubernetes/find-policy-faults.ts';
import type { Protocol } from '../../model/reach.ts';
import type { Resource } from '../../model/resource.ts';
import type { Action, PeerRule, PodSelection, PolicyReading, Refuse, Rule } from './policy.ts';
import { readBlock } from './read-network-policy.ts';
import { type PortEntry, readPortList, readProtocol, readRange, unknownMember } from './read-ports.ts';
import { everything, readSelector } from './selector.ts';

type Kind = 'AdminNetworkPolicy' | 'BaselineAdminNetworkPolicy' | 'ClusterNetworkPolicy';

const actions: Readonly<Record<string, Action>> = { Allow: 'allow', Accept: 'allow', Deny: 'deny', Pass: 'pass' };
const allowedActions: Readonly<Record<Kind, readonly string[]>> = {
  AdminNetworkPolicy: ['Allow', 'Deny', 'Pass'],
  BaselineAdminNetworkPolicy: ['Allow', 'Deny'],
  ClusterNetworkPolicy: ['Accept', 'Deny', 'Pass'],
};
const maxPriority = 1000;
const maxRules = 100;

/** What is told while a policy is read. */
interface Told {
  readonly refuse: Refuse;
  readonly doubt: Refuse;
}

/**
 * A policy of the whole cluster: AdminNetworkPolicy, BaselineAdminNetworkPolicy, and ClusterNetworkPolicy, which took the place of both.
 *
 * source  https://network-policy-api.sigs.k8s.io/reference/spec/
 */
export function readAdminPolicy(resource: Resource, kind: Kind): PolicyReading {
  const [faults, doubts]: [string[], string[]] = [[], []];
  const told: Told = { refuse: (fault) => void faults.push(fault), doubt: (doubt) => void doubts.push(doubt) };
  const spec = memberAt(resource.value, 'spec');
  const known = ['subject', 'ingress', 'egress'];
  const wrong = unknownMember(spec, [...known, ...knownBeside[kind]], 'spec');
  if (wrong !== undefined) told.refuse(wrong);
  const tier = readTier(spec, kind, told.refuse);
  if (kind === 'BaselineAdminNetworkPolicy' && resource.identity.name !== 'default')
    told.refuse('its name is not `default`, the only one that there can be');
  const subject = readSelection(memberAt(spec, 'subject'), 'spec.subject', told);
  const policy = {
    tier,
    priority: kind === 'BaselineAdminNetworkPolicy' ? 0 : readPriority(spec, told.refuse),
    subject: subject ?? { namespaces: everything, pods: everything },
    ingress: readRules(spec, 'ingress', kind, told),
    egress: readRules(spec, 'egress', kind, told),
    resource,
  };
  return { policy, faults, doubts };
}

const knownBeside: Readonly<Record<Kind, readonly string[]>> = {
  AdminNetworkPolicy: ['priority'],
  BaselineAdminNetworkPolicy: [],
  ClusterNetworkPolicy: ['priority', 'tier'],
};

function readTier(spec: unknown, kind: Kind, refuse: Refuse): 'admin' | 'baseline' {
  if (kind !== 'ClusterNetworkPolicy') return kind === 'AdminNetworkPolicy' ? 'admin' : 'baseline';
  const tier = memberAt(spec, 'tier');
  if (tier !== 'Admin' && tier !== 'Baseline') refuse('spec.tier is neither Admin nor Baseline');
  return tier === 'Baseline' ? 'baseline' : 'admin';
}

function readPriority(spec: unknown, refuse: Refuse): number {
  const priority = memberAt(spec, 'priority');
  if (typeof priority === 'number' && Number.isInteger(priority) && priority >= 0 && priority <= maxPriority) return priority;
  refuse(`spec.priority is ${JSON.stringify(priority) ?? 'missing'}, not a number from 0 to ${maxPriority}`);
  return 0;
}

function readRules(spec: unknown, direction: 'ingress' | 'egress', kind: Kind, told: Told): readonly Rule[] {
  const stated = memberAt(spec, direction) ?? [];
  if (!Array.isArray(stated)) told.refuse(`spec.${direction} is no list`);
  const list = listAt(spec, direction);
  if (list.length > maxRules) told.refuse(`spec.${direction} has more than ${maxRules} rules`);
  return list.map((rule, at) => readRule(rule, direction, kind, { ...told, path: `spec.${direction}[${at}]` }));
}

function readRule(
  rule: unknown,
  direction: 'ingress' | 'egress',
  kind: Kind,
  { path, ...told }: Told & { readonly path: string },
): Rule {
  const peers = direction === 'ingress' ? 'from' : 'to';
  const ports = kind === 'ClusterNetworkPolicy' ? 'protocols' : 'ports';
  const wrong = unknownMember(rule, ['name', 'action', peers, ports], path);
  if (wrong !== undefined) told.refuse(wrong);
  const action = memberAt(rule, 'action');
  if (typeof action !== 'string' || !allowedActions[kind].includes(action))
    told.refuse(`${path}.action is ${JSON.stringify(action) ?? 'missing'}; there are ${allowedActions[kind].join(', ')}`);
  const list = listAt(rule, peers);
  if (list.length === 0) told.refuse(`${path}.${peers} names nobody`);
  return {
    action: actions[scalarText(action)] ?? 'deny',
    peers: list.flatMap((peer, at) => readPeer(peer, `${path}.${peers}[${at}]`, direction, told)),
    ports: readPortList(memberAt(rule, ports), `${path}.${ports}`, told.refuse, (entry, where) =>
      kind === 'ClusterNetworkPolicy' ? readProtocolEntry(entry, where, told.refuse) : readPort(entry, where, told.refuse),
    ),
    path,
  };
}

function readPeer(peer: unknown, path: string, direction: 'ingress' | 'egress', told: Told): readonly PeerRule[] {
  const kinds = ['namespaces', 'pods', ...(direction === 'egress' ? ['networks', 'nodes', 'domainNames'] : [])];
  const stated = isObject(peer) ? Object.keys(peer) : [];
  const [kind] = stated;
  if (stated.length !== 1 || kind === undefined || !kinds.includes(kind)) {
    told.refuse(`${path} has ${stated.join(', ') || 'nothing'}; exactly one of ${kinds.join(', ')} is needed`);
    return [];
  }
  if (kind === 'networks') {
    const networks = listAt(peer, 'networks');
    if (networks.length === 0) told.refuse(`${path}.networks names none`);
    return networks.flatMap((text, at) => {
      const block = readBlock(text, `${path}.networks[${at}]`, told.refuse);
      return block ? [{ kind: 'network' as const, network: { block, except: [] } }] : [];
    });
  }
  if (kind === 'nodes' || kind === 'domainNames') {
    told.doubt(`${path} selects ${kind === 'nodes' ? 'nodes' : 'domain names'}, whose addresses manifests do not say`);
    return [];
  }
  const selection = readSelection(peer, path, told);
  return selection ? [{ kind: 'pods', ...selection }] : [];
}

/** `namespaces: selector`, or `pods: { namespaceSelector, podSelector }`. */
function readSelection(value: unknown, path: string, { refuse }: Told): PodSelection | undefined {
  const stated = isObject(value) ? Object.keys(value) : [];
  const [kind] = stated;
  if (stated.length !== 1 || (kind !== 'namespaces' && kind !== 'pods')) {
    refuse(`${path} has ${stated.join(', ') || 'nothing'}; exactly one of namespaces, pods is needed`);
    return undefined;
  }
  const found = memberAt(value, kind);
  if (kind === 'namespaces') return { namespaces: readSelector(found ?? {}, `${path}.namespaces`, refuse), pods: everything };
  const wrong = unknownMember(found, ['namespaceSelector', 'podSelector'], `${path}.pods`);
  if (wrong !== undefined) refuse(wrong);
  return {
    namespaces: readSelector(memberAt(found, 'namespaceSelector'), `${path}.pods.namespaceSelector`, refuse),
    pods: readSelector(memberAt(found, 'podSelector'), `${path}.pods.podSelector`, refuse),
  };
}

function readPort(entry: unknown, path: string, refuse: Refuse): PortEntry | undefined {
  const stated = isObject(entry) ? Object.keys(entry) : [];
  const [kind] = stated;
  const value = kind === undefined ? undefined : memberAt(entry, kind);
  if (stated.length === 1 && kind === 'namedPort' && typeof value === 'string' && isPortName(value))
    return { named: { protocol: null, name: value } };
  if (stated.length === 1 && (kind === 'portNumber' || kind === 'portRange') && isObject(value)) {
    const protocol = readProtocol(value.protocol, `${path}.${kind}.protocol`, refuse);
    const [from, to] = kind === 'portNumber' ? [value.port, value.port] : [value.start, value.end];
    return protocol && readRange({ protocol, from, to }, `${path}.${kind}`, refuse);
  }
  refuse(`${path} has to have exactly one of portNumber, portRange, namedPort`);
  return undefined;
}

/** An entry of a ClusterNetworkPolicy: `tcp: { destinationPort: { number } }`, or `destinationNamedPort`. */
function readProtocolEntry(entry: unknown, path: string, refuse: Refuse): PortEntry | undefined {
  const stated = isObject(entry) ? Object.keys(entry) : [];
  const [kind = ''] = stated;
  const value = memberAt(entry, kind);
  if (stated.length === 1 && kind === 'destinationNamedPort' && typeof value === 'string' && isPortName(value))
    return { named: { protocol: null, name: value } };
  const protocol = (['TCP', 'UDP', 'SCTP'] satisfies Protocol[]).find((each) => each.toLowerCase() === kind);
  if (stated.length !== 1 || protocol === undefined) {
    refuse(`${path} has to have exactly one of tcp, udp, sctp, destinationNamedPort`);
    return undefined;
  }
  const port = memberAt(value, 'destinationPort');
  const [number, range] = [memberAt(port, 'number'), memberAt(port, 'range')];
  if (port === undefined) return readRange({ protocol, from: 1, to: 65_535 }, path, refuse);
  const [from, to] = range === undefined ? [number, number] : [memberAt(range, 'start'), memberAt(range, 'end')];
  return readRange({ protocol, from, to }, `${path}.${kind}.destinationPort`, refuse);
}
