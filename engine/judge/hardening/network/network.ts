import { memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { Direction } from '../../../formats/kubernetes/foreign-policies/policy-subject.ts';
import type { Check, CheckSubject, Hit } from '../check.ts';
import { judgeForeignPolicies } from '../foreign-policies.ts';
import { findPolicies } from '../policies.ts';
import { dangling } from './dangling.ts';
import { findIngresses } from './find-ingresses.ts';

/** Checks of what reaches pods. */
export const network: readonly Check[] = [
  {
    id: 'exposed-services',
    title: 'Services are reached from inside, or through an ingress',
    severity: 'MEDIUM',
    standards: ['NSA', 'OWASP K07'],
    rationale: 'A port on every node, or a load balancer, is open to whoever reaches the network.',
    remedy: 'Use type ClusterIP behind an ingress or gateway.',
    look: ({ cluster }) =>
      cluster
        .ofKind('', 'Service')
        .filter(({ value }) => ['NodePort', 'LoadBalancer'].includes(textAt(value, 'spec', 'type') ?? ''))
        .map((resource) => ({ resource, path: 'spec.type' })),
  },
  {
    id: 'external-ips',
    title: 'No Service takes addresses for itself',
    severity: 'HIGH',
    standards: ['CVE-2020-8554'],
    rationale: 'With externalIPs a Service receives traffic that is meant for somebody else.',
    remedy: 'Leave out externalIPs.',
    look: ({ cluster }) =>
      cluster
        .ofKind('', 'Service')
        .flatMap((resource) =>
          memberAt(resource.value, 'spec', 'externalIPs') === undefined ? [] : [{ resource, path: 'spec.externalIPs' }],
        ),
  },
  {
    id: 'non-isolated-pod',
    title: 'A network policy selects every pod',
    severity: 'MEDIUM',
    standards: ['CIS 5.3.2', 'NSA', 'OWASP K07'],
    rationale: 'Every pod of the cluster reaches it, and it reaches every one.',
    remedy: 'Add a policy that denies by default, and those that allow what is needed.',
    look: (subject) => findUnselected(subject, ['Ingress', 'Egress']),
  },
  {
    id: 'unrestricted-egress',
    title: 'Pods reach only what they need',
    severity: 'LOW',
    standards: ['CIS 5.3.2', 'NSA', 'OWASP K07'],
    rationale: 'Who breaks in fetches tools from anywhere, and sends out what is found.',
    remedy: 'Add a policy of type Egress that denies by default, and those that allow what is needed.',
    look: (subject) => findUnselected(subject, ['Egress']),
  },
  {
    id: 'unrestricted-ingress',
    title: 'Pods are reached only by whom they serve',
    severity: 'LOW',
    standards: ['CIS 5.3.2', 'NSA', 'OWASP K07'],
    rationale: 'Every pod of the cluster reaches it, whatever policies say of where it may go itself.',
    remedy: 'Add a policy of type Ingress that denies by default, and those that allow what is needed.',
    look: (subject) => findUnselected(subject, ['Ingress']),
  },
  {
    id: 'ingress-without-tls',
    title: 'Ingresses are encrypted',
    severity: 'MEDIUM',
    standards: ['NSA', 'OWASP K07'],
    rationale: 'Passwords and tokens cross the network readable.',
    remedy: 'Set spec.tls.',
    look: ({ cluster }) =>
      findIngresses(cluster)
        .filter(({ value }) => objectsAt(value, 'spec', 'tls').length === 0)
        .map((resource) => ({ resource, path: 'spec.tls' })),
  },
  ...dangling,
];

/** Workloads that no policy of some directions selects, and none of another product may isolate. */
function findUnselected(subject: CheckSubject, directions: readonly Direction[]): readonly Hit[] {
  const policies = findPolicies(subject).filter((policy) => directions.some((one) => policy.directions.has(one)));
  const foreign = judgeForeignPolicies(subject);
  return subject.workloads
    .filter((workload) => !policies.some((policy) => policy.selects(workload)))
    .filter((workload) => directions.every((one) => foreign.ofWorkload(workload, one) === 'no'))
    .map(({ resource, podPath }) => ({ resource, path: podPath }));
}
