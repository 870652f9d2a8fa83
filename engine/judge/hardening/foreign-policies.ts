import { type Answer, anyOf } from '../../formats/kubernetes/answer.ts';
import { type Cluster, namespaceOf } from '../../formats/kubernetes/cluster.ts';
import { findGapPlace } from '../../formats/kubernetes/find-place.ts';
import { type ForeignPolicy, findForeignPolicies } from '../../formats/kubernetes/foreign-policies/foreign-policies.ts';
import { type Direction, toSubjects } from '../../formats/kubernetes/foreign-policies/policy-subject.ts';
import { findWorkloads, type Workload } from '../../formats/kubernetes/workload.ts';
import type { Gap } from '../../model/reading.ts';
import type { CheckSubject } from './check.ts';

type JudgedRelease = Pick<CheckSubject, 'cluster' | 'workloads'>;

const directions: readonly Direction[] = ['Ingress', 'Egress'];

/** Whether policies of other products isolate pods, as far as their selectors can be read. */
export interface ForeignJudgment {
  readonly ofWorkload: (workload: Workload, direction: Direction) => Answer;
  /** Any pod there, or every one of a workload there. */
  readonly ofNamespace: (name: string) => Answer;
}

/** What the policies of other products do for the checks that ask for policies. */
export function judgeForeignPolicies(subject: JudgedRelease): ForeignJudgment {
  return judge(findForeignPolicies(subject.cluster), subject);
}

/**
 * The policies of other products of which nobody knows whether they isolate pods, so that checks neither fail nor pass there.
 *
 * gaps    policy-unknown
 */
export function tellForeignPolicies(cluster: Cluster): readonly Gap[] {
  const policies = findForeignPolicies(cluster);
  if (policies.length === 0) return [];
  const subject = { cluster, workloads: findWorkloads(cluster) };
  const declared = cluster.ofKind('', 'Namespace').map(({ identity }) => identity.name);
  return policies.flatMap((policy) => {
    const { ofWorkload, ofNamespace } = judge([policy], subject);
    const open = subject.workloads.filter((workload) => directions.some((one) => ofWorkload(workload, one) === 'maybe'));
    const namespaces = [
      ...open.map(({ resource }) => namespaceOf(resource) ?? 'default'),
      ...declared.filter((name) => ofNamespace(name) === 'maybe'),
    ];
    return namespaces.length === 0 ? [] : [toGap(policy, [...new Set(namespaces)].toSorted())];
  });
}

function judge(policies: readonly ForeignPolicy[], { cluster, workloads }: JudgedRelease): ForeignJudgment {
  const subjects = toSubjects(cluster);
  const byNamespace = Map.groupBy(workloads, ({ resource }) => namespaceOf(resource));
  const ofWorkload: ForeignJudgment['ofWorkload'] = (workload, direction) => {
    const subject = subjects.ofWorkload(workload);
    return anyOf(policies, ({ isolates }) => isolates(subject, direction));
  };
  const ofNamespace: ForeignJudgment['ofNamespace'] = (name) => {
    const subject = subjects.ofNamespace(name);
    const ofAny = anyOf(directions, (one) => anyOf(policies, ({ isolates }) => isolates(subject, one)));
    if (ofAny !== 'maybe') return ofAny;
    const own = byNamespace.get(name) ?? [];
    return own.some((each) => directions.some((one) => ofWorkload(each, one) === 'yes')) ? 'yes' : 'maybe';
  };
  return { ofWorkload, ofNamespace };
}

function toGap({ resource }: ForeignPolicy, namespaces: readonly string[]): Gap {
  const { kind, name } = resource.identity;
  const where = namespaces.slice(0, 5).join(', ') + (namespaces.length > 5 ? ` and ${namespaces.length - 5} more` : '');
  const detail = `${kind} ${name}: whether it isolates pods in ${where} cannot be read from it, so that checks for network policies neither fail nor pass there.`;
  return { code: 'policy-unknown', unit: 'judge/hardening', ...findGapPlace(resource, 'spec'), detail };
}
