import type { Gap } from '../../../model/reading.ts';
import type { FoundPods, PodGroup } from '../find-pods.ts';
import { nameOfWorkload } from '../find-pods.ts';
import { toGap } from '../to-gap.ts';
import { createGuard } from './create-guard.ts';
import type { MeshPolicies } from './read-mesh.ts';

/**
 * Where it matters whether pods have a proxy, and they have none, or nobody can say.
 *
 * gaps    proxy-unknown: policies of a mesh would hold for a workload, and are taken as not acting on it; selector-matches-nothing: a policy
 *         that selects no pod with a proxy
 */
export function findUnproxied({ groups, places }: FoundPods, mesh: MeshPolicies): readonly Gap[] {
  const unknown = groups.filter((group) => group.mesh?.proxy === 'unknown' && createGuard(group, mesh));
  const names = new Set(unknown.flatMap(({ workloads }) => workloads.map(nameOfWorkload)));
  return [
    ...places
      .filter(({ workload }) => names.has(nameOfWorkload(workload)))
      .map(({ resource }) =>
        toGap(
          'proxy-unknown',
          resource,
          "policies of Istio select it, and whether its pods have Istio's proxy depends on labels of their namespace that these manifests do not state; it is judged as open",
        ),
      ),
    ...[...mesh.authorizations, ...mesh.peers].flatMap(({ selects, resource }) => {
      const why = whyIdle(groups.filter(({ namespace, labels }) => selects(namespace, labels)));
      return why === undefined ? [] : [toGap('selector-matches-nothing', resource, why)];
    }),
  ];
}

function whyIdle(selected: readonly PodGroup[]): string | undefined {
  if (selected.length === 0) return 'it selects no pod of these manifests';
  const isActing = selected.some(({ mesh }) => mesh?.proxy !== 'no');
  return isActing ? undefined : "it selects pods without Istio's proxy alone, so that it protects nothing";
}
