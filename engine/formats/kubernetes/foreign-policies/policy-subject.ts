import type { Answer, LabelLookUp } from '../answer.ts';
import { type Cluster, labelsAt, namespaceOf } from '../cluster.ts';
import { accountOf, type Workload } from '../workload.ts';

/** Which way connections are opened, as pods see it. */
export type Direction = 'Ingress' | 'Egress';

/** Whom a policy may be for, as far as manifests tell: the pods of a workload, or any pod of a namespace. */
export interface PolicySubject {
  /** Undefined where nobody says where it is installed. */
  readonly namespace: string | undefined;
  readonly label: LabelLookUp;
  readonly namespaceLabel: LabelLookUp;
  /** Its service account; undefined where it is not known. */
  readonly account: string | undefined;
}

/** Whether a policy isolates pods in one direction. */
export type Isolates = (subject: PolicySubject, direction: Direction) => Answer;

/** Makes subjects of a release. */
export interface Subjects {
  readonly ofWorkload: (workload: Workload) => PolicySubject;
  /** Any pod there, of which nothing else is known. */
  readonly ofNamespace: (name: string) => PolicySubject;
}

/** Namespaces have the labels that their manifest states, and their name; of those without a manifest nothing else is known. */
export function toSubjects(cluster: Cluster): Subjects {
  const stated = new Map(
    cluster.ofKind('', 'Namespace').map(({ identity, value }) => [identity.name, labelsAt(value, 'metadata', 'labels')]),
  );
  const labelsOf =
    (namespace: string | undefined): LabelLookUp =>
    (key) => {
      if (key === 'kubernetes.io/metadata.name') return namespace;
      const labels = namespace === undefined ? undefined : stated.get(namespace);
      return labels && (labels.get(key) ?? null);
    };
  return {
    ofNamespace: (namespace) => ({
      namespace,
      label: () => undefined,
      namespaceLabel: labelsOf(namespace),
      account: undefined,
    }),
    ofWorkload: ({ resource, labels, pod, isCustom }) => {
      const namespace = namespaceOf(resource);
      // Controllers of kinds that others define add labels to their pods.
      const label: LabelLookUp = (key) => labels && (labels.get(key) ?? (isCustom ? undefined : null));
      return { namespace, label, namespaceLabel: labelsOf(namespace), account: accountOf(pod) };
    },
  };
}
