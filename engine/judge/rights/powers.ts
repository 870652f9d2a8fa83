import type { PowerKind, RightsGrant, RightsPower, RightsRule } from '../../model/rights.ts';
import { powerKinds } from '../../model/rights.ts';
import { podMakers } from './pod-makers.ts';
import { ruleAllows } from './rule.ts';

/** What a power consists of: any of the verbs on any of the resources. */
interface PowerRule {
  readonly kind: PowerKind;
  readonly verbs: readonly string[];
  readonly resources: readonly { readonly group: string; readonly resource: string; readonly subresource?: string }[];
  /** Of what is in no namespace: a binding of one namespace does not give it. */
  readonly isClusterWide?: boolean;
  /** What it lets one do, as `may …`. */
  readonly says: string;
}

const core = (...resources: readonly string[]) => resources.map((text) => split('', text));
const rbac = (...resources: readonly string[]) => resources.map((text) => split('rbac.authorization.k8s.io', text));
const write = ['create', 'update', 'patch'];

/**
 * Rights that give more than they say.
 *
 * source  https://kubernetes.io/docs/concepts/security/rbac-good-practices/, "Kubernetes RBAC - privilege escalation risks"
 */
const powerRules: readonly PowerRule[] = [
  { kind: 'read-secrets', verbs: ['get', 'list', 'watch'], resources: core('secrets'), says: 'read Secrets' },
  {
    kind: 'create-secrets',
    verbs: ['create'],
    resources: core('secrets'),
    says: 'create Secrets, and so ask for tokens of accounts',
  },
  {
    kind: 'create-pods',
    verbs: write,
    resources: podMakers,
    says: 'create pods, and so run as any account and mount any Secret',
  },
  {
    kind: 'exec',
    verbs: ['create', 'get', 'update', 'patch'],
    resources: core('pods/exec', 'pods/attach', 'pods/ephemeralcontainers', 'pods'),
    says: 'run commands, or images of its own, in pods that are there',
  },
  {
    kind: 'impersonate',
    verbs: ['impersonate'],
    resources: [...core('users', 'groups', 'serviceaccounts')],
    says: 'act as others',
  },
  { kind: 'bind', verbs: ['bind'], resources: rbac('roles', 'clusterroles'), says: 'bind roles that it does not have' },
  { kind: 'escalate', verbs: ['escalate'], resources: rbac('roles', 'clusterroles'), says: 'write roles with more than it has' },
  { kind: 'mint-tokens', verbs: ['create'], resources: core('serviceaccounts/token'), says: 'make tokens of accounts' },
  {
    kind: 'webhooks',
    verbs: write,
    resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'].map((resource) => ({
      group: 'admissionregistration.k8s.io',
      resource,
    })),
    isClusterWide: true,
    says: 'change webhooks, and so see or change what others create',
  },
  {
    kind: 'nodes',
    verbs: ['get', 'create'],
    resources: core('nodes/proxy'),
    isClusterWide: true,
    says: "reach the kubelets through nodes/proxy, and so run commands in every node's pods",
  },
  {
    kind: 'approve-certificates',
    verbs: ['approve', 'sign'],
    resources: [{ group: 'certificates.k8s.io', resource: 'signers' }],
    isClusterWide: true,
    says: 'approve or sign certificates, and so client certificates of others',
  },
  {
    kind: 'edit-roles',
    verbs: write,
    resources: rbac('roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'),
    says: 'write roles or bindings, of no more than it has',
  },
  {
    kind: 'persistent-volumes',
    verbs: write,
    resources: core('persistentvolumes'),
    isClusterWide: true,
    says: 'write PersistentVolumes, and so mount folders of nodes',
  },
];

/** Every resource that a power is about, as rules name it: the rules of most roles name none. */
const strongResources: ReadonlySet<string> = new Set(
  powerRules.flatMap(({ resources }) =>
    resources.map(({ resource, subresource }) => (subresource === undefined ? resource : `${resource}/${subresource}`)),
  ),
);

/** A power of a rule, wherever it is bound. */
export interface RulePower {
  readonly kind: PowerKind;
  readonly verbs: readonly string[];
  /** `apps/deployments`, `pods/exec`. */
  readonly resources: readonly string[];
  readonly names: readonly string[];
  readonly isClusterWide: boolean;
  readonly says: string;
}

const known = new WeakMap<RightsRule, readonly RulePower[]>();

/** The powers that a rule gives, `everything` first and the others as well. */
export function powersOfRule(rule: RightsRule): readonly RulePower[] {
  const found = known.get(rule) ?? findPowers(rule);
  known.set(rule, found);
  return found;
}

/** The powers of a grant in words; what `everything` says already is left out. */
export function toPowers(grant: RightsGrant): readonly RightsPower[] {
  const all = grant.rules.flatMap((rule) => powersIn(grant, rule));
  const everything = all.find(({ kind }) => kind === 'everything');
  const shown = everything ? [everything] : all;
  const { namespace, file, line, role, binding } = grant;
  const found = shown.map((power) => ({
    ...{ kind: power.kind, namespace, names: power.names, sentence: sentenceOf(grant, power) },
    ...{ role: `${role.kind} ${role.name}`, binding: `${binding.kind} ${binding.name}`, file, line },
  }));
  return sortPowers([...new Map(found.map((power) => [power.sentence, power])).values()]);
}

/** Powers by kind, the strongest first. */
export function sortPowers(powers: readonly RightsPower[]): readonly RightsPower[] {
  return powers.toSorted((a, b) => powerKinds.indexOf(a.kind) - powerKinds.indexOf(b.kind));
}

/** Those of a rule that hold where the grant does. */
export function powersIn({ namespace }: RightsGrant, rule: RightsRule): readonly RulePower[] {
  return powersOfRule(rule).filter(({ isClusterWide }) => namespace === null || !isClusterWide);
}

/** `may read Secrets in namespace tide (get, list secrets): RoleBinding b gives it Role r`. */
export function sentenceOf({ namespace, role, binding }: RightsGrant, power: RulePower): string {
  const where = namespace === null ? 'in the whole cluster' : `in namespace ${namespace || 'of its own'}`;
  const named = power.names.length > 0 ? ` named ${power.names.join(', ')}` : '';
  const what = power.kind === 'everything' ? '' : ` (${power.verbs.join(', ')} ${power.resources.join(', ')}${named})`;
  return `may ${power.says} ${where}${what}: ${binding.kind} ${binding.name} gives ${role.kind} ${role.name}`;
}

function findPowers(rule: RightsRule): readonly RulePower[] {
  const isAll =
    [rule.verbs, rule.resources, rule.apiGroups].every((words) => words.includes('*')) && rule.resourceNames.length === 0;
  const everything: RulePower = {
    ...{ kind: 'everything', verbs: ['*'], resources: ['*'], names: [], isClusterWide: false, says: 'do everything' },
  };
  if (!rule.resources.some((stated) => stated.startsWith('*') || strongResources.has(stated))) return [];
  return [...(isAll ? [everything] : []), ...powerRules.flatMap((power) => findPower(rule, power))];
}

/** A right to create is of no use for objects with names, since nobody knows the name yet; one on parts of them is. */
function findPower(rule: RightsRule, { kind, verbs, resources, isClusterWide = false, says }: PowerRule): readonly RulePower[] {
  if (!rule.verbs.some((verb) => verb === '*' || verbs.includes(verb))) return [];
  const [name] = rule.resourceNames;
  const used = new Set<string>();
  const hit = resources.filter(({ group, resource, subresource }) => {
    const isPod = group === '' && resource === 'pods' && subresource === undefined;
    const allowed = verbs.filter((verb) => {
      // A pod that is there keeps its account and its volumes; only its images change.
      if (isPod && (kind === 'exec' ? verb !== 'update' && verb !== 'patch' : verb !== 'create')) return false;
      const knowsName = name !== undefined && (verb !== 'create' || subresource !== undefined);
      return ruleAllows(rule, { verb, group, resource, ...(subresource && { subresource }), ...(knowsName && { name }) });
    });
    for (const verb of allowed) used.add(verb);
    return allowed.length > 0;
  });
  if (hit.length === 0) return [];
  const words = hit.map(({ group, resource, subresource }) => [group, resource, subresource].filter(Boolean).join('/'));
  return [{ kind, verbs: [...used], resources: shorten(rule, words), names: rule.resourceNames, isClusterWide, says }];
}

function shorten(rule: RightsRule, words: readonly string[]): readonly string[] {
  return rule.resources.includes('*') ? ['*'] : words;
}

function split(group: string, text: string) {
  const [resource = '', subresource] = text.split('/');
  return { group, resource, ...(subresource !== undefined && { subresource }) };
}
