import type { RightsStep } from '../../model/rights.ts';

/** What a step says, and whether it can be taken away. */
export interface EdgeWords {
  readonly sentence: string;
  readonly file?: string | null;
  readonly line?: number | null;
  readonly doubt?: string;
  /** `given`: can be taken away; `inherent`: Kubernetes is so. */
  readonly sort: 'given' | 'inherent';
  /** For what is taken away as a whole and is no step of its own: a binding, whose rights are the steps. */
  readonly isBinding?: boolean;
}

/** A step from one thing that somebody has to the next. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly words: EdgeWords;
}

/** Subjects, accounts, namespaces, secrets and workloads, and how who has one gets the next. */
export interface IdentityGraph {
  /** The number of a thing; made at its first mention, with the words for it. */
  node(key: string, label?: string): number;
  find(key: string): number | undefined;
  link(from: number, to: number, words: EdgeWords): void;
  readonly labels: readonly string[];
  readonly edges: readonly Edge[];
  /** Edges that leave a node, by number of the edge. */
  readonly leaving: readonly (readonly number[])[];
}

/** An empty graph. */
export function createGraph(): IdentityGraph {
  const numbers = new Map<string, number>();
  const labels: string[] = [];
  const edges: Edge[] = [];
  const leaving: number[][] = [];
  return {
    labels,
    edges,
    leaving,
    find: (key) => numbers.get(key),
    node: (key, label = key) => {
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, labels.length);
      leaving.push([]);
      return labels.push(label) - 1;
    },
    link: (from, to, words) => {
      leaving[from]?.push(edges.push({ from, to, words }) - 1);
    },
  };
}

/**
 * The shortest way to one of the goals: of those without a doubt, where there is such a way.
 *
 * out     its edges in order; undefined where there is none, and where the start is a goal
 * cost    O(edges)
 */
export function findShortestPath(graph: IdentityGraph, start: number, goals: ReadonlySet<number>): readonly Edge[] | undefined {
  if (goals.has(start)) return undefined;
  return findPath(graph, { start, goals, isSure: true }) ?? findPath(graph, { start, goals, isSure: false });
}

interface PathRequest {
  readonly start: number;
  readonly goals: ReadonlySet<number>;
  /** Only by edges without a doubt. */
  readonly isSure: boolean;
}

function findPath(graph: IdentityGraph, { start, goals, isSure }: PathRequest): readonly Edge[] | undefined {
  // The edge that a node was first reached by, counted from one; the start's stays nought.
  const cameBy = new Int32Array(graph.labels.length);
  const queue = [start];
  for (const node of queue)
    for (const number of graph.leaving[node] ?? []) {
      const edge = graph.edges[number];
      if (!edge || (isSure && edge.words.doubt !== undefined)) continue;
      const { to } = edge;
      if (to === start || cameBy[to] !== 0) continue;
      cameBy[to] = number + 1;
      if (goals.has(to)) return walkBack(graph, cameBy, to);
      queue.push(to);
    }
  return undefined;
}

function walkBack({ edges }: IdentityGraph, cameBy: Int32Array, end: number): readonly Edge[] {
  const edgeTo = (node: number) => edges[(cameBy[node] ?? 0) - 1];
  const path: Edge[] = [];
  for (let edge = edgeTo(end); edge; edge = edgeTo(edge.from)) path.push(edge);
  return path.reverse();
}

/** Edges as the steps that people read: a binding and the right that it gives are one. */
export function toSteps({ labels }: IdentityGraph, path: readonly Edge[]): readonly RightsStep[] {
  let from: number | undefined;
  const steps: RightsStep[] = [];
  for (const edge of path) {
    from ??= edge.from;
    if (edge.words.isBinding) continue;
    steps.push(toStep(edge, labels[from] ?? '', labels[edge.to] ?? ''));
    from = undefined;
  }
  return steps;
}

/** One edge in words. */
export function toStep({ words }: Edge, from: string, to: string): RightsStep {
  const { sentence, file = null, line = null, doubt = null } = words;
  return { from, to, sentence, file, line, doubt };
}
