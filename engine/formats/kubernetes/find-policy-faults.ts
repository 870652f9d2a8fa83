import { isObject, memberAt } from '../json/members.ts';
import { isPartOf, parseBlock } from './address-block.ts';
import { selectsByLabels } from './label-selector.ts';

/** The paths, in what stands at a path, of what cannot stand there. */
type Shape = (value: unknown, path: string) => readonly string[];

const passing =
  (test: (value: unknown) => boolean): Shape =>
  (value, path) =>
    test(value) ? [] : [path];
const oneOf = (...words: readonly string[]): Shape => passing((value) => words.some((word) => word === value));
const listOf =
  (shape: Shape): Shape =>
  (value, path) =>
    Array.isArray(value) ? value.flatMap((each, at) => shape(each, `${path}[${at}]`)) : [path];

/** An object with no other members than these, of which null is none; null in its place is one without members. */
function objectOf(members: Readonly<Record<string, Shape>>, more?: Shape): Shape {
  return (value, path) => {
    const object = value ?? {};
    if (!isObject(object)) return [path];
    const wrong = Object.entries(object).flatMap(([name, each]) => {
      const shape = Object.hasOwn(members, name) ? members[name] : undefined;
      if (!shape) return [`${path}.${name}`];
      return each === undefined || each === null ? [] : shape(each, `${path}.${name}`);
    });
    return wrong.length > 0 || !more ? wrong : more(object, path);
  };
}

const selector = passing((value) => selectsByLabels(value) !== undefined);
const block = passing((value) => toBlock(value) !== undefined);
const port = passing((value) => Number.isInteger(value) && Number(value) > 0 && Number(value) <= 65_535);

const ipBlock = objectOf({ cidr: block, except: listOf(block) }, (value, path) => {
  const whole = toBlock(memberAt(value, 'cidr'));
  if (!whole) return [`${path}.cidr`];
  const isInside = passing((each) => isPartOf(toBlock(each), whole));
  return listOf(isInside)(memberAt(value, 'except') ?? [], `${path}.except`);
});

const peers = listOf(objectOf({ podSelector: selector, namespaceSelector: selector, ipBlock }, passing(isPodsOrAddresses)));
const ports = listOf(
  objectOf({
    protocol: oneOf('TCP', 'UDP', 'SCTP'),
    port: (value, path) => (typeof value === 'string' ? [] : port(value, path)),
    endPort: port,
  }),
);

/** source  https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
const policy = objectOf({
  podSelector: selector,
  policyTypes: listOf(oneOf('Ingress', 'Egress')),
  ingress: listOf(objectOf({ from: peers, ports })),
  egress: listOf(objectOf({ to: peers, ports })),
});

/**
 * Paths in a NetworkPolicy that hold what Kubernetes would refuse, so that the policy protects nothing; what is left out or null is no fault.
 *
 * in      its `spec`
 * out     `spec.podSelector`; of an object with a member that nobody knows, that member
 * cost    O(size of the policy)
 */
export function findPolicyFaults(spec: unknown): readonly string[] {
  return policy(spec, 'spec');
}

/** Whether a peer selects pods, or else names addresses: one that does neither is nobody, and one that does both is no peer. */
export function isPodsOrAddresses(peer: unknown): boolean {
  const [pods, namespaces, addresses] = ['podSelector', 'namespaceSelector', 'ipBlock'].map(
    (name) => (memberAt(peer, name) ?? undefined) !== undefined,
  );
  return (pods || namespaces) !== addresses;
}

function toBlock(value: unknown) {
  return typeof value === 'string' ? parseBlock(value) : undefined;
}
