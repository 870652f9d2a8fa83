import { labelsAt, selects } from '../../formats/kubernetes/cluster.ts';
import type { Connection, ReachPeer, ReachWorkload } from '../../model/reach.ts';
import { type Segment, toBlocks } from './address-space.ts';
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
  return [
    ...sides.flatMap((side) =>
      outside(side, 'ingress', judged).map(({ block, ports }) => toConnection(block, side.workload, ports)),
    ),
    ...sides.flatMap((from) => [
      ...outside(from, 'egress', judged).map(({ block, ports }) => toConnection(from.workload, block, ports)),
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

/** Pods that policies cannot tell apart are asked about once. */
function createPairs(): (from: Side, to: Side) => PortSet {
  const known = new Map<JudgedPods, Map<JudgedPods, PortSet>>();
  const ofPods = (from: JudgedPods, to: JudgedPods) => {
    const row = known.get(from) ?? new Map<JudgedPods, PortSet>();
    known.set(from, row);
    const found = row.get(to) ?? judgePair(from, to);
    row.set(to, found);
    return found;
  };
  return (from, to) =>
    from.pods.reduce((sum, one) => to.pods.reduce((all, other) => unite(all, ofPods(one, other)), sum), noPorts);
}

/** Both ends have to allow it. */
function judgePair(from: JudgedPods, to: JudgedPods): PortSet {
  const out = decide(from.egress, to.number, to.group);
  return isEmpty(out) ? out : intersect(out, decide(to.ingress, from.number, to.group));
}

function outside({ pods }: Side, direction: 'ingress' | 'egress', { terrain: { segments } }: Judged) {
  const groups = new Map<string, { readonly ports: PortSet; readonly segments: Segment[] }>();
  const keys = new Map<PortSet, string>();
  for (const [at, segment] of segments.all.entries()) {
    const party = segments.from + at;
    const ports = pods.reduce(
      (sum, { group, [direction]: verdicts }) => unite(sum, decide(verdicts, party, direction === 'ingress' ? group : undefined)),
      noPorts,
    );
    if (isEmpty(ports)) continue;
    const key = keys.get(ports) ?? keyOfPorts(ports);
    keys.set(ports, key);
    const known = groups.get(key);
    if (known) known.segments.push(segment);
    else groups.set(key, { ports, segments: [segment] });
  }
  return [...groups.values()].flatMap(({ ports, segments: own }) =>
    toBlocks(own).map((ipBlock) => ({ block: { ipBlock }, ports })),
  );
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
