import { isObject } from '../json/members.ts';
import { parseBlock } from './address-block.ts';
import { selectsByLabels } from './label-selector.ts';

/** What may stand at a place: what passes a test, a list of one shape, or an object with no other members than these. */
type Shape = ((value: unknown) => boolean) | readonly [Shape] | { readonly [member: string]: Shape };

const isOneOf =
  (...words: readonly string[]): Shape =>
  (value) =>
    words.some((word) => word === value);
const isSelector: Shape = (value) => selectsByLabels(value) !== undefined;
const isBlock: Shape = (value) => typeof value === 'string' && parseBlock(value) !== undefined;
const isPort = (value: unknown): boolean => Number.isInteger(value) && Number(value) > 0 && Number(value) <= 65_535;

const peers: Shape = [{ podSelector: isSelector, namespaceSelector: isSelector, ipBlock: { cidr: isBlock, except: [isBlock] } }];
const ports: Shape = [
  {
    protocol: isOneOf('TCP', 'UDP', 'SCTP'),
    port: (value) => typeof value === 'string' || isPort(value),
    endPort: isPort,
  },
];

/** source  https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
const policy: Shape = {
  podSelector: isSelector,
  policyTypes: [isOneOf('Ingress', 'Egress')],
  ingress: [{ from: peers, ports }],
  egress: [{ to: peers, ports }],
};

/**
 * Paths in a NetworkPolicy that hold what Kubernetes would refuse, so that the policy protects nothing; what is left out or null is no fault.
 *
 * in      its `spec`
 * out     `spec.podSelector`; of an object with a member that nobody knows, that member
 * cost    O(size of the policy)
 */
export function findPolicyFaults(spec: unknown): readonly string[] {
  return faults(spec, policy, 'spec');
}

function faults(value: unknown, shape: Shape, path: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (typeof shape === 'function') return shape(value) ? [] : [path];
  if (isList(shape)) return Array.isArray(value) ? value.flatMap((each, at) => faults(each, shape[0], `${path}[${at}]`)) : [path];
  if (!isObject(value)) return [path];
  return Object.entries(value).flatMap(([name, each]) => {
    const inner = Object.hasOwn(shape, name) ? shape[name] : undefined;
    return inner ? faults(each, inner, `${path}.${name}`) : [`${path}.${name}`];
  });
}

function isList(shape: Exclude<Shape, (value: unknown) => boolean>): shape is readonly [Shape] {
  return Array.isArray(shape);
}
