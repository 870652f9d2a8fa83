import { labelsAt, selects } from '../../formats/kubernetes/cluster.ts';
import type { Connection, ReachPeer, ReachWorkload } from '../../model/reach.ts';
import { toBlocks } from './address-space.ts';
import { decide } from './decide.ts';
import type { Backend } from './entrances/backend.ts';
import { nameOfWorkload, type PodGroup } from './find-pods.ts';
import type { Judged, JudgedPods } from './find-reach.ts';
import { passGuard } from './mesh/pass-guard.ts';
import { namespaceOrDefault } from './namespace-of.ts';
import { keyOfOpening, nothingOpen, type Opening, openOn, toConditions, uniteOpenings } from './opening.ts';
import { intersect, isEmpty, noPorts, type PortSet, toPorts, unite } from './port-set.ts';
import { targetPorts } from './service-ports.ts';

/** A workload with its pods; several groups where these have different labels. */
interface Side {
  readonly workload: ReachWorkload;
  readonly pods: readonly JudgedPods[];
}

/** Every connection that is possible: from outside, between workloads, to the outside, and through what serves Ingresses. */
export function findConnections(judged: Judged, entrances: readonly Backend[]): readonly Connection[] {
  const sides = toSides(judged.pods);
  const between = createPairs(judged);
  const outside = createOutside(judged);
  const through = createThrough(judged, entrances);
  return [
    ...sides.flatMap((side) => outside(side, 'ingress').map(({ block, opening }) => toConnection(block, side.workload, opening))),
    ...sides.flatMap((from) => [
      ...outside(from, 'egress').map(({ block, opening }) => toConnection(from.workload, block, opening)),
      ...sides.flatMap((to) => {
        const opening = from === to ? nothingOpen : between(from, to);
        return isEmpty(opening.ports) ? [] : [toConnection(from.workload, to.workload, opening)];
      }),
    ]),
    ...sides.flatMap((side) => {
      const opening = through(side);
      return isEmpty(opening.ports) ? [] : [toConnection({ ingress: true }, side.workload, opening)];
    }),
  ];
}

function toSides(pods: readonly JudgedPods[]): readonly Side[] {
  const sides = new Map<string, { readonly workload: ReachWorkload; readonly pods: JudgedPods[] }>();
  for (const judged of pods)
    for (const workload of judged.group.workloads) {
      const name = nameOfWorkload(workload);
      const side = sides.get(name);
      if (side) side.pods.push(judged);
      else sides.set(name, { workload, pods: [judged] });
    }
  return [...sides].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, side]) => side);
}

function toConnection(from: ReachPeer, to: ReachPeer, opening: Opening): Connection {
  return { from, to, ports: toPorts(opening.ports), ...toConditions(opening) };
}

/** Both ends have to allow it, and be on one network. What two answers have in common is looked for once. */
function createPairs({ callers, areApart }: Judged): (from: Side, to: Side) => Opening {
  const known = new Map<PortSet, Map<PortSet, Opening>>();
  const common = (one: PortSet, other: PortSet) => {
    const row = known.get(one) ?? new Map<PortSet, Opening>();
    known.set(one, row);
    const found = row.get(other) ?? openOn(intersect(one, other));
    row.set(other, found);
    return found;
  };
  const ofPods = (from: JudgedPods, to: JudgedPods) => {
    if (areApart(from.group, to.group)) return nothingOpen;
    const out = decide(from.egress, to.number, to.group);
    const open = isEmpty(out) ? nothingOpen : common(out, decide(to.ingress, from.number, to.group));
    return passGuard(open, to, callers[from.number]);
  };
  return (from, to) =>
    from.pods.reduce((sum, one) => to.pods.reduce((all, other) => uniteOpenings(all, ofPods(one, other)), sum), nothingOpen);
}

/** Addresses that one side exchanges the same with, as the fewest CIDRs; runs of segments are written out once for all sides. */
function createOutside(judged: Judged) {
  const { segments } = judged.terrain;
  const written = new Map<number, readonly string[]>();
  const write = ([first, end]: Run) => {
    const key = first * (segments.all.length + 1) + end;
    const found = written.get(key) ?? toBlocks(segments.all.slice(first, end));
    written.set(key, found);
    return found;
  };
  return (side: Side, direction: 'ingress' | 'egress') =>
    findRuns(side, direction, judged).flatMap(({ opening, runs }) =>
      runs.flatMap((run) => write(run).map((ipBlock) => ({ block: { ipBlock }, opening }))),
    );
}

/** Segments that stand together, the end left out. */
type Run = [first: number, end: number];

/** Those to which the same is open. */
interface Runs {
  readonly opening: Opening;
  readonly runs: Run[];
}

function findRuns({ pods }: Side, direction: 'ingress' | 'egress', { terrain, callers }: Judged): readonly Runs[] {
  const { from, all } = terrain.segments;
  const groups = new Map<string, Runs>();
  const bySet = new Map<PortSet, Runs>();
  for (let at = 0; at < all.length; at++) {
    let open = nothingOpen;
    for (const each of pods) {
      const target = direction === 'ingress' ? each.group : undefined;
      const ports = decide(each[direction], from + at, target);
      open = uniteOpenings(open, target ? passGuard(openOn(ports), each, callers[from + at]) : openOn(ports));
    }
    if (isEmpty(open.ports)) continue;
    const group = (open.conditions.length === 0 && bySet.get(open.ports)) || groupOf(groups, open);
    if (open.conditions.length === 0) bySet.set(open.ports, group);
    const last = group.runs.at(-1);
    if (last?.[1] === at) last[1] = at + 1;
    else group.runs.push([at, at + 1]);
  }
  return [...groups.values()];
}

function groupOf(groups: Map<string, Runs>, opening: Opening): Runs {
  const key = keyOfOpening(opening);
  const group = groups.get(key) ?? { opening, runs: [] };
  groups.set(key, group);
  return group;
}

/** A proxy that is known calls as itself; of others nobody knows a label. */
function createThrough({ cluster, terrain, pods, callers }: Judged, entrances: readonly Backend[]): (side: Side) => Opening {
  const controller = terrain.segments.from + terrain.segments.all.length;
  const services = Map.groupBy(cluster.ofKind('', 'Service'), (each) => `${namespaceOrDefault(each)}/${each.identity.name}`);
  const proxies = new Map(entrances.map((entrance) => [entrance, pods.filter(({ group }) => entrance.isProxy?.(group))]));
  const ofPods = (entrance: Backend, to: JudgedPods) => {
    const behind = portsBehind(entrance, to.group, services.get(`${entrance.namespace}/${entrance.service}`) ?? []);
    if (isEmpty(behind)) return nothingOpen;
    const through = proxies.get(entrance) ?? [];
    const numbers = through.length === 0 ? [controller] : through.map(({ number }) => number);
    const open = numbers.map((number, at) => {
      const proxy = through[at];
      const out = proxy ? intersect(behind, decide(proxy.egress, to.number, to.group)) : behind;
      const ports = intersect(out, decide(to.ingress, number, to.group));
      return passGuard(openOn(ports), to, callers[number]);
    });
    return open.reduce(uniteOpenings, nothingOpen);
  };
  return (side) =>
    side.pods.reduce(
      (sum, to) => entrances.reduce((all, entrance) => uniteOpenings(all, ofPods(entrance, to)), sum),
      nothingOpen,
    );
}

function portsBehind({ namespace, port }: Backend, group: PodGroup, services: Judged['cluster']['resources']): PortSet {
  if (namespace !== group.namespace) return noPorts;
  return services.reduce((sum, each) => {
    const selector = labelsAt(each.value, 'spec', 'selector');
    const isSelected = selector !== undefined && selector.size > 0 && selects(selector, group.labels);
    return isSelected ? unite(sum, targetPorts(each, port, group)) : sum;
  }, noPorts);
}
