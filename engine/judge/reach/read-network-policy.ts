import { listAt, memberAt } from '../../formats/json/members.ts';
import { type Block, parseBlock } from '../../formats/kubernetes/address-block.ts';
import { findPolicyFaults } from '../../formats/kubernetes/find-policy-faults.ts';
import type { Resource } from '../../model/resource.ts';
import { namespaceOrDefault } from './namespace-of.ts';
import type { PeerRule, PolicyReading, Refuse, Rule } from './policy.ts';
import { readPolicyPort, readPortList } from './read-ports.ts';
import { everything, namespaceNamed, readSelector } from './selector.ts';

const sides = { ingress: 'from', egress: 'to' } as const;

/** What a part of a policy without faults has to tell: nothing. */
const silent: Refuse = () => {};

/**
 * A NetworkPolicy: it isolates the pods that it selects, and allows what its rules say.
 *
 * out     of one with faults nothing but those
 * source  https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export function readNetworkPolicy(resource: Resource): PolicyReading {
  const spec = memberAt(resource.value, 'spec');
  const namespace = namespaceOrDefault(resource);
  const faults = findPolicyFaults(spec).map(({ path, says }) => `${path} ${says}`);
  const policy = {
    tier: 'network' as const,
    priority: 0,
    subject: {
      namespaces: namespaceNamed(namespace),
      pods: readSelector(memberAt(spec, 'podSelector'), 'spec.podSelector', silent),
    },
    ...(faults.length === 0 && readDirections(spec, namespace)),
    resource,
  };
  return { policy, faults, doubts: [] };
}

function readDirections(spec: unknown, namespace: string) {
  const types = readTypes(spec);
  return {
    ...(types.has('Ingress') && { ingress: readRules(spec, 'ingress', namespace) }),
    ...(types.has('Egress') && { egress: readRules(spec, 'egress', namespace) }),
  };
}

/** Ingress always, and egress where there are rules for it, when nothing is stated. */
function readTypes(spec: unknown): ReadonlySet<unknown> {
  const stated = listAt(spec, 'policyTypes');
  if (stated.length > 0) return new Set(stated);
  return new Set(['Ingress', ...(listAt(spec, 'egress').length > 0 ? ['Egress'] : [])]);
}

function readRules(spec: unknown, direction: 'ingress' | 'egress', namespace: string): readonly Rule[] {
  return listAt(spec, direction).map((rule, at) => {
    const path = `spec.${direction}[${at}]`;
    return {
      action: 'allow',
      peers: readPeers(listAt(rule, sides[direction]), namespace),
      ports: readPortList(memberAt(rule, 'ports'), `${path}.ports`, silent, readPolicyPort),
      path,
    };
  });
}

function readPeers(list: readonly unknown[], namespace: string): readonly PeerRule[] {
  return list.length === 0 ? [{ kind: 'everyone' }] : list.flatMap((peer) => readPeer(peer, namespace) ?? []);
}

function readPeer(peer: unknown, namespace: string): PeerRule | undefined {
  const [pods, namespaces, ipBlock] = ['podSelector', 'namespaceSelector', 'ipBlock'].map(
    (name) => memberAt(peer, name) ?? undefined,
  );
  if (ipBlock !== undefined) return readIpBlock(ipBlock);
  return {
    kind: 'pods',
    namespaces: namespaces === undefined ? namespaceNamed(namespace) : readSelector(namespaces, 'namespaceSelector', silent),
    pods: pods === undefined ? everything : readSelector(pods, 'podSelector', silent),
  };
}

function readIpBlock(value: unknown): PeerRule | undefined {
  const block = readBlock(memberAt(value, 'cidr'), 'cidr', silent);
  const except = listAt(value, 'except').flatMap((each) => readBlock(each, 'except', silent) ?? []);
  return block && { kind: 'network', network: { block, except } };
}

/** A CIDR, or a word on why it is none. */
export function readBlock(value: unknown, path: string, refuse: Refuse): Block | undefined {
  const block = typeof value === 'string' ? parseBlock(value) : undefined;
  if (!block) refuse(`${path} is ${JSON.stringify(value) ?? 'missing'}, which is no CIDR`);
  return block;
}
