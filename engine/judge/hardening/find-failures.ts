import { newestKubernetesMinor } from '../../formats/end-of-life/end-of-life.ts';
import { toCluster } from '../../formats/kubernetes/cluster.ts';
import { findPlace } from '../../formats/kubernetes/find-place.ts';
import { findWorkloads, isPodReadable } from '../../formats/kubernetes/workload.ts';
import type { CheckException, CheckFinding, PodSecurityRow } from '../../model/hardening.ts';
import type { Resource } from '../../model/resource.ts';
import { severities } from '../../model/severity.ts';
import { checks } from './all.ts';
import type { Check, Hit } from './check.ts';
import { inResource } from './in-resource.ts';
import { judgePodSecurity, newestMinor } from './pod-security/judge-pod-security.ts';
import { createSuppression } from './suppression.ts';

/** What a site says that resources are judged by. */
export interface SiteRules {
  /** Minor version of Kubernetes 1 that they are installed on; the newest that is known where nobody says. */
  readonly kubernetesMinor?: number;
  /** See `CheckSubject`. */
  readonly allowedRegistries?: readonly string[];
  readonly exceptions?: readonly CheckException[];
  /** The time that exceptions are judged at, ISO 8601; without it none is over. */
  readonly now?: string;
}

/**
 * Everything that resources fail, by every check.
 *
 * out     ordered by severity, check, resource and path; suppressed ones too, with who says so
 */
export function findFailures(resources: readonly Resource[], rules: SiteRules = {}): readonly CheckFinding[] {
  const { kubernetesMinor = newestKubernetesMinor, allowedRegistries = [], exceptions = [], now = '' } = rules;
  const cluster = toCluster(resources);
  const subject = { cluster, workloads: findWorkloads(cluster), kubernetesMinor, allowedRegistries };
  const find = createSuppression(exceptions, now);
  const found = checks.flatMap((check) => distinct(check.look(subject)).map((hit) => withKey(toFinding(check, hit, find))));
  return found.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b))).map(([, finding]) => finding);
}

/**
 * The level of the Pod Security Standards that each workload reaches; one whose containers cannot be read reaches none, and is a gap of
 * `findUnreadable`.
 *
 * in      a minor version of Kubernetes 1
 */
export function judgePods(resources: readonly Resource[], minor: number): readonly PodSecurityRow[] {
  const version = `v1.${Math.min(minor, newestMinor)}`;
  const workloads = findWorkloads(toCluster(resources)).filter(({ pod }) => isPodReadable(pod));
  return workloads.map((workload) => {
    const { resource, pod, annotations } = workload;
    const { level, violations } = judgePodSecurity({ spec: pod, annotations }, minor);
    return {
      resource: resource.identity,
      level,
      version,
      violations: violations.map(({ control, path, level, remedy }) => ({
        control,
        path: inResource(path, workload),
        level,
        remedy,
      })),
    };
  });
}

/** Several pods of one resource may share a place. */
function distinct(hits: readonly Hit[]): readonly Hit[] {
  const seen = new Map<Resource, Set<string>>();
  return hits.filter(({ resource, path }) => {
    const paths = seen.get(resource) ?? new Set();
    seen.set(resource, paths);
    return paths.size < paths.add(path).size;
  });
}

function toFinding(
  check: Check,
  { resource, path, remedy = check.remedy }: Hit,
  find: ReturnType<typeof createSuppression>,
): CheckFinding {
  const suppression = find({ check: check.id, resource, path });
  return {
    check: check.id,
    severity: check.severity,
    resource: resource.identity,
    path,
    ...findPlace(resource, path),
    remedy,
    component: resource.component ?? null,
    suppressedBy: suppression?.by ?? null,
    ...(suppression && { suppression }),
  };
}

/** The finding with what it is ordered by. */
function withKey(finding: CheckFinding): readonly [string, CheckFinding] {
  const { severity, check, resource, path } = finding;
  const place = [check, resource.namespace ?? '', resource.kind, resource.name, path].join('\n');
  return [`${severities.indexOf(severity)} ${place}`, finding];
}
