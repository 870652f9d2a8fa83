import { isObject, listAt, type Members } from '../../formats/json/members.ts';
import type { Cluster } from '../../formats/kubernetes/cluster.ts';
import { pathInResource, placedContainersOf, type Workload } from '../../formats/kubernetes/workload.ts';
import type { Resource } from '../../model/resource.ts';
import type { Severity } from '../../model/severity.ts';

/** What checks look at. */
export interface CheckSubject {
  readonly cluster: Cluster;
  readonly workloads: readonly Workload[];
  /** Minor version of Kubernetes 1 that it is installed on. */
  readonly kubernetesMinor: number;
  /** Registries, or folders of them, that images may come from; empty or absent where nobody said. */
  readonly allowedRegistries?: readonly string[];
}

/** A place that fails a check. */
export interface Hit {
  readonly resource: Resource;
  /** In the resource, dotted, `[n]` for lists. */
  readonly path: string;
  /** What to do here, where that says more than the check's remedy. */
  readonly remedy?: string;
}

/** One check, as data. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Where it is demanded: `CIS 5.1.3` (Kubernetes Benchmark 1.11), `PSS baseline (Sysctls)`, `NSA` (Kubernetes Hardening Guide 1.2), `OWASP K02` (Kubernetes Top Ten 2022). */
  readonly standards: readonly string[];
  /** What can happen otherwise; a sentence. */
  readonly rationale: string;
  /** What to do; a sentence. */
  readonly remedy: string;
  readonly look: (subject: CheckSubject) => readonly Hit[];
}

/** A container with its workload and its path in the resource. */
export interface PlacedContainer {
  readonly workload: Workload;
  readonly path: string;
  readonly value: Members;
}

/** Every container of every workload. */
export function eachContainer({ workloads }: CheckSubject): readonly PlacedContainer[] {
  return workloads.flatMap((workload) => placedContainersOf(workload).map((placed) => ({ workload, ...placed })));
}

/** Containers that a condition holds for, at a path in them. */
export function containersWhere(path: string, isHit: (container: PlacedContainer) => boolean): Check['look'] {
  return (subject) =>
    eachContainer(subject)
      .filter(isHit)
      .map(({ workload, path: at }) => ({ resource: workload.resource, path: `${at}.${path}` }));
}

/** Workloads that a condition holds for, at a path in their pod, which may depend on the workload. */
export function podsWhere(
  path: string | ((workload: Workload) => string),
  isHit: (workload: Workload, subject: CheckSubject) => boolean,
): Check['look'] {
  const pathIn = typeof path === 'string' ? () => path : path;
  return (subject) =>
    subject.workloads
      .filter((workload) => isHit(workload, subject))
      .map((workload) => ({ resource: workload.resource, path: pathInResource(workload, pathIn(workload)) }));
}

/** Entries of a list in containers, `ports`, that a condition holds for, at a path in each: `.containerPort`, or none. */
export function entriesWhere(
  list: string,
  path: string,
  isHit: (entry: Members, container: PlacedContainer) => boolean,
): Check['look'] {
  return (subject) =>
    eachContainer(subject).flatMap((container) =>
      placesIn(container.value, list, (entry) => isHit(entry, container)).map((at) => ({
        resource: container.workload.resource,
        path: `${container.path}.${at}${path}`,
      })),
    );
}

/** Entries of a list in pods, `volumes`, that a condition holds for, at a path in each. */
export function podEntriesWhere(list: string, path: string, isHit: (entry: Members) => boolean): Check['look'] {
  return ({ workloads }) =>
    workloads.flatMap((workload) =>
      placesIn(workload.pod, list, isHit).map((at) => ({
        resource: workload.resource,
        path: pathInResource(workload, at + path),
      })),
    );
}

function placesIn(holder: Members, list: string, isHit: (entry: Members) => boolean): readonly string[] {
  return listAt(holder, ...list.split('.')).flatMap((entry, index) =>
    isObject(entry) && isHit(entry) ? [`${list}[${index}]`] : [],
  );
}
