import { textAt } from '../../formats/json/members.ts';
import { toCluster } from '../../formats/kubernetes/cluster.ts';
import { containersOf, findWorkloads, isPodReadable, type Workload } from '../../formats/kubernetes/workload.ts';
import { canonicalize } from '../../formats/reference/reference.ts';
import type { Exposure, ExposureWay, WorkloadExposure } from '../../model/exposure.ts';
import type { Resource } from '../../model/resource.ts';
import type { FindEntrances } from './entrance.ts';
import { findCustomEntrances } from './entrances/custom.ts';
import { findGatewayRoutes } from './entrances/gateway-api.ts';
import { findHostEntrances } from './entrances/host.ts';
import { findIngresses } from './entrances/ingress.ts';
import { findIstioEntrances } from './entrances/istio.ts';
import { findOpenServices } from './entrances/open-services.ts';
import { findOpenshiftRoutes } from './entrances/openshift-route.ts';
import { createFollower } from './follow.ts';
import { type ImageUser, judgePrivilege, type RightsOf } from './privilege.ts';
import { toStep } from './to-step.ts';

const sorts: readonly FindEntrances[] = [
  findIngresses,
  findGatewayRoutes,
  findIstioEntrances,
  findOpenshiftRoutes,
  findOpenServices,
  findHostEntrances,
  findCustomEntrances,
];

/** What exposure asks of others. */
export interface ExposureAids {
  /** What an image says of the user that it runs as, by canonical reference; undefined where it was not read. */
  readonly findImage?: (reference: string) => ImageUser | undefined;
  /** What a pod may do by the token that it holds; without it nothing is said of rights. */
  readonly rightsOf?: RightsOf;
}

/**
 * The ways that lead from outside to each workload, and what its containers may do.
 *
 * Ways are those that manifests declare; what a controller adds in a running cluster is not in them, and whether a network policy stands in
 * the way is not asked. Ports are not compared: a Service leads to a pod that its selector holds.
 *
 * in      resources of any shape, as a record holds them
 * out     in the order of the resources; `not-exposed` only where every Service, selector and workload on the way could be read
 * faults  none
 * cost    O(entrances × services × workloads) of one namespace
 */
export function findExposures(resources: readonly Resource[], aids: ExposureAids = {}): readonly WorkloadExposure[] {
  const cluster = toCluster(resources);
  const workloads = findWorkloads(cluster);
  const follow = createFollower(cluster, workloads);
  const found = new Map<Workload, { readonly ways: ExposureWay[]; readonly doubts: Set<string> }>();
  const get = (workload: Workload) => {
    const known = found.get(workload) ?? { ways: [], doubts: new Set<string>() };
    found.set(workload, known);
    return known;
  };
  for (const entrance of sorts.flatMap((find) => find(cluster, workloads))) {
    const { ways, doubts } = follow(entrance);
    for (const { workload, way } of ways) get(workload).ways.push(way);
    for (const { workload, doubt } of doubts) get(workload).doubts.add(doubt);
  }
  const { findImage = () => undefined, rightsOf } = aids;
  return workloads.map((workload) => toExposure(workload, get(workload), { findImage, ...(rightsOf && { rightsOf }) }));
}

function toExposure(
  workload: Workload,
  { ways, doubts }: { readonly ways: readonly ExposureWay[]; readonly doubts: ReadonlySet<string> },
  aids: ExposureAids & Required<Pick<ExposureAids, 'findImage'>>,
): WorkloadExposure {
  const { resource, pod } = workload;
  const { resource: identity, ...place } = toStep(resource);
  const sorted = [...ways.filter(({ doubt }) => doubt === undefined), ...ways.filter(({ doubt }) => doubt !== undefined)];
  const all = [...doubts, ...ownDoubts(workload)];
  const rights = aids.rightsOf?.(workload);
  return {
    workload: identity,
    ...place,
    ...(resource.component !== undefined && { component: resource.component }),
    exposure: judge(sorted, all),
    ways: sorted,
    doubts: all,
    containers: containersOf(pod).map((container) => {
      const image = canonicalize(textAt(container, 'image') ?? '') ?? null;
      return {
        name: textAt(container, 'name') ?? '',
        image,
        privilege: judgePrivilege(workload, container, { image, findImage: aids.findImage, rights }),
      };
    }),
  };
}

function judge(ways: readonly ExposureWay[], doubts: readonly string[]): Exposure {
  if (ways.some(({ doubt }) => doubt === undefined)) return 'exposed';
  return ways.length > 0 || doubts.length > 0 ? 'unknown' : 'not-exposed';
}

function ownDoubts({ resource, labels, pod, isCustom }: Workload): readonly string[] {
  const { kind, name } = resource.identity;
  return [
    ...(isCustom ? [`The controller of ${kind} ${name} makes its pods, and may open them.`] : []),
    ...(labels ? [] : [`The labels of ${kind} ${name} cannot be read.`]),
    ...(isPodReadable(pod) ? [] : [`The containers of ${kind} ${name} cannot be read.`]),
  ];
}
