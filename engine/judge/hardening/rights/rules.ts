import { listAt } from '../../../formats/json/members.ts';
import type { Cluster } from '../../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Check, Hit } from '../check.ts';

/** The API group of roles and bindings. */
export const group = 'rbac.authorization.k8s.io';

/** Roles and bindings of some kinds. */
export function ofKinds(cluster: Cluster, ...names: readonly string[]): readonly Resource[] {
  return names.flatMap((kind) => cluster.ofKind(group, kind));
}

/** Rules of roles that a condition holds for, at a path in each, `.verbs`, or none. */
export function rulesWhere(isHit: (rule: unknown) => boolean, pathIn: (rule: unknown) => string = () => ''): Check['look'] {
  return ({ cluster }) =>
    ofKinds(cluster, 'Role', 'ClusterRole').flatMap((resource) =>
      listAt(resource.value, 'rules').flatMap((rule, index): Hit[] =>
        isHit(rule) ? [{ resource, path: `rules[${index}]${pathIn(rule)}` }] : [],
      ),
    );
}

/**
 * Whether a rule allows one of some verbs on a resource, by name or by asterisk.
 *
 * source  kubernetes/kubernetes, pkg/apis/rbac/v1/evaluation_helpers.go, `ResourceMatches`: an asterisk before a subresource stands for every resource
 */
export function allows(rule: unknown, apiGroup: string, resource: string, verbs: readonly string[]): boolean {
  const holds = (name: string, wanted: readonly string[]) => {
    const stated = listAt(rule, name).map(String);
    return stated.includes('*') || wanted.some((one) => stated.includes(one));
  };
  const ofEvery = resource.replace(/^[^/]+(?=\/)/, '*');
  return holds('apiGroups', [apiGroup]) && holds('resources', [resource, ofEvery]) && holds('verbs', verbs);
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
