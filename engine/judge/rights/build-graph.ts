import { textAt } from '../../formats/json/members.ts';
import { type Cluster, namespaceOf } from '../../formats/kubernetes/cluster.ts';
import { findPlace } from '../../formats/kubernetes/find-place.ts';
import { pathInResource, type Workload } from '../../formats/kubernetes/workload.ts';
import type { Resource, ResourceIdentity } from '../../model/resource.ts';
import type { RightsSubject } from '../../model/rights.ts';
import { findCredentialFiles, findKubeconfigKey, findWrittenSecrets, maybeRun, unknownUser } from './credential-files.ts';
import { createGraph, type EdgeWords, type IdentityGraph } from './identity-graph.ts';
import { clusterAdmin, linkGrants, nodeOf, place } from './link-grants.ts';
import { findMountedSecrets } from './pod-reach.ts';
import type { RightsBook } from './rights-book.ts';
import { implicitGroups } from './subjects.ts';

/** A workload with what was found out of it. */
export interface RunningPod {
  readonly workload: Workload;
  readonly account: RightsSubject;
  readonly hasToken: boolean;
  readonly node: readonly string[];
}

/** What the graph is made of. */
export interface GraphParts {
  readonly cluster: Cluster;
  readonly book: RightsBook;
  readonly pods: readonly RunningPod[];
  /** Everybody who is bound, and every account that is used or stated. */
  readonly subjects: readonly RightsSubject[];
  readonly namespaces: readonly string[];
  readonly tenants: readonly string[];
}

/** Of a workload, for maps and graphs. */
export function workloadKey({ kind, namespace, name }: ResourceIdentity, home = namespace ?? ''): string {
  return `${kind}/${home}/${name}`;
}

/**
 * Who gets what from what: subjects, namespaces, Secrets, workloads, nodes, and cluster-admin.
 *
 * What Kubernetes is like (who creates a pod uses any account of the namespace) is `inherent`; what a release states is `given`.
 *
 * cost    O(subjects × rules + workloads + namespaces)
 */
export function buildGraph(parts: GraphParts): IdentityGraph {
  const graph = createGraph();
  for (const subject of parts.subjects) linkSubject(graph, subject, parts.book);
  for (const name of groupsOf(parts)) linkGrants(graph, name, parts.book.ownGrants(name));
  linkEverywhere(graph, parts);
  for (const namespace of parts.namespaces) linkNamespace(graph, namespace, parts);
  for (const subject of parts.subjects)
    if (subject.kind === 'ServiceAccount')
      link(graph, place('accounts', subject.namespace), nodeOf(graph, subject), 'It is an account of that namespace.');
  const configMapOf = findConfigMaps(parts.cluster);
  for (const pod of parts.pods) linkPod(graph, pod, configMapOf);
  for (const resource of parts.cluster.ofKind('', 'Secret')) linkSecret(graph, resource);
  for (const tenant of parts.tenants)
    link(
      graph,
      [`tenant:${tenant}`, `tenant ${tenant}`],
      graph.node(...place('pods', tenant)),
      `Who works in namespace ${tenant} runs pods there.`,
    );
  return graph;
}

function groupsOf({ subjects }: GraphParts): readonly RightsSubject[] {
  const groups = subjects.flatMap(implicitGroups);
  const stated = new Set(subjects.filter(({ kind }) => kind === 'Group').map(({ name }) => name));
  return [...new Map(groups.map((group) => [group.name, group])).values()].filter(({ name }) => !stated.has(name));
}

function linkSubject(graph: IdentityGraph, subject: RightsSubject, book: RightsBook): void {
  const node = nodeOf(graph, subject);
  linkGrants(graph, subject, book.ownGrants(subject));
  for (const group of implicitGroups(subject))
    if (book.ownGrants(group).length > 0)
      graph.link(node, nodeOf(graph, group), { sentence: `It is in the group ${group.name}.`, sort: 'inherent' });
}

const controllers =
  "Accounts of kube-system are those of Kubernetes' controllers; clusterrole-aggregation-controller among them may escalate any role.";

/** What holds in every cluster, whatever a release brings. */
function linkEverywhere(graph: IdentityGraph, { namespaces, pods }: GraphParts): void {
  const machine = graph.node('node', 'a node');
  for (const what of ['pods', 'secrets', 'accounts', 'exec'] as const)
    for (const namespace of new Set([...namespaces, 'kube-system']))
      link(
        graph,
        place(what, null),
        graph.node(...place(what, namespace)),
        `Namespace ${namespace || 'of its own'} is one of them.`,
      );
  link(graph, place('pods', 'kube-system'), machine, 'Nothing keeps pods of kube-system from mounting folders of their nodes.');
  link(
    graph,
    place('pods', 'kube-system'),
    graph.node(...place('accounts', 'kube-system')),
    'A pod runs as any account of its namespace.',
  );
  link(graph, place('exec', 'kube-system'), machine, 'Pods of kube-system, such as kube-proxy, are privileged.');
  // source  kubernetes/kubernetes, bootstrappolicy/testdata/controller-roles.yaml
  link(graph, place('accounts', 'kube-system'), graph.node(clusterAdmin), controllers);
  for (const pod of pods)
    graph.link(machine, podNode(graph, pod), {
      sentence: 'Its pods may run on that node, with their tokens and files.',
      sort: 'inherent',
    });
}

function linkNamespace(graph: IdentityGraph, namespace: string, { cluster, book }: GraphParts): void {
  const from = place('pods', namespace);
  // A namespace has an account, whatever manifests say, and may get more.
  for (const group of implicitGroups({ kind: 'ServiceAccount', namespace, name: 'default' }))
    if (book.ownGrants(group).length > 0)
      link(graph, place('accounts', namespace), nodeOf(graph, group), `Its accounts are in the group ${group.name}.`);
  link(graph, from, graph.node(...place('accounts', namespace)), 'A pod runs as any account of its namespace.');
  link(graph, from, graph.node(...place('secrets', namespace)), 'A pod mounts any Secret of its namespace.');
  if (namespace === 'kube-system') return;
  const resource = cluster.ofKind('', 'Namespace').find(({ identity }) => identity.name === namespace);
  const level = textAt(resource?.value, 'metadata', 'labels', 'pod-security.kubernetes.io/enforce');
  if (level === 'baseline' || level === 'restricted') return;
  graph.link(graph.node(...from), graph.node('node', 'a node'), {
    sentence: `Namespace ${namespace || 'of its own'} does not enforce a Pod Security level, so that a pod in it may be privileged or mount its node.`,
    ...at(resource),
    sort: 'given',
  });
}

function podNode(graph: IdentityGraph, { workload: { resource }, account }: RunningPod): number {
  const { kind, name } = resource.identity;
  const namespace = account.namespace ?? '';
  return graph.node(`workload:${workloadKey(resource.identity, namespace)}`, `${kind} ${namespace && `${namespace}/`}${name}`);
}

/** ConfigMaps by namespace and name. */
function findConfigMaps(cluster: Cluster): (namespace: string, name: string) => Resource | undefined {
  const keyOf = (namespace: string, name: string) => `${namespace}/${name}`;
  const all = new Map(cluster.ofKind('', 'ConfigMap').map((each) => [keyOf(namespaceOf(each) ?? '', each.identity.name), each]));
  return (namespace, name) => all.get(keyOf(namespace, name));
}

function linkPod(graph: IdentityGraph, pod: RunningPod, configMapOf: ReturnType<typeof findConfigMaps>): void {
  const { workload, account } = pod;
  const [node, place_] = [podNode(graph, pod), at(workload.resource)];
  const namespace = account.namespace ?? '';
  const say = (to: number, sentence: string, more: Partial<EdgeWords> = {}) =>
    graph.link(node, to, { sentence, ...place_, sort: 'given', ...more });
  link(graph, place('exec', namespace), node, 'Its pods are in that namespace.');
  if (pod.hasToken) {
    const { file, line } = findPlace(workload.resource, pathInResource(workload, 'serviceAccountName'));
    say(nodeOf(graph, account), `Its pods have the token of service account ${account.name}.`, { file, line });
  }
  if (pod.node.length > 0) say(graph.node('node', 'a node'), pod.node.join(' '));
  const ownConfigMap = (name: string) => configMapOf(namespace, name);
  for (const { sentence, doubt } of findCredentialFiles(workload, ownConfigMap))
    say(graph.node(clusterAdmin), sentence, doubt === undefined ? {} : { doubt });
  for (const name of findMountedSecrets(workload)) say(secretNode(graph, namespace, name), `Its pods have Secret ${name}.`);
  for (const { name, namespace: home = namespace, file, script } of findWrittenSecrets(workload, ownConfigMap)) {
    const secret = secretNode(graph, home, name);
    link(graph, place('secrets', home), secret, 'It is a Secret of that namespace.');
    const { kind, name: by } = workload.resource.identity;
    const sentence = `${kind} ${namespace}/${by} writes ${file} into it${script ? ` (${script.at})` : ''}.`;
    linkFile(graph, secret, { sentence, file, place: script?.place ?? place_, ...(script && { doubt: maybeRun }) });
  }
}

function secretNode(graph: IdentityGraph, namespace: string, name: string): number {
  return graph.node(`Secret/${namespace}/${name}`, `Secret ${namespace}/${name}`);
}

/** From a Secret to what its file gives. */
function linkFile(
  graph: IdentityGraph,
  secret: number,
  { sentence, file, place: where, doubt }: { sentence: string; file: string; place: ReturnType<typeof at>; doubt?: string },
): void {
  const doubts = [...(/admin\.conf$/.test(file) ? [] : [unknownUser]), ...(doubt === undefined ? [] : [doubt])];
  const more = { file: where.file, line: where.line, ...(doubts.length > 0 && { doubt: doubts.join(' ') }) };
  graph.link(secret, graph.node(clusterAdmin), { sentence, ...more, sort: 'given' });
}

/** Secrets that hold a token or an administrator's credentials. */
function linkSecret(graph: IdentityGraph, resource: Resource): void {
  const { value, identity, defaultNamespace } = resource;
  const namespace = identity.namespace ?? defaultNamespace ?? '';
  const node = secretNode(graph, namespace, identity.name);
  link(graph, place('secrets', namespace), node, 'It is a Secret of that namespace.');
  const account = textAt(value, 'metadata', 'annotations', 'kubernetes.io/service-account.name');
  if (textAt(value, 'type') === 'kubernetes.io/service-account-token' && account !== undefined)
    graph.link(node, nodeOf(graph, { kind: 'ServiceAccount', namespace, name: account }), {
      sentence: `It holds a token of service account ${account} that does not end.`,
      ...at(resource),
      sort: 'given',
    });
  const file = findKubeconfigKey(resource);
  if (file !== undefined) linkFile(graph, node, { sentence: `It holds ${file}.`, file, place: at(resource) });
}

function link(graph: IdentityGraph, from: readonly [string, string], to: number, sentence: string): void {
  graph.link(graph.node(...from), to, { sentence, sort: 'inherent' });
}

function at(resource: Resource | undefined): { readonly file: string | null; readonly line: number | null } {
  return { file: resource?.file ?? null, line: resource?.line ?? null };
}
