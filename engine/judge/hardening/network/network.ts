import { memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import { labelsAt, namespaceOf, selects } from '../../../formats/kubernetes/cluster.ts';
import type { Check } from '../check.ts';

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
    look: ({ cluster, workloads }) => {
      const policies = cluster.ofKind('networking.k8s.io', 'NetworkPolicy').map((policy) => ({
        namespace: namespaceOf(policy),
        selector: labelsAt(policy.value, 'spec', 'podSelector', 'matchLabels') ?? new Map<string, string>(),
        expressions: objectsAt(policy.value, 'spec', 'podSelector', 'matchExpressions').length,
      }));
      return workloads
        .filter(({ resource, labels }) => {
          const namespace = namespaceOf(resource);
          return !policies.some(
            (policy) =>
              policy.namespace === namespace && (policy.expressions > 0 || selects(policy.selector, labels ?? new Map())),
          );
        })
        .map(({ resource, podPath }) => ({ resource, path: podPath }));
    },
  },
  {
    id: 'ingress-without-tls',
    title: 'Ingresses are encrypted',
    severity: 'MEDIUM',
    standards: ['NSA', 'OWASP K07'],
    rationale: 'Passwords and tokens cross the network readable.',
    remedy: 'Set spec.tls.',
    look: ({ cluster }) =>
      cluster
        .ofKind('networking.k8s.io', 'Ingress')
        .filter(({ value }) => objectsAt(value, 'spec', 'tls').length === 0)
        .map((resource) => ({ resource, path: 'spec.tls' })),
  },
];
