import { textAt } from '../../formats/json/members.ts';
import { namespaceOf, toCluster } from '../../formats/kubernetes/cluster.ts';
import { findWorkloads, type Workload } from '../../formats/kubernetes/workload.ts';
import type { NamespacePolicy, NamespacePolicyRow } from '../../model/namespace-policy.ts';
import type { Resource } from '../../model/resource.ts';
import { findViolations, newestMinor } from './pod-security/judge-pod-security.ts';

const prefix = 'pod-security.kubernetes.io/';
const modes = ['enforce', 'audit', 'warn'] as const;

/**
 * What each namespace's own labels of Pod Security admission say, and which of its workloads they would refuse, log or warn of.
 *
 * in      `minor`: of the cluster, for labels without version or of `latest`
 * out     by name; a namespace of workloads that the release does not declare has nulls: what it admits is not known. Nothing is exempted:
 *         exemptions stand in the API server's own configuration, which no manifest tells
 * source  Kubernetes, "Enforce Pod Security Standards with Namespace Labels"; k8s.io/pod-security-admission, api/helpers.go: a level that is none
 *         is judged as restricted
 */
export function judgeNamespaces(resources: readonly Resource[], minor: number): readonly NamespacePolicyRow[] {
  const cluster = toCluster(resources);
  const byNamespace = Map.groupBy(findWorkloads(cluster), ({ resource }) => namespaceOf(resource));
  const declared = new Map(cluster.ofKind('', 'Namespace').map((resource) => [resource.identity.name, resource]));
  return [...byNamespace]
    .flatMap(([name, workloads]) => (name === undefined ? [] : [{ name, workloads }]))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, workloads }) => {
      const namespace = declared.get(name);
      return {
        namespace: name,
        file: namespace?.file ?? null,
        line: namespace?.line ?? null,
        workloads: workloads.length,
        policies: modes.map((mode) => (namespace ? toPolicy(mode, namespace, { workloads, minor }) : unknown(mode))),
      };
    });
}

const unknown = (mode: NamespacePolicy['mode']): NamespacePolicy => ({
  mode,
  level: null,
  version: null,
  stated: false,
  refuses: [],
});

interface Subjects {
  readonly workloads: readonly Workload[];
  readonly minor: number;
}

function toPolicy(mode: NamespacePolicy['mode'], { value }: Resource, { workloads, minor }: Subjects): NamespacePolicy {
  const said = textAt(value, 'metadata', 'labels', `${prefix}${mode}`);
  const version = textAt(value, 'metadata', 'labels', `${prefix}${mode}-version`) ?? 'latest';
  const level = said === undefined ? 'privileged' : said === 'privileged' || said === 'baseline' ? said : 'restricted';
  const at = minorOf(version) ?? minor;
  const refuses =
    level === 'privileged'
      ? []
      : workloads.flatMap(({ resource, pod, annotations }) => {
          const broken = findViolations({ spec: pod, annotations }, level, Math.min(at, newestMinor));
          const controls = [...new Set(broken.map(({ control }) => control))];
          return controls.length > 0 ? [{ resource: resource.identity, controls }] : [];
        });
  return { mode, level, version, stated: said !== undefined, refuses };
}

function minorOf(version: string): number | undefined {
  const [, minor] = /^v1\.(\d{1,3})$/.exec(version) ?? [];
  return minor === undefined ? undefined : Number(minor);
}
