import { textAt } from '../../formats/json/members.ts';
import { type Cluster, labelsAt, namespaceOf, selects, sharesNamespace } from '../../formats/kubernetes/cluster.ts';
import type { Workload } from '../../formats/kubernetes/workload.ts';
import type { ExposureStep, ExposureWay } from '../../model/exposure.ts';
import type { Resource } from '../../model/resource.ts';
import type { Entrance } from './entrance.ts';
import { describeService } from './entrances/open-services.ts';
import { toStep } from './to-step.ts';

/** Where an entrance leads. */
export interface Followed {
  readonly ways: readonly { readonly workload: Workload; readonly way: ExposureWay }[];
  /** Workloads that it may lead to, with the sentence that says why nobody can tell. */
  readonly doubts: readonly { readonly workload: Workload; readonly doubt: string }[];
}

/** A path so far. */
interface Path {
  readonly entrance: Entrance;
  readonly steps: readonly ExposureStep[];
  readonly doubt: string | undefined;
}

/** Names of other Services that a Service may stand for, one after another. */
const maxAliases = 3;

/** Where entrances are followed. */
interface Terrain {
  readonly services: ReadonlyMap<string, readonly Resource[]>;
  readonly workloads: readonly Workload[];
}

/** Follows entrances through Services to the workloads whose pods these select. */
export function createFollower(cluster: Cluster, workloads: readonly Workload[]): (entrance: Entrance) => Followed {
  const place = { services: Map.groupBy(cluster.ofKind('', 'Service'), ({ identity }) => identity.name), workloads };
  return (entrance) => follow(entrance, place);
}

function follow(entrance: Entrance, place: Terrain): Followed {
  const { target, steps, doubt } = entrance;
  const path: Path = { entrance, steps, doubt };
  if (target.kind === 'workload') return { ways: [toWay(path, target.workload)], doubts: [] };
  if (target.kind === 'labels') return ofLabels(path, target.labels, place);
  if (target.kind === 'this-service') return ofService(path, target.service, place, maxAliases);
  if (target.kind === 'service') return ofName(path, target, place, maxAliases);
  return unreadable(target.from, `${nameOf(target.from)} lets connections in, and ${doubt ?? 'cannot be read'}.`, place);
}

function ofLabels(path: Path, labels: ReadonlyMap<string, string>, { workloads }: Terrain): Followed {
  const selected = workloads.filter((each) => each.labels && selects(labels, each.labels));
  return { ways: selected.map((each) => toWay(path, each)), doubts: [] };
}

function ofName(
  path: Path,
  { name, namespace, from }: { readonly name: string; readonly namespace?: string; readonly from: Resource },
  place: Terrain,
  left: number,
): Followed {
  const followed = (place.services.get(name) ?? []).map((service) => {
    const shared = sharesStated(service, namespace, from);
    return shared === 'no' ? none : ofService(shared === 'yes' ? path : withDoubt(path, unstated), service, place, left);
  });
  return { ways: followed.flatMap(({ ways }) => ways), doubts: followed.flatMap(({ doubts }) => doubts) };
}

function ofService(path: Path, service: Resource, place: Terrain, left: number): Followed {
  const through = { ...path, steps: [...path.steps, toStep(service, describeService(service))] };
  const isAlias = textAt(service.value, 'spec', 'type') === 'ExternalName';
  const alias = isAlias ? textAt(service.value, 'spec', 'externalName') : undefined;
  if (alias !== undefined) return left === 0 ? none : ofAlias(through, alias, service, place, left - 1);
  const selector = labelsAt(service.value, 'spec', 'selector');
  if (selector && selector.size > 0) return ofSelector(through, service, selector, place);
  return unreadable(
    service,
    `${nameOf(service)} is open, and ${selector ? 'has no selector' : 'its selector cannot be read'}.`,
    place,
  );
}

/** `name.namespace.svc…` is a Service of this cluster, anything else is somewhere else. */
function ofAlias(path: Path, alias: string, from: Resource, place: Terrain, left: number): Followed {
  const [name = '', namespace, svc] = alias.split('.');
  return namespace !== undefined && svc === 'svc' ? ofName(path, { name, namespace, from }, place, left) : none;
}

function ofSelector(path: Path, service: Resource, selector: ReadonlyMap<string, string>, { workloads }: Terrain): Followed {
  const ways = workloads.flatMap((each) => {
    const shared = sharesNamespace(each.resource, service);
    if (shared === 'no' || !each.labels || !selects(selector, each.labels)) return [];
    return [toWay(shared === 'yes' ? path : withDoubt(path, unstated), each)];
  });
  return { ways, doubts: [] };
}

function unreadable(from: Resource, doubt: string, { workloads }: Terrain): Followed {
  const near = workloads.filter(({ resource }) => sharesNamespace(resource, from) !== 'no');
  return { ways: [], doubts: near.map((workload) => ({ workload, doubt })) };
}

const unstated = 'a manifest on the way does not say which namespace it is installed in';
const none: Followed = { ways: [], doubts: [] };

function sharesStated(service: Resource, namespace: string | undefined, from: Resource): 'yes' | 'no' | 'maybe' {
  if (namespace === undefined) return sharesNamespace(service, from);
  const own = namespaceOf(service);
  return own === undefined ? 'maybe' : own === namespace ? 'yes' : 'no';
}

function withDoubt(path: Path, doubt: string): Path {
  return { ...path, doubt: path.doubt ?? doubt };
}

function toWay({ entrance, steps, doubt }: Path, workload: Workload): Followed['ways'][number] {
  const way = { kind: entrance.kind, ...(doubt !== undefined && { doubt }), steps: [...steps, toStep(workload.resource)] };
  return { workload, way };
}

function nameOf(resource: Resource): string {
  const namespace = namespaceOf(resource);
  return `${resource.identity.kind} ${namespace === undefined ? '' : `${namespace}/`}${resource.identity.name}`;
}
