import { isObject, memberAt } from '../json/members.ts';
import { scalarText } from '../json/scalar-text.ts';
import { isPartOf, parseBlock } from './address-block.ts';
import type { FieldFault } from './field-fault.ts';
import { findSelectorFaults } from './find-selector-faults.ts';

/** What is wrong with what stands at a path. */
type Shape = (value: unknown, path: string) => readonly FieldFault[];

const passing =
  (test: (value: unknown) => boolean, says: string): Shape =>
  (value, path) =>
    test(value) ? [] : [{ path, says: `is ${scalarText(value) || 'empty'}; ${says}` }];
const oneOf = (...words: readonly string[]): Shape =>
  passing((value) => words.some((word) => word === value), `there are ${words.join(', ')}`);
const listOf =
  (shape: Shape): Shape =>
  (value, path) =>
    Array.isArray(value) ? value.flatMap((each, at) => shape(each, `${path}[${at}]`)) : [{ path, says: 'is no list' }];

/** An object with no other members than these, of which null is none; null in its place is one without members. */
function objectOf(members: Readonly<Record<string, Shape>>, more?: Shape): Shape {
  return (value, path) => {
    const object = value ?? {};
    if (!isObject(object)) return [{ path, says: 'is no mapping' }];
    const wrong = Object.entries(object).flatMap(([name, each]) => {
      const shape = Object.hasOwn(members, name) ? members[name] : undefined;
      if (!shape) return [{ path: `${path}.${name}`, says: 'is nothing that Kubernetes knows there' }];
      return each === undefined || each === null ? [] : shape(each, `${path}.${name}`);
    });
    return wrong.length > 0 || !more ? wrong : more(object, path);
  };
}

const block = passing((value) => toBlock(value) !== undefined, 'that is no CIDR');

const ipBlock = objectOf({ cidr: block, except: listOf(block) }, (value, path) => {
  const whole = toBlock(memberAt(value, 'cidr'));
  if (!whole) return [{ path: `${path}.cidr`, says: 'is missing' }];
  const isInside = passing((each) => isPartOf(toBlock(each), whole), 'that is no part of the block');
  return listOf(isInside)(memberAt(value, 'except') ?? [], `${path}.except`);
});

const peers = listOf(
  objectOf({ podSelector: findSelectorFaults, namespaceSelector: findSelectorFaults, ipBlock }, findPeerFault),
);

const portNumber = passing(isPortNumber, 'ports are numbers from 1 to 65535');
const portName = passing(
  (value) => typeof value === 'string' && isPortName(value),
  'names of ports are at most 15 of a-z, 0-9 and single hyphens, one of them a letter',
);
const port: Shape = (value, path) => (typeof value === 'string' ? portName : portNumber)(value, path);
const ports = listOf(objectOf({ protocol: oneOf('TCP', 'UDP', 'SCTP'), port, endPort: portNumber }, findRangeFault));

/** source  https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
const policy = objectOf({
  podSelector: findSelectorFaults,
  policyTypes: (value, path) =>
    Array.isArray(value) && value.length > 2
      ? [{ path, says: 'names more than two directions' }]
      : listOf(oneOf('Ingress', 'Egress'))(value, path),
  ingress: listOf(objectOf({ from: peers, ports })),
  egress: listOf(objectOf({ to: peers, ports })),
});

/**
 * What Kubernetes would refuse in a NetworkPolicy, so that the policy protects nothing; what is left out or null is no fault.
 *
 * in      its `spec`
 * cost    O(size of the policy)
 * source  kubernetes/kubernetes, pkg/apis/networking/validation, `ValidateNetworkPolicySpec`
 */
export function findPolicyFaults(spec: unknown): readonly FieldFault[] {
  return policy(spec, 'spec');
}

/** source  RFC 6335, section 5.1; kubernetes/apimachinery, pkg/util/validation, `IsValidPortName` */
export function isPortName(text: string): boolean {
  return text.length <= 15 && /^(?=.*[a-z])[a-z0-9](-?[a-z0-9]){0,14}$/.test(text);
}

function isPortNumber(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= 65_535;
}

/** A peer selects pods, or else names addresses: one that does neither is nobody, and one that does both is no peer. */
function findPeerFault(peer: unknown, path: string): readonly FieldFault[] {
  const has = (name: string) => (memberAt(peer, name) ?? undefined) !== undefined;
  const isOfPods = has('podSelector') || has('namespaceSelector');
  if (isOfPods !== has('ipBlock')) return [];
  return [{ path, says: isOfPods ? 'has an ipBlock beside a selector' : 'says nobody' }];
}

/** A range goes from a number to one that is no smaller. */
function findRangeFault(entry: unknown, path: string): readonly FieldFault[] {
  const [from, to] = [memberAt(entry, 'port') ?? undefined, memberAt(entry, 'endPort') ?? undefined];
  if (to === undefined || (isPortNumber(from) && isPortNumber(to) && from <= to)) return [];
  const wrong = from === undefined ? 'without a port' : typeof from === 'string' ? 'beside the name of a port' : 'below the port';
  return [{ path: `${path}.endPort`, says: `is ${scalarText(to)}, ${wrong}` }];
}

function toBlock(value: unknown) {
  return typeof value === 'string' ? parseBlock(value) : undefined;
}
