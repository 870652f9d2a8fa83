import { listAt, memberAt } from '../../formats/json/members.ts';
import { scalarText } from '../../formats/json/scalar-text.ts';
import { type Block, isPartOf, parseBlock } from '../../formats/kubernetes/address-block.ts';
import { isPodsOrAddresses } from '../../formats/kubernetes/find-policy-faults.ts';
import type { Resource } from '../../model/resource.ts';
import { namespaceOrDefault } from './namespace-of.ts';
import type { PeerRule, PolicyReading, Refuse, Rule } from './policy.ts';
import { readPolicyPort, readPortList, unknownMember } from './read-ports.ts';
import { everything, namespaceNamed, readSelector } from './selector.ts';

const directions = { ingress: { type: 'Ingress', peers: 'from' }, egress: { type: 'Egress', peers: 'to' } } as const;

/**
 * A NetworkPolicy: it isolates the pods that it selects, and allows what its rules say.
 *
 * source  https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export function readNetworkPolicy(resource: Resource): PolicyReading {
  const faults: string[] = [];
  const refuse: Refuse = (fault) => void faults.push(fault);
  const spec = memberAt(resource.value, 'spec');
  const wrong = unknownMember(spec, ['podSelector', 'policyTypes', 'ingress', 'egress'], 'spec');
  if (wrong !== undefined) refuse(wrong);
  const namespace = namespaceOrDefault(resource);
  const types = readTypes(spec, refuse);
  const rules = (direction: 'ingress' | 'egress') => readRules(spec, direction, namespace, refuse);
  const policy = {
    tier: 'network' as const,
    priority: 0,
    subject: {
      namespaces: namespaceNamed(namespace),
      pods: readSelector(memberAt(spec, 'podSelector'), 'spec.podSelector', refuse),
    },
    ...(types.has('Ingress') && { ingress: rules('ingress') }),
    ...(types.has('Egress') && { egress: rules('egress') }),
    resource,
  };
  return { policy, faults, doubts: [] };
}

/** Ingress always, and egress where there are rules for it, when nothing is stated. */
function readTypes(spec: unknown, refuse: Refuse): ReadonlySet<string> {
  const stated = memberAt(spec, 'policyTypes') ?? undefined;
  if (stated === undefined || (Array.isArray(stated) && stated.length === 0))
    return new Set(['Ingress', ...(listAt(spec, 'egress').length > 0 ? ['Egress'] : [])]);
  const types = Array.isArray(stated) ? stated : [];
  if (types.length === 0 || !types.every((type) => type === 'Ingress' || type === 'Egress'))
    refuse('spec.policyTypes holds something else than Ingress and Egress');
  return new Set(types);
}

function readRules(spec: unknown, direction: 'ingress' | 'egress', namespace: string, refuse: Refuse): readonly Rule[] {
  const list = memberAt(spec, direction) ?? [];
  if (!Array.isArray(list)) refuse(`spec.${direction} is no list`);
  const { peers } = directions[direction];
  return listAt(spec, direction).map((rule, at) => {
    const path = `spec.${direction}[${at}]`;
    const wrong = rule === null ? undefined : unknownMember(rule, [peers, 'ports'], path);
    if (wrong !== undefined) refuse(wrong);
    return {
      action: 'allow',
      peers: readPeers(memberAt(rule, peers), `${path}.${peers}`, namespace, refuse),
      ports: readPortList(memberAt(rule, 'ports'), `${path}.ports`, refuse, (entry, where) =>
        readPolicyPort(entry, where, refuse),
      ),
      path,
    };
  });
}

function readPeers(list: unknown, path: string, namespace: string, refuse: Refuse): readonly PeerRule[] {
  if (list === undefined || list === null) return [{ kind: 'everyone' }];
  if (!Array.isArray(list)) refuse(`${path} is no list`);
  if (!Array.isArray(list) || list.length === 0) return [{ kind: 'everyone' }];
  return list.flatMap((peer, at) => readPeer(peer, `${path}[${at}]`, namespace, refuse) ?? []);
}

function readPeer(peer: unknown, path: string, namespace: string, refuse: Refuse): PeerRule | undefined {
  const wrong = unknownMember(peer, ['podSelector', 'namespaceSelector', 'ipBlock'], path);
  if (wrong !== undefined) return refuse(wrong) as undefined;
  const [pods, namespaces, ipBlock] = ['podSelector', 'namespaceSelector', 'ipBlock'].map(
    (name) => memberAt(peer, name) ?? undefined,
  );
  if (!isPodsOrAddresses(peer)) {
    refuse(ipBlock !== undefined ? `${path} has an ipBlock beside a selector` : `${path} says nobody`);
    return undefined;
  }
  if (ipBlock !== undefined) return readIpBlock(ipBlock, `${path}.ipBlock`, refuse);
  return {
    kind: 'pods',
    namespaces:
      namespaces === undefined ? namespaceNamed(namespace) : readSelector(namespaces, `${path}.namespaceSelector`, refuse),
    pods: pods === undefined ? everything : readSelector(pods, `${path}.podSelector`, refuse),
  };
}

function readIpBlock(value: unknown, path: string, refuse: Refuse): PeerRule | undefined {
  const block = readBlock(memberAt(value, 'cidr'), `${path}.cidr`, refuse);
  const stated = memberAt(value, 'except') ?? [];
  if (!Array.isArray(stated)) refuse(`${path}.except is no list`);
  const except = listAt(value, 'except').flatMap((each, at) => readExcept(each, block, `${path}.except[${at}]`, refuse));
  return block && { kind: 'network', network: { block, except } };
}

function readExcept(value: unknown, block: Block | undefined, path: string, refuse: Refuse): readonly Block[] {
  const found = readBlock(value, path, refuse);
  if (!found || !block) return [];
  if (!isPartOf(found, block)) refuse(`${path} is ${scalarText(value)}, which is not a part of the block`);
  return [found];
}

/** A CIDR, or a word on why it is none. */
export function readBlock(value: unknown, path: string, refuse: Refuse): Block | undefined {
  const block = typeof value === 'string' ? parseBlock(value) : undefined;
  if (!block) refuse(`${path} is ${JSON.stringify(value) ?? 'missing'}, which is no CIDR`);
  return block;
}
