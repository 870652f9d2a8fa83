import type { Gap } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import { toCluster } from './cluster.ts';
import { findGapPlace } from './find-place.ts';
import { findWrongFields } from './find-wrong-fields.ts';
import { findOtherContainer } from './pods-by-shape.ts';
import { findWorkloads, isMistypedWorkload, isPodReadable, isWorkloadKind, pathInResource, type Workload } from './workload.ts';

/**
 * What of workloads cannot be read as Kubernetes would read it, so that nothing that is said of them is taken for the whole.
 *
 * in      of what unit the gaps are
 * gaps    workload-unreadable: its pod or its containers are not there, or its API version has no such kind; field-unreadable: a field that
 *         decides something holds what cannot stand there, and counts as left out; pods-elsewhere: a resource of another kind holds
 *         containers that are not read, such as no list of them
 * cost    O(size of the resources)
 */
export function findUnreadable(resources: readonly Resource[], unit: string): readonly Gap[] {
  const workloads = Map.groupBy(findWorkloads(toCluster(resources)), ({ resource }) => resource);
  return resources.flatMap((resource): readonly Gap[] => {
    const { identity, value } = resource;
    const tell = (code: string, detail: string, path = ''): Gap => ({ code, unit, ...findGapPlace(resource, path), detail });
    const name = `${identity.kind} ${identity.namespace === null ? '' : `${identity.namespace}/`}${identity.name}`;
    if (isMistypedWorkload(resource))
      return [tell('workload-unreadable', `${name} is of a kind that ${identity.apiVersion} does not have.`, 'apiVersion')];
    const own = workloads.get(resource) ?? [];
    const isKnown = isWorkloadKind(resource);
    if (isKnown && own.length === 0) return [tell('workload-unreadable', `${name} holds no pod that can be read.`)];
    const other = isKnown ? undefined : findOtherContainer(value, new Set(own.map(({ holder }) => holder)));
    return [
      ...own.flatMap((workload) => tellPod(workload, name, tell)),
      ...(other === undefined
        ? []
        : [tell('pods-elsewhere', `${name} holds containers in ${other}, where pods of this kind are not read.`, other)]),
    ];
  });
}

function tellPod(workload: Workload, name: string, tell: (code: string, detail: string, path: string) => Gap): readonly Gap[] {
  const path = pathInResource(workload, 'containers');
  if (!isPodReadable(workload.pod))
    return [tell('workload-unreadable', `What stands in ${path} of ${name} are no containers.`, path)];
  const wrong = findWrongFields(workload.pod).map((field) => pathInResource(workload, field));
  return [
    ...wrong.map((field) =>
      tell('field-unreadable', `${field} of ${name} holds what cannot stand there; it counts as left out.`, field),
    ),
    ...(workload.patches ?? []).map((patch) =>
      tell('field-unreadable', `${patch} of ${name} changes its pod when it runs; it counts as left out.`, patch),
    ),
  ];
}
