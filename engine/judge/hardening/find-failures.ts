import { newestKubernetesMinor } from '../../formats/end-of-life/end-of-life.ts';
import { textAt } from '../../formats/json/members.ts';
import { toCluster } from '../../formats/kubernetes/cluster.ts';
import { findWorkloads } from '../../formats/kubernetes/workload.ts';
import type { CheckFinding, PodSecurityRow } from '../../model/hardening.ts';
import type { Resource } from '../../model/resource.ts';
import { severities } from '../../model/severity.ts';
import { checks } from './all.ts';
import type { Check, Hit } from './check.ts';
import { judgePodSecurity, newestMinor } from './pod-security/judge-pod-security.ts';

/**
 * Everything that resources fail, by every check.
 *
 * in      the minor version of Kubernetes 1 that they are installed on
 * out     ordered by severity, check, resource and path; suppressed ones too, with the annotation that says so
 */
export function findFailures(
  resources: readonly Resource[],
  kubernetesMinor: number = newestKubernetesMinor,
): readonly CheckFinding[] {
  const cluster = toCluster(resources);
  const subject = { cluster, workloads: findWorkloads(cluster), kubernetesMinor };
  return checks.flatMap((check) => check.look(subject).map((hit) => toFinding(check, hit))).toSorted(compare);
}

/**
 * The level of the Pod Security Standards that each workload reaches.
 *
 * in      a minor version of Kubernetes 1
 */
export function judgePods(resources: readonly Resource[], minor: number): readonly PodSecurityRow[] {
  const version = `v1.${Math.min(minor, newestMinor)}`;
  return findWorkloads(toCluster(resources)).map(({ resource, pod, podPath, annotations }) => {
    const { level, violations } = judgePodSecurity({ spec: pod, annotations }, minor);
    return {
      resource: resource.identity,
      level,
      version,
      violations: violations.map(({ control, path, level, remedy }) => ({
        control,
        path: inResource(path, podPath),
        level,
        remedy,
      })),
    };
  });
}

/** `spec.containers[0]` of a pod is `spec.template.spec.containers[0]` of its Deployment. */
function inResource(path: string, podPath: string): string {
  const parent = podPath.replace(/\.?spec$/, '');
  return parent === '' ? path : `${parent}.${path}`;
}

function toFinding(check: Check, { resource, path, remedy = check.remedy }: Hit): CheckFinding {
  return {
    check: check.id,
    severity: check.severity,
    resource: resource.identity,
    path,
    file: resource.file,
    line: resource.line ?? null,
    remedy,
    component: resource.component ?? null,
    suppressedBy: suppressionOf(check.id, resource),
  };
}

/** Annotations of ours and of kube-linter, on the resource: `plimsoll.dev/ignore: id, id`, `ignore-check.kube-linter.io/id: reason`. */
function suppressionOf(id: string, { value }: Resource): string | null {
  const ours = textAt(value, 'metadata', 'annotations', 'plimsoll.dev/ignore');
  if (ours?.split(',').some((one) => one.trim() === id)) return 'plimsoll.dev/ignore';
  const theirs = `ignore-check.kube-linter.io/${id}`;
  if (textAt(value, 'metadata', 'annotations', theirs) !== undefined) return theirs;
  const all = 'kube-linter.io/ignore-all';
  return textAt(value, 'metadata', 'annotations', all) !== undefined ? all : null;
}

function compare(a: CheckFinding, b: CheckFinding): number {
  const order = severities.indexOf(a.severity) - severities.indexOf(b.severity);
  const [one, other] = [a, b].map(({ check, resource, path }) =>
    [check, resource.namespace ?? '', resource.kind, resource.name, path].join('\n'),
  );
  return order || ((one ?? '') < (other ?? '') ? -1 : one === other ? 0 : 1);
}
