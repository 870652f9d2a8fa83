import { memberAt } from '../../formats/json/members.ts';
import { type Cluster, namespaceOf, toCluster } from '../../formats/kubernetes/cluster.ts';
import { findWorkloads } from '../../formats/kubernetes/workload.ts';
import type { Gap } from '../../model/reading.ts';
import type { Resource, ResourceIdentity } from '../../model/resource.ts';
import type { Rights, RightsSubject, SubjectRights, WorkloadRights } from '../../model/rights.ts';
import { buildGraph, type RunningPod, workloadKey } from './build-graph.ts';
import { findIssues } from './find-issues.ts';
import { findSharing } from './find-sharing.ts';
import { findTenants } from './find-tenants.ts';
import { findUnused } from './find-unused.ts';
import { findWays } from './find-ways.ts';
import { accountOf, findNodeReach, hasToken } from './pod-reach.ts';
import { sortPowers, toPowers } from './powers.ts';
import { type RightsBook, toRightsBook } from './rights-book.ts';
import { subjectKey } from './subjects.ts';
import { findTenantObjects } from './tenant-kinds.ts';

/** What is asked. */
export interface RightsRequest {
  /** Workloads that can be reached from outside; see `judge/exposure`. */
  readonly exposed?: readonly ResourceIdentity[];
  /** Patterns of namespaces that belong to tenants: `team-*`, or of a label: `example.com/team=*`. */
  readonly tenants?: readonly string[];
  /** Whose rights alone: `NAMESPACE/NAME` of an account, or the name of a user or group. */
  readonly subject?: string;
  /** Ways to this alone. */
  readonly to?: 'cluster-admin' | 'tenant';
}

/** Everything about rights that resources tell. */
export type JudgedRights = Omit<Rights, 'product' | 'version'>;

/**
 * Who may do what, what a compromised pod can do, and how it gets further.
 *
 * in      resources of any shape, as a record holds them
 * out     ordered by subject and workload
 * gaps    those of `toRightsBook`; namespace-unsaid: resources that do not say where they are installed count as one namespace
 * faults  none
 * cost    O(subjects × rules + starts × edges)
 */
export function judgeRights(resources: readonly Resource[], request: RightsRequest = {}): JudgedRights {
  const cluster = toCluster(resources);
  const book = toRightsBook(cluster);
  const pods = findPods(cluster);
  const subjects = allSubjects(cluster, book, pods);
  const namespaces = allNamespaces(cluster, subjects);
  const tenants = findTenants(cluster, namespaces, request.tenants ?? []).map(({ namespace }) => namespace);
  const graph = buildGraph({ cluster, book, pods, subjects, namespaces, tenants });
  const exposed = new Set((request.exposed ?? []).map((identity) => workloadKey(identity)));
  const isExposed = ({ workload: { resource }, account }: RunningPod) =>
    exposed.has(workloadKey(resource.identity)) || exposed.has(workloadKey(resource.identity, account.namespace ?? ''));
  const open = pods.filter(isExposed);
  const chosen = subjects.filter((subject) => isAsked(subject, request.subject));
  const runsAs = Map.groupBy(pods, ({ account }) => subjectKey(account));
  const powersOf = rememberPowers(book);
  const ways = findWays(graph, {
    exposed: open.map(({ workload: { resource }, account }) => ({
      key: `workload:${workloadKey(resource.identity, account.namespace ?? '')}`,
      namespace: account.namespace ?? '',
    })),
    tenants,
    subjects: request.subject === undefined ? [] : chosen,
    ...(request.to && { to: request.to }),
  });
  return {
    tenants,
    subjects: chosen.map((subject) => toSubjectRights(subject, book, powersOf, runsAs.get(subjectKey(subject)) ?? [])),
    workloads: pods
      .filter(({ account }) => isAsked(account, request.subject))
      .map((pod) => toWorkloadRights(pod, isExposed(pod), powersOf)),
    ...ways,
    sharing: findSharing(subjects, tenants, book),
    unused: findUnused(cluster, book, pods),
    issues: findIssues(book, subjects, tenants, pods),
    gaps: [...book.gaps, ...unsaid(cluster)],
  };
}

/** The powers of a subject and its groups, each worked out once. */
export function rememberPowers(book: RightsBook): (subject: RightsSubject) => SubjectRights['powers'] {
  const known = new Map<string, SubjectRights['powers']>();
  return (subject) => {
    const key = subjectKey(subject);
    const powers = known.get(key) ?? sortPowers(book.grantsOf(subject).flatMap(toPowers));
    known.set(key, powers);
    return powers;
  };
}

/** What each account says about its token: `automountServiceAccountToken`. */
export function accountWords(cluster: Cluster): (account: RightsSubject) => unknown {
  const accounts = new Map(cluster.ofKind('', 'ServiceAccount').map((resource) => [keyOf(resource), resource]));
  return (account) => memberAt(accounts.get(subjectKey(account))?.value, 'automountServiceAccountToken');
}

function findPods(cluster: Cluster): readonly RunningPod[] {
  const says = accountWords(cluster);
  return findWorkloads(cluster).map((workload) => {
    const account = accountOf(workload);
    return { workload, account, hasToken: hasToken(workload, says(account)), node: findNodeReach(workload) };
  });
}

function keyOf(resource: Resource): string {
  return subjectKey(toAccount(resource));
}

function toAccount(resource: Resource): RightsSubject {
  return { kind: 'ServiceAccount', namespace: namespaceOf(resource) ?? '', name: resource.identity.name };
}

function allSubjects(cluster: Cluster, book: RightsBook, pods: readonly RunningPod[]): readonly RightsSubject[] {
  const all = [...book.subjects, ...cluster.ofKind('', 'ServiceAccount').map(toAccount), ...pods.map(({ account }) => account)];
  return [...new Map(all.map((subject) => [subjectKey(subject), subject]))]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, subject]) => subject);
}

function allNamespaces(cluster: Cluster, subjects: readonly RightsSubject[]): readonly string[] {
  const found = new Set([
    ...cluster.ofKind('', 'Namespace').map(({ identity }) => identity.name),
    ...findTenantObjects(cluster).map(({ identity }) => identity.name),
    ...cluster.resources.flatMap((resource) => namespaceOf(resource) ?? []),
    ...subjects.flatMap(({ namespace }) => namespace ?? []),
  ]);
  return [...found].toSorted();
}

function isAsked({ namespace, name }: RightsSubject, asked: string | undefined): boolean {
  return asked === undefined || asked === name || asked === `${namespace ?? ''}/${name}`;
}

function toSubjectRights(
  subject: RightsSubject,
  book: RightsBook,
  powersOf: (subject: RightsSubject) => SubjectRights['powers'],
  pods: readonly RunningPod[],
): SubjectRights {
  return {
    subject,
    grants: book.grantsOf(subject),
    powers: powersOf(subject),
    workloads: pods.map(({ workload }) => workload.resource.identity),
  };
}

function toWorkloadRights(
  { workload: { resource }, account, hasToken: has, node }: RunningPod,
  isExposed: boolean,
  powersOf: (subject: RightsSubject) => SubjectRights['powers'],
): WorkloadRights {
  const { identity, file, line = null } = resource;
  return { workload: identity, file, line, account, hasToken: has, isExposed, node, powers: has ? powersOf(account) : [] };
}

const namespaced = new Set(['Role', 'RoleBinding', 'ServiceAccount', 'Secret']);

/** What is installed wherever somebody stands is one namespace here; that is told once for each source. */
function unsaid(cluster: Cluster): readonly Gap[] {
  const homeless = cluster.resources.filter(
    (resource) => namespaced.has(resource.identity.kind) && namespaceOf(resource) === undefined,
  );
  return [...Map.groupBy(homeless, ({ source }) => source)].map(([source, [first, ...more]]) => ({
    code: 'namespace-unsaid',
    unit: 'judge/rights',
    ...(first && { path: first.file }),
    ...(first?.line !== undefined && { line: first.line }),
    detail: `${1 + more.length} accounts, roles, bindings and Secrets of ${source} do not say where they are installed; --namespace says it.`,
  }));
}
