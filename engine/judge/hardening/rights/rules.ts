import { listAt } from '../../../formats/json/members.ts';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import type { Cluster } from '../../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Check, Hit } from '../check.ts';

/** The API group of roles and bindings. */
export const group = 'rbac.authorization.k8s.io';

/** Roles and bindings of some kinds. */
export function ofKinds(cluster: Cluster, ...names: readonly string[]): readonly Resource[] {
  return names.flatMap((kind) => cluster.ofKind(group, kind));
}

/** One of some verbs on one of some resources. */
export type Right = readonly [apiGroup: string, resources: readonly string[], verbs: readonly string[]];

/** Rules of roles in which something is found, at its path in each: `.verbs[0]`. */
export function rulesWith(find: (rule: unknown) => string | undefined): Check['look'] {
  return ({ cluster }) =>
    ofKinds(cluster, 'Role', 'ClusterRole').flatMap((resource) =>
      listAt(resource.value, 'rules').flatMap((rule, index): Hit[] => {
        const path = find(rule);
        return path === undefined ? [] : [{ resource, path: `rules[${index}]${path}` }];
      }),
    );
}

/** Rules of roles that give one of some rights, at the entry that does. */
export function rulesGiving(...rights: readonly Right[]): Check['look'] {
  return rulesWith((rule) => findEntry(rule, rights));
}

/** The same of rules that hold for everything of their kind. */
export function rulesGivingForAll(...rights: readonly Right[]): Check['look'] {
  return rulesWith((rule) => (isForAll(rule) ? findEntry(rule, rights) : undefined));
}

/**
 * The entry of a rule that gives one of some rights, by name or by asterisk: the resource, where the rule has others too or gives nothing
 * else, and the verb otherwise.
 *
 * out     `.resources[1]`; undefined where it gives none
 * source  kubernetes/kubernetes, pkg/apis/rbac/v1/evaluation_helpers.go, `ResourceMatches`: an asterisk before a subresource stands for every resource
 */
export function findEntry(rule: unknown, rights: readonly Right[]): string | undefined {
  for (const [apiGroup, resources, verbs] of rights) {
    const ofEvery = resources.map((resource) => resource.replace(/^[^/]+(?=\/)/, '*'));
    const [ofGroup, ofResource, ofVerb] = [
      matchEntries(rule, 'apiGroups', [apiGroup]),
      matchEntries(rule, 'resources', [...resources, ...ofEvery]),
      matchEntries(rule, 'verbs', verbs),
    ];
    if (![ofGroup, ofResource, ofVerb].every((entries) => entries.includes(true))) continue;
    return ofResource.includes(false) || !ofVerb.includes(false)
      ? `.resources[${ofResource.indexOf(true)}]`
      : `.verbs[${ofVerb.indexOf(true)}]`;
  }
  return undefined;
}

/** For each entry of a list of a rule whether it is one of some words, or an asterisk. */
function matchEntries(rule: unknown, list: string, words: readonly string[]): readonly boolean[] {
  return listAt(rule, list).map((entry) => entry === '*' || words.includes(scalarText(entry)));
}

/** Whether a rule gives a right, by name or by asterisk. */
export function allows(rule: unknown, ...right: Right): boolean {
  return findEntry(rule, [right]) !== undefined;
}

/**
 * Whether a rule is as good as cluster-admin, where it holds for the whole cluster: every verb on every resource, of the core group at
 * least, whose users, groups and accounts can be impersonated.
 */
export function isAsGoodAsAdmin(rule: unknown): boolean {
  const has = (name: string, ...words: readonly string[]) => {
    const stated = listAt(rule, name).map(String);
    return words.every((word) => stated.includes(word));
  };
  const hasEveryGroup = has('apiGroups', '*');
  const hasEveryVerb = has('verbs', '*') || (hasEveryGroup && has('verbs', ...plainVerbs));
  return isForAll(rule) && has('resources', '*') && (hasEveryGroup || has('apiGroups', '')) && hasEveryVerb;
}

const plainVerbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/** Whether a rule holds for everything of its kind, not for what it names. */
export function isForAll(rule: unknown): boolean {
  return listAt(rule, 'resourceNames').length === 0;
}
