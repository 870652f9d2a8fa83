import { isObject, listAt, memberAt, objectsAt } from '../../formats/json/members.ts';
import { type Cluster, labelsAt, namespaceOf } from '../../formats/kubernetes/cluster.ts';
import { findGapPlace, findPlace, type PathPlace } from '../../formats/kubernetes/find-place.ts';
import { selectsByLabels } from '../../formats/kubernetes/label-selector.ts';
import type { Gap } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import type { RightsRule } from '../../model/rights.ts';
import { defaultRoles } from './default-roles.ts';

/** The API group of roles and bindings. */
export const rbacGroup = 'rbac.authorization.k8s.io';

/** A role with what it allows, aggregation done. */
export interface FoundRole {
  readonly kind: 'Role' | 'ClusterRole';
  /** Null for cluster roles. */
  readonly namespace: string | null;
  readonly name: string;
  readonly rules: readonly RightsRule[];
  /** Undefined for one that the API server makes. */
  readonly resource: Resource | undefined;
  /** Whether another role takes its rules in. */
  readonly isAggregated: boolean;
}

interface Stated extends Omit<FoundRole, 'isAggregated'> {
  readonly labels: ReadonlyMap<string, string>;
  readonly selectors: readonly unknown[] | undefined;
}

/**
 * Every role of a release, and those that every cluster has; rules of aggregating roles are those of the roles that they select.
 *
 * out     by key: see `roleKey`; where several have one name, what each of them allows
 * gaps    rule-unreadable: a rule or a part of it is not what it should be; selector-unreadable: an aggregation cannot be followed
 * source  https://kubernetes.io/docs/reference/access-authn-authz/rbac/, "Aggregated ClusterRoles"
 */
export function readRoles(cluster: Cluster): { readonly roles: ReadonlyMap<string, FoundRole>; readonly gaps: readonly Gap[] } {
  const gaps: Gap[] = [];
  const stated = new Map<string, Stated>(defaults.map((role) => [roleKey(role), role]));
  for (const kind of ['ClusterRole', 'Role'] as const)
    for (const resource of cluster.ofKind(rbacGroup, kind)) {
      const role = toStated(kind, resource, gaps);
      stated.set(roleKey(role), withDefaults(role, stated.get(roleKey(role))));
    }
  const clusterRoles = [...stated.values()].filter(({ kind }) => kind === 'ClusterRole');
  const taken = new Set<Stated>();
  const rulesOf = aggregator(clusterRoles, taken, gaps);
  const roles = [...stated].map(([key, role]) => [key, { ...role, rules: rulesOf(role) }] as const);
  return {
    roles: new Map(
      roles.map(([key, { kind, namespace, name, rules, resource }]) => {
        const origin = stated.get(key);
        return [key, { kind, namespace, name, rules, resource, isAggregated: origin !== undefined && taken.has(origin) }];
      }),
    ),
    gaps,
  };
}

/** `ClusterRole/NAME` or `Role/NAMESPACE/NAME`. */
export function roleKey({ kind, namespace, name }: Pick<FoundRole, 'kind' | 'namespace' | 'name'>): string {
  return kind === 'ClusterRole' ? `ClusterRole/${name}` : `Role/${namespace ?? ''}/${name}`;
}

/** A gap at a path of a resource. */
export function gapAt(resource: Resource, code: string, detail: string, path = ''): Gap {
  return { code, unit: 'judge/rights', ...findGapPlace(resource, path), detail };
}

/** Where a rule of a role stands; the role, where it has rules of others. */
export function findRule(resource: Resource, { rules }: FoundRole, rule: RightsRule | undefined): PathPlace {
  const isOwn = rule !== undefined && listAt(resource.value, 'rules').length === rules.length;
  return findPlace(resource, isOwn ? `rules[${rules.indexOf(rule)}]` : '');
}

const defaults: readonly Stated[] = defaultRoles.map(({ name, labels, aggregates, rules }) => ({
  kind: 'ClusterRole',
  namespace: null,
  name,
  rules,
  resource: undefined,
  labels: new Map(Object.entries(labels)),
  selectors: aggregates === undefined ? undefined : [{ matchLabels: { [aggregates]: 'true' } }],
}));

/** The API server puts back what a default role lacks, and who can say which of two of one name is installed last: both count. */
function withDefaults(role: Stated, known: Stated | undefined): Stated {
  if (!known) return role;
  return {
    ...role,
    rules: [...role.rules, ...known.rules],
    labels: new Map([...role.labels, ...known.labels]),
    ...(known.selectors && { selectors: [...(role.selectors ?? []), ...known.selectors] }),
  };
}

function toStated(kind: 'Role' | 'ClusterRole', resource: Resource, gaps: Gap[]): Stated {
  const { value, identity } = resource;
  const labels = labelsAt(value, 'metadata', 'labels');
  const aggregation = kind === 'ClusterRole' ? memberAt(value, 'aggregationRule') : undefined;
  const rules = memberAt(value, 'rules') ?? [];
  if (!Array.isArray(rules))
    gaps.push(gapAt(resource, 'rule-unreadable', `The rules of ${kind} ${identity.name} are no list.`, 'rules'));
  const selectors = memberAt(aggregation, 'clusterRoleSelectors') ?? [];
  const isBroken = (aggregation ?? undefined) !== undefined && !(isObject(aggregation) && Array.isArray(selectors));
  if (isBroken) gaps.push(gapAt(resource, 'selector-unreadable', `What ${kind} ${identity.name} aggregates cannot be read.`));
  if ((memberAt(value, 'metadata', 'labels') ?? undefined) !== undefined && !labels)
    gaps.push(
      gapAt(
        resource,
        'selector-unreadable',
        `The labels of ${kind} ${identity.name} cannot be read: what takes it in is not known.`,
      ),
    );
  return {
    kind,
    namespace: kind === 'Role' ? (namespaceOf(resource) ?? null) : null,
    name: identity.name,
    rules: listAt(value, 'rules').map((rule, index) => toRule(rule, () => report(resource, index, gaps))),
    resource,
    labels: labels ?? new Map(),
    selectors: isObject(aggregation) ? objectsAt(aggregation, 'clusterRoleSelectors') : undefined,
  };
}

function report(resource: Resource, index: number, gaps: Gap[]): void {
  const { kind, name } = resource.identity;
  gaps.push(
    gapAt(resource, 'rule-unreadable', `Rule ${index + 1} of ${kind} ${name} is not what a rule should be.`, `rules[${index}]`),
  );
}

/** What is no text is left out and told. */
function toRule(rule: unknown, onBad: () => void): RightsRule {
  const texts = (name: string): readonly string[] => {
    const stated = memberAt(rule, name) ?? [];
    const list = Array.isArray(stated) ? stated : [undefined];
    const found = list.filter((text): text is string => typeof text === 'string');
    if (found.length < list.length) onBad();
    return found;
  };
  if (!isObject(rule)) onBad();
  return {
    verbs: texts('verbs'),
    apiGroups: texts('apiGroups'),
    resources: texts('resources'),
    resourceNames: texts('resourceNames'),
    nonResourceUrls: texts('nonResourceURLs'),
  };
}

/** Rules with those of every role that is taken in, however long the chain; a circle is walked once. */
function aggregator(clusterRoles: readonly Stated[], taken: Set<Stated>, gaps: Gap[]) {
  const members = new Map<Stated, readonly Stated[]>();
  const membersOf = (role: Stated): readonly Stated[] => {
    const known = members.get(role);
    if (known) return known;
    const found = (role.selectors ?? []).flatMap((selector) => {
      const selects = selectsByLabels(selector);
      if (selects) return clusterRoles.filter((other) => other !== role && selects(other.labels));
      if (role.resource)
        gaps.push(gapAt(role.resource, 'selector-unreadable', `What ClusterRole ${role.name} aggregates cannot be read.`));
      return [];
    });
    for (const each of found) taken.add(each);
    members.set(role, found);
    return found;
  };
  return (role: Stated): readonly RightsRule[] => {
    if (!role.selectors) return role.rules;
    const seen = new Set([role]);
    for (const each of seen) for (const member of membersOf(each)) seen.add(member);
    // The controller replaces what an aggregating role states itself.
    return [...new Set([...seen].flatMap((each) => (each.selectors && each.resource ? [] : each.rules)))];
  };
}
