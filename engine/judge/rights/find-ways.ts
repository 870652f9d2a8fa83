import type { RightsCut, RightsPath, RightsSubject } from '../../model/rights.ts';
import { type Edge, findShortestPath, type IdentityGraph, toStep, toSteps } from './identity-graph.ts';
import { clusterAdmin, place } from './link-grants.ts';
import { findMinCut } from './min-cut.ts';
import { subjectKey } from './subjects.ts';

/** Where ways begin and end. */
export interface WayRequest {
  /** Nodes of workloads that can be reached from outside, with their namespaces. */
  readonly exposed: readonly { readonly key: string; readonly namespace: string }[];
  readonly tenants: readonly string[];
  readonly subjects: readonly RightsSubject[];
  readonly to?: 'cluster-admin' | 'tenant';
}

interface Start {
  readonly node: number;
  readonly sort: RightsPath['start'];
  /** The tenant that it belongs to itself. */
  readonly home: string | undefined;
}

/** With more tenants than this, ways from the others are of the same kind, and cuts are made for these. */
const maxCuts = 20;

/**
 * The shortest way of each start to cluster-admin and to another tenant, and the fewest things to take away so that none is left.
 *
 * out     in the order of the starts
 * cost    O(starts × edges), and a cut for each kind of start
 */
export function findWays(
  graph: IdentityGraph,
  request: WayRequest,
): { readonly paths: readonly RightsPath[]; readonly cuts: readonly RightsCut[] } {
  const starts = findStarts(graph, request);
  const tenantNodes = nodesOfTenants(graph, request.tenants);
  const admin = new Set([graph.node(clusterAdmin)]);
  const goalsFrom = (home: string | undefined) => (home === undefined ? tenantNodes.all : tenantNodes.without(home));
  const targets = (['cluster-admin', 'tenant'] as const).filter((to) => request.to === undefined || request.to === to);
  const paths = targets.flatMap((to) =>
    starts.flatMap((start): RightsPath[] => {
      const way = findShortestPath(graph, start.node, to === 'tenant' ? goalsFrom(start.home) : admin);
      return way ? [{ from: graph.labels[start.node] ?? '', start: start.sort, to, steps: toSteps(graph, way) }] : [];
    }),
  );
  const cuts = targets.flatMap((to) =>
    groupStarts(starts, to).map((group): RightsCut => {
      const nodes = group.map(({ node }) => node);
      const edges = findMinCut(graph, nodes, to === 'tenant' ? goalsFrom(group[0]?.home) : admin);
      const from = nodes.map((node) => graph.labels[node] ?? '');
      return { start: group[0]?.sort ?? 'exposed', from, to, edges: edges?.map((edge) => nameEdge(graph, edge)) ?? null };
    }),
  );
  return { paths, cuts: cuts.filter(({ edges }) => edges === null || edges.length > 0) };
}

function findStarts(graph: IdentityGraph, { exposed, tenants, subjects }: WayRequest): readonly Start[] {
  const toStart = (key: string, sort: Start['sort'], home: string | undefined): readonly Start[] => {
    const node = graph.find(key);
    const isTenant = home !== undefined && tenants.includes(home);
    return node === undefined ? [] : [{ node, sort, home: isTenant ? home : undefined }];
  };
  if (subjects.length > 0)
    return subjects.flatMap((subject) => toStart(subjectKey(subject), 'subject', subject.namespace ?? undefined));
  return [
    ...exposed.flatMap(({ key, namespace }) => toStart(key, 'exposed', namespace)),
    ...tenants.flatMap((tenant) => toStart(`tenant:${tenant}`, 'tenant', tenant)),
  ];
}

/** Starts with the same goals: what is taken away for one is taken away for all. */
function groupStarts(starts: readonly Start[], to: RightsPath['to']): readonly (readonly Start[])[] {
  const groups = Map.groupBy(starts, ({ sort, home }) => JSON.stringify([sort, to === 'tenant' ? (home ?? null) : null]));
  return [...groups.values()].slice(0, maxCuts);
}

function nodesOfTenants(graph: IdentityGraph, tenants: readonly string[]) {
  const whats = ['pods', 'secrets', 'accounts', 'exec'] as const;
  const nodesOf = (namespace: string | null) => whats.flatMap((what) => graph.find(place(what, namespace)[0]) ?? []);
  const everywhere = tenants.length > 0 ? nodesOf(null) : [];
  const all = new Set([...everywhere, ...tenants.flatMap(nodesOf)]);
  return {
    all,
    without: (home: string): ReadonlySet<number> => {
      const own = new Set(nodesOf(home));
      return new Set([...all].filter((node) => !own.has(node)));
    },
  };
}

function nameEdge({ labels }: IdentityGraph, edge: Edge) {
  return toStep(edge, labels[edge.from] ?? '', labels[edge.to] ?? '');
}
