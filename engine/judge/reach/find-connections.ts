import { labelsAt, selects } from '../../formats/kubernetes/cluster.ts';
import type { Connection, ReachPeer, ReachWorkload } from '../../model/reach.ts';
import { toBlocks } from './address-space.ts';
import { decide } from './decide.ts';
import type { Backend } from './find-entrances.ts';
import { nameOfWorkload, type PodGroup } from './find-pods.ts';
import type { Judged, JudgedPods } from './find-reach.ts';
import { namespaceOrDefault } from './namespace-of.ts';
import { intersect, isEmpty, keyOfPorts, noPorts, type PortSet, toPorts, unite } from './port-set.ts';
import { targetPorts } from './service-ports.ts';

/** A workload with its pods; several groups where these have different labels. */
interface Side {
  readonly workload: ReachWorkload;
  readonly pods: readonly JudgedPods[];
}

/** Every connection that is possible: from outside, between workloads, to the outside, and through what serves Ingresses. */
export function findConnections(judged: Judged, entrances: readonly Backend[]): readonly Connection[] {
  const sides = toSides(judged.pods);
  const between = createPairs();
  const outside = createOutside(judged);
  return [
    ...sides.flatMap((side) => outside(side, 'ingress').map(({ block, ports }) => toConnection(block, side.workload, ports))),
    ...sides.flatMap((from) => [
      ...outside(from, 'egress').map(({ block, ports }) => toConnection(from.workload, block, ports)),
      ...sides.flatMap((to) => {
        const ports = from === to ? noPorts : between(from, to);
        return isEmpty(ports) ? [] : [toConnection(from.workload, to.workload, ports)];
      }),
    ]),
    ...sides.flatMap((side) => {
      const ports = throughIngress(side, judged, entrances);
      return isEmpty(ports) ? [] : [toConnection({ ingress: true }, side.workload, ports)];
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

function toConnection(from: ReachPeer, to: ReachPeer, ports: PortSet): Connection {
  return { from, to, ports: toPorts(ports) };
}

/** Both ends have to allow it. What two answers have in common is looked for once. */
function createPairs(): (from: Side, to: Side) => PortSet {
  const known = new Map<PortSet, Map<PortSet, PortSet>>();
  const common = (one: PortSet, other: PortSet) => {
    const row = known.get(one) ?? new Map<PortSet, PortSet>();
    known.set(one, row);
    const found = row.get(other) ?? intersect(one, other);
    row.set(other, found);
    return found;
  };
  const ofPods = (from: JudgedPods, to: JudgedPods) => {
    const out = decide(from.egress, to.number, to.group);
    return isEmpty(out) ? noPorts : common(out, decide(to.ingress, from.number, to.group));
  };
  return (from, to) =>
    from.pods.reduce((sum, one) => to.pods.reduce((all, other) => unite(all, ofPods(one, other)), sum), noPorts);
}

/** Addresses that one side exchanges the same with, as the fewest CIDRs; runs of segments are written out once for all sides. */
function createOutside({ terrain: { segments } }: Judged) {
  const written = new Map<number, readonly string[]>();
  const write = ([first, end]: Run) => {
    const key = first * (segments.all.length + 1) + end;
    const found = written.get(key) ?? toBlocks(segments.all.slice(first, end));
    written.set(key, found);
    return found;
  };
  return (side: Side, direction: 'ingress' | 'egress') =>
    findRuns(side, direction, segments).flatMap(({ ports, runs }) =>
      runs.flatMap((run) => write(run).map((ipBlock) => ({ block: { ipBlock }, ports }))),
    );
}

/** Segments that stand together, the end left out. */
type Run = [first: number, end: number];

function findRuns({ pods }: Side, direction: 'ingress' | 'egress', { from, all }: Judged['terrain']['segments']) {
  const groups = new Map<string, { readonly ports: PortSet; readonly runs: Run[] }>();
  const bySet = new Map<PortSet, Run[]>();
  for (let at = 0; at < all.length; at++) {
    let ports = noPorts;
    for (const { group, [direction]: verdicts } of pods)
      ports = unite(ports, decide(verdicts, from + at, direction === 'ingress' ? group : undefined));
    if (isEmpty(ports)) continue;
    const runs = bySet.get(ports) ?? groupOf(groups, ports).runs;
    bySet.set(ports, runs);
    const last = runs.at(-1);
    if (last?.[1] === at) last[1] = at + 1;
    else runs.push([at, at + 1]);
  }
  return [...groups.values()];
}

function groupOf(groups: Map<string, { readonly ports: PortSet; readonly runs: Run[] }>, ports: PortSet) {
  const key = keyOfPorts(ports);
  const group = groups.get(key) ?? { ports, runs: [] };
  groups.set(key, group);
  return group;
}

function throughIngress({ pods }: Side, { cluster, terrain }: Judged, entrances: readonly Backend[]): PortSet {
  const controller = terrain.segments.from + terrain.segments.all.length;
  return pods.reduce((sum, { group, ingress }) => {
    const open = entrances.reduce(
      (all, entrance) => unite(all, portsBehind(entrance, group, cluster.ofKind('', 'Service'))),
      noPorts,
    );
    return isEmpty(open) ? sum : unite(sum, intersect(open, decide(ingress, controller, group)));
  }, noPorts);
}

function portsBehind({ namespace, service, port }: Backend, group: PodGroup, services: Judged['cluster']['resources']): PortSet {
  if (namespace !== group.namespace) return noPorts;
  return services
    .filter((each) => each.identity.name === service && namespaceOrDefault(each) === namespace)
    .reduce((sum, each) => {
      const selector = labelsAt(each.value, 'spec', 'selector');
      const isSelected = selector !== undefined && selector.size > 0 && selects(selector, group.labels);
      return isSelected ? unite(sum, targetPorts(each, port, group)) : sum;
    }, noPorts);
}
