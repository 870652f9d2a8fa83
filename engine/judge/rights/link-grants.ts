import type { RightsGrant, RightsSubject } from '../../model/rights.ts';
import type { IdentityGraph } from './identity-graph.ts';
import { powersIn, type RulePower, sentenceOf } from './powers.ts';
import { grantAllows } from './rights-book.ts';
import type { AccessRequest } from './rule.ts';
import { describeSubject, subjectKey } from './subjects.ts';

/** The node that stands for everything. */
export const clusterAdmin = 'cluster-admin';

/** Nodes of a namespace, or of all: `pods:tide` to create pods there, `secrets:` to read, `accounts:` to act as, `exec:` to be in pods. */
export function place(what: 'pods' | 'secrets' | 'accounts' | 'exec', namespace: string | null): readonly [string, string] {
  const where = namespace === null ? 'every namespace' : `namespace ${namespace || 'that is not named'}`;
  const words = { pods: 'pods in', secrets: 'the Secrets of', accounts: 'the accounts of', exec: 'the containers of' };
  return [`${what}:${namespace ?? '*'}`, `${words[what]} ${where}`];
}

/** The node of a subject. */
export function nodeOf(graph: IdentityGraph, subject: RightsSubject): number {
  return graph.node(subjectKey(subject), describeSubject(subject));
}

/** Links a subject to what its bindings give it; what gives nothing more is left out. */
export function linkGrants(graph: IdentityGraph, subject: RightsSubject, grants: readonly RightsGrant[]): void {
  const from = nodeOf(graph, subject);
  const may = (request: AccessRequest) => grants.some((grant) => grantAllows(grant, request));
  for (const grant of grants) {
    const targets = grant.rules.flatMap((rule) =>
      strongest(powersIn(grant, rule)).flatMap((power) =>
        targetsOf(grant.namespace, power, may).map((key) => ({ key, sentence: sentenceOf(grant, power) })),
      ),
    );
    if (targets.length === 0) continue;
    const { role, binding, file, line } = grant;
    const given = graph.node(
      `grant:${subjectKey(subject)}:${binding.kind}/${grant.namespace ?? ''}/${binding.name}`,
      `${role.kind} ${role.name}`,
    );
    const sentence = `${binding.kind} ${binding.name} gives ${describeSubject(subject)} ${role.kind} ${role.name}.`;
    graph.link(from, given, { sentence, file, line, sort: 'given', isBinding: true });
    for (const { key, sentence: what } of new Map(targets.map((target) => [target.key[0], target])).values())
      graph.link(given, graph.node(...key), { sentence: `${describeSubject(subject)} ${what}.`, file, line, sort: 'inherent' });
  }
}

/** Who may do everything may do the rest. */
function strongest(powers: readonly RulePower[]): readonly RulePower[] {
  const everything = powers.filter(({ kind }) => kind === 'everything');
  return everything.length > 0 ? everything : powers;
}

type Target = readonly [string, string];
type May = (request: AccessRequest) => boolean;

const rbac = 'rbac.authorization.k8s.io';
const admin: Target = [clusterAdmin, clusterAdmin];
const machine: Target = ['node', 'a node'];

/** What a power leads to; one that needs another right leads nowhere without it. */
function targetsOf(namespace: string | null, power: RulePower, may: May): readonly Target[] {
  const inScope = (verb: string, group: string, resource: string) =>
    may({ verb, group, resource, ...(namespace !== null && { namespace }) });
  const parts = (['pods', 'secrets', 'accounts', 'exec'] as const).map((what) => place(what, namespace));
  const whole = namespace === null ? [admin, ...parts] : parts;
  switch (power.kind) {
    case 'everything':
      return whole;
    case 'read-secrets':
      return power.names.length === 0 ? [place('secrets', namespace)] : namedSecrets(namespace, power.names);
    case 'create-secrets':
      return inScope('get', '', 'secrets') || inScope('list', '', 'secrets') ? [place('accounts', namespace)] : [];
    case 'create-pods':
      return [place('pods', namespace)];
    case 'exec':
      return [place('exec', namespace)];
    case 'mint-tokens':
      return power.names.length === 0 ? [place('accounts', namespace)] : namedAccounts(namespace, power.names);
    case 'impersonate':
      return impersonated(namespace, power);
    case 'bind':
      return inScope('create', rbac, namespace === null ? 'clusterrolebindings' : 'rolebindings') ? whole : [];
    case 'escalate':
      return ['update', 'patch', 'create'].some((verb) => inScope(verb, rbac, namespace === null ? 'clusterroles' : 'roles'))
        ? whole
        : [];
    case 'webhooks':
      return power.resources.some((word) => word === '*' || word.includes('mutating')) ? [admin] : [];
    case 'nodes':
      return [machine];
    case 'approve-certificates':
      return signsClients(power) && maySign(power, may) ? [admin] : [];
    case 'persistent-volumes':
      return may({ verb: 'create', group: '', resource: 'pods' }) ? [machine] : [];
    case 'edit-roles':
      return [];
  }
}

function namedSecrets(namespace: string | null, names: readonly string[]): readonly Target[] {
  return namespace === null ? [] : names.map((name) => [`Secret/${namespace}/${name}`, `Secret ${namespace}/${name}`]);
}

function namedAccounts(namespace: string | null, names: readonly string[]): readonly Target[] {
  if (namespace === null) return [place('accounts', null)];
  return names.map((name): Target => {
    const subject: RightsSubject = { kind: 'ServiceAccount', namespace, name };
    return [subjectKey(subject), describeSubject(subject)];
  });
}

function impersonated(namespace: string | null, { resources, names }: RulePower): readonly Target[] {
  const has = (word: string) => resources.includes(word) || resources.includes('*');
  const accounts = has('serviceaccounts')
    ? names.length === 0
      ? [place('accounts', namespace)]
      : namedAccounts(namespace, names)
    : [];
  if (namespace !== null || !(has('users') || has('groups'))) return accounts;
  if (names.length === 0 || names.includes('system:masters')) return [admin];
  const users = has('users') ? names.map((name): Target => [`User/${name}`, `User ${name}`]) : [];
  const groups = has('groups') ? names.map((name): Target => [`Group/${name}`, `Group ${name}`]) : [];
  return [...accounts, ...users, ...groups];
}

/** Such a certificate names any user; the group system:masters is refused. */
function signsClients({ names }: RulePower): boolean {
  return names.length === 0 || names.includes('kubernetes.io/kube-apiserver-client') || names.includes('kubernetes.io/*');
}

function maySign({ verbs }: RulePower, may: May): boolean {
  const group = 'certificates.k8s.io';
  const resource = 'certificatesigningrequests';
  const subresource = verbs.includes('approve') ? 'approval' : 'status';
  return (
    may({ verb: 'create', group, resource }) &&
    (may({ verb: 'update', group, resource, subresource }) || may({ verb: 'patch', group, resource, subresource }))
  );
}
