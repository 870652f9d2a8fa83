import { textAt } from '../../../formats/json/members.ts';
import { namespaceOf } from '../../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Check, CheckSubject } from '../check.ts';
import { judgeForeignPolicies } from '../foreign-policies.ts';
import { findPolicies } from '../policies.ts';

/** Namespaces of the release, of pods that others start there too. */
const made = ({ cluster }: CheckSubject) => cluster.ofKind('', 'Namespace');

/** The level of the Pod Security Standards that a namespace holds its pods to. */
const levelOf = ({ value }: Resource) => textAt(value, 'metadata', 'labels', 'pod-security.kubernetes.io/enforce');

/** Checks of the namespaces that pods run in, or may. */
export const namespaces: readonly Check[] = [
  {
    id: 'kube-system',
    title: 'Nothing is installed into the namespace of the cluster itself',
    severity: 'MEDIUM',
    standards: ['CIS 5.6.1'],
    rationale: 'Who may change things in kube-system has the cluster, and policies often pass over it.',
    remedy: 'Name a namespace of your own.',
    look: ({ workloads }) =>
      workloads
        .filter(({ resource }) => namespaceOf(resource) === 'kube-system')
        .map(({ resource }) => ({ resource, path: 'metadata.namespace' })),
  },
  {
    id: 'namespace-without-pod-security',
    title: 'Namespaces say which pods they admit',
    severity: 'MEDIUM',
    standards: ['CIS 5.2.1', 'NSA', 'OWASP K04'],
    rationale: 'Without the label any pod is admitted that somebody may create there, privileged ones too.',
    remedy: 'Label it pod-security.kubernetes.io/enforce: baseline, or restricted.',
    look: (subject) =>
      made(subject)
        .filter((namespace) => !['baseline', 'restricted'].includes(levelOf(namespace) ?? ''))
        .map((resource) => ({ resource, path: 'metadata.labels' })),
  },
  {
    id: 'namespace-below-restricted',
    title: 'Namespaces admit only pods that are restricted',
    severity: 'LOW',
    standards: ['PSS restricted', 'CIS 5.2.6', 'CIS 5.2.7', 'CIS 5.2.9', 'CIS 5.2.10'],
    rationale: 'Level baseline admits containers of root that keep capabilities and may gain more rights.',
    remedy: 'Label it pod-security.kubernetes.io/enforce: restricted, once its pods are.',
    look: (subject) =>
      made(subject)
        .filter((namespace) => levelOf(namespace) === 'baseline')
        .map((resource) => ({ resource, path: 'metadata.labels["pod-security.kubernetes.io/enforce"]' })),
  },
  {
    id: 'namespace-without-network-policy',
    title: 'Namespaces have network policies',
    severity: 'MEDIUM',
    standards: ['CIS 5.3.2', 'NSA', 'OWASP K07'],
    rationale: 'Whatever runs there, today’s pods and tomorrow’s, is reached from everywhere.',
    remedy: 'Add a policy that denies by default.',
    look: (subject) => {
      const having = new Set(findPolicies(subject).map(({ resource }) => namespaceOf(resource)));
      const foreign = judgeForeignPolicies(subject);
      return made(subject)
        .filter(({ identity }) => !having.has(identity.name) && foreign.ofNamespace(identity.name) === 'no')
        .map((resource) => ({ resource, path: 'metadata.name' }));
    },
  },
];
