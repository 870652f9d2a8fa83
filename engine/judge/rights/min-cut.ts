import type { Edge, IdentityGraph } from './identity-graph.ts';

/** A network of which each edge lets one unit, or any number, through. */
interface Network {
  /** Of an arc, and of the one back after it. */
  readonly to: number[];
  readonly room: number[];
  readonly arcs: number[][];
}

/**
 * The fewest edges to take away so that no start reaches a goal; of several such sets the one nearest to the goals.
 *
 * out     undefined where a way holds nothing that can be taken away
 * cost    Dinic: O(edges × √edges) where edges let one unit through, which most here do
 */
export function findMinCut(
  graph: IdentityGraph,
  starts: readonly number[],
  goals: ReadonlySet<number>,
): readonly Edge[] | undefined {
  const { labels, edges } = graph;
  const network: Network = { to: [], room: [], arcs: Array.from({ length: labels.length + 2 }, () => []) };
  const [source, sink] = [labels.length, labels.length + 1];
  for (const { from, to, words } of edges) addArc(network, from, to, words.sort === 'given' ? 1 : Number.POSITIVE_INFINITY);
  for (const start of new Set(starts)) addArc(network, source, start, Number.POSITIVE_INFINITY);
  for (const goal of goals) addArc(network, goal, sink, Number.POSITIVE_INFINITY);
  for (;;) {
    const levels = levelsOf(network, source);
    if (levels[sink] === -1) break;
    if (!fill(network, levels, { source, sink })) return undefined;
  }
  const reaching = reachingBack(network, sink);
  return edges.filter(({ from, to, words }) => words.sort === 'given' && !reaching[from] && reaching[to]);
}

function addArc({ to, room, arcs }: Network, from: number, end: number, capacity: number): void {
  arcs[from]?.push(to.length);
  arcs[end]?.push(to.length + 1);
  to.push(end, from);
  room.push(capacity, 0);
}

function levelsOf({ to, room, arcs }: Network, source: number): Int32Array {
  const levels = new Int32Array(arcs.length).fill(-1);
  levels[source] = 0;
  const queue = [source];
  for (const node of queue)
    for (const arc of arcs[node] ?? []) {
      const next = to[arc] ?? 0;
      if ((room[arc] ?? 0) === 0 || levels[next] !== -1) continue;
      levels[next] = (levels[node] ?? 0) + 1;
      queue.push(next);
    }
  return levels;
}

/** Sends what fits along shortest ways; false where one of them has no limit. */
function fill({ to, room, arcs }: Network, levels: Int32Array, { source, sink }: { source: number; sink: number }): boolean {
  const tried = new Int32Array(arcs.length);
  const way: number[] = [];
  let node = source;
  for (;;) {
    if (node === sink) {
      const units = way.reduce((least, arc) => Math.min(least, room[arc] ?? 0), Number.POSITIVE_INFINITY);
      if (units === Number.POSITIVE_INFINITY) return false;
      for (const arc of way) {
        room[arc] = (room[arc] ?? 0) - units;
        room[arc ^ 1] = (room[arc ^ 1] ?? 0) + units;
      }
      way.length = 0;
      node = source;
      continue;
    }
    const arc = arcs[node]?.[tried[node] ?? 0];
    if (arc === undefined) {
      const back = way.pop();
      if (back === undefined) return true;
      node = to[back ^ 1] ?? source;
      tried[node] = (tried[node] ?? 0) + 1;
    } else if ((room[arc] ?? 0) > 0 && levels[to[arc] ?? 0] === (levels[node] ?? 0) + 1) {
      way.push(arc);
      node = to[arc] ?? source;
    } else tried[node] = (tried[node] ?? 0) + 1;
  }
}

/** Nodes from which the sink can still be reached. */
function reachingBack({ to, room, arcs }: Network, sink: number): readonly boolean[] {
  const reaching = Array.from({ length: arcs.length }, () => false);
  reaching[sink] = true;
  const queue = [sink];
  for (const node of queue)
    for (const arc of arcs[node] ?? []) {
      const before = to[arc] ?? 0;
      if (reaching[before] || (room[arc ^ 1] ?? 0) === 0) continue;
      reaching[before] = true;
      queue.push(before);
    }
  return reaching;
}
