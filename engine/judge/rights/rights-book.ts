import { isObject, listAt, memberAt, textAt } from '../../formats/json/members.ts';
import { type Cluster, namespaceOf } from '../../formats/kubernetes/cluster.ts';
import { findPlace } from '../../formats/kubernetes/find-place.ts';
import type { Gap } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import type { RightsGrant, RightsSubject } from '../../model/rights.ts';
import { defaultBindings } from './default-roles.ts';
import { type FoundRole, gapAt, rbacGroup, readRoles, roleKey } from './read-roles.ts';
import { type AccessRequest, ruleAllows } from './rule.ts';
import { implicitGroups, subjectKey, toUser } from './subjects.ts';
import { findTenantGrants } from './tenant-kinds.ts';

/** Who has which rights. */
export interface RightsBook {
  /** Everybody who is bound to something, without those whom only Kubernetes binds. */
  readonly subjects: readonly RightsSubject[];
  readonly roles: ReadonlyMap<string, FoundRole>;
  /** Keys of the roles that somebody is bound to. */
  readonly bound: ReadonlySet<string>;
  /** Of the subject alone, without its groups. */
  ownGrants(subject: RightsSubject): readonly RightsGrant[];
  /** Of the subject and the groups that nobody states. */
  grantsOf(subject: RightsSubject): readonly RightsGrant[];
  /** `kubectl auth can-i`, for a user and groups that are stated. */
  allows(who: { readonly user?: string; readonly groups?: readonly string[] }, request: AccessRequest): boolean;
  readonly gaps: readonly Gap[];
}

/** A grant, and whom it is given to. */
export interface GivenGrant {
  readonly subject: RightsSubject;
  readonly grant: RightsGrant;
  readonly roleKey: string;
}

/**
 * The effective rights of everybody.
 *
 * gaps    those of `readRoles`; role-missing: a binding names a role that neither the release nor every cluster has;
 *         subject-unreadable: it cannot be said who is bound
 * cost    O(bindings × subjects + aggregating roles × roles)
 */
export function toRightsBook(cluster: Cluster): RightsBook {
  const { roles, gaps } = readRoles(cluster);
  const all = [...gaps];
  const stated = ['ClusterRoleBinding', 'RoleBinding'].flatMap((kind) =>
    cluster.ofKind(rbacGroup, kind).flatMap((resource) => readBinding(resource, roles, all)),
  );
  const made = findTenantGrants(cluster, roles);
  const own = Map.groupBy([...stated, ...made, ...builtIn(roles)], ({ subject }) => subjectKey(subject));
  const ownGrants = (subject: RightsSubject) => (own.get(subjectKey(subject)) ?? []).map(({ grant }) => grant);
  const subjects = new Map([...stated, ...made].map(({ subject }) => [subjectKey(subject), subject]));
  const grantsOf = (subject: RightsSubject) => [subject, ...implicitGroups(subject)].flatMap(ownGrants);
  return {
    subjects: [...subjects].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, subject]) => subject),
    roles,
    bound: new Set([...stated, ...made].map((given) => given.roleKey)),
    ownGrants,
    grantsOf,
    allows: ({ user, groups = [] }, request) =>
      [
        ...(user === undefined ? [] : grantsOf(toUser(user))),
        ...groups.flatMap((name) => ownGrants({ kind: 'Group', namespace: null, name })),
      ].some((grant) => grantAllows(grant, request)),
    gaps: all,
  };
}

/** What a binding of one namespace gives holds there alone, and for no address. */
export function grantAllows({ namespace, rules }: RightsGrant, request: AccessRequest): boolean {
  if (namespace !== null && ('url' in request || request.namespace !== namespace)) return false;
  return rules.some((rule) => ruleAllows(rule, request));
}

function builtIn(roles: ReadonlyMap<string, FoundRole>): readonly GivenGrant[] {
  return Object.entries(defaultBindings).flatMap(([name, groups]) =>
    groups.map((group) => ({
      subject: { kind: 'Group', namespace: null, name: group },
      roleKey: `ClusterRole/${name}`,
      grant: {
        role: { kind: 'ClusterRole', name },
        binding: { kind: 'ClusterRoleBinding', name },
        ...{ namespace: null, file: null, line: null },
        rules: roles.get(`ClusterRole/${name}`)?.rules ?? [],
      },
    })),
  );
}

function readBinding(resource: Resource, roles: ReadonlyMap<string, FoundRole>, gaps: Gap[]): readonly GivenGrant[] {
  const { value } = resource;
  const kind = resource.identity.kind === 'ClusterRoleBinding' ? 'ClusterRoleBinding' : 'RoleBinding';
  const { name } = resource.identity;
  const namespace = kind === 'RoleBinding' ? (namespaceOf(resource) ?? '') : null;
  const key = referredRole(value, namespace);
  const role = key === undefined ? undefined : roles.get(key);
  if (!role)
    gaps.push(
      gapAt(
        resource,
        'role-missing',
        `${kind} ${name} gives ${textAt(value, 'roleRef', 'kind') ?? 'a role'} ${textAt(value, 'roleRef', 'name') ?? 'without a name'}, which neither the release nor every cluster has; what it allows is not known.`,
        'roleRef',
      ),
    );
  const stated = memberAt(value, 'subjects') ?? [];
  if (!Array.isArray(stated))
    gaps.push(
      gapAt(
        resource,
        'subject-unreadable',
        `The subjects of ${kind} ${name} are no list: whom it binds is not known.`,
        'subjects',
      ),
    );
  return listAt(value, 'subjects').flatMap((stated, index) => {
    const subject = toSubject(stated, namespace);
    const path = `subjects[${index}]`;
    if (!subject)
      gaps.push(
        gapAt(resource, 'subject-unreadable', `Subject ${index + 1} of ${kind} ${name} is nobody that RBAC knows.`, path),
      );
    if (!subject || !role) return [];
    const { file, line } = findPlace(resource, path);
    const grant: RightsGrant = {
      role: { kind: role.kind, name: role.name },
      binding: { kind, name },
      namespace,
      file,
      line,
      rules: role.rules,
    };
    return [{ subject, grant, roleKey: roleKey(role) }];
  });
}

function referredRole(value: unknown, namespace: string | null): string | undefined {
  const [kind, name] = [textAt(value, 'roleRef', 'kind'), textAt(value, 'roleRef', 'name')];
  const group = textAt(value, 'roleRef', 'apiGroup') ?? rbacGroup;
  if (name === undefined || group !== rbacGroup) return undefined;
  if (kind === 'ClusterRole') return roleKey({ kind, namespace: null, name });
  return kind === 'Role' && namespace !== null ? roleKey({ kind, namespace, name }) : undefined;
}

/** An account of a RoleBinding without a namespace is of the binding's. */
function toSubject(stated: unknown, bindingNamespace: string | null): RightsSubject | undefined {
  const name = textAt(stated, 'name');
  if (!isObject(stated) || name === undefined) return undefined;
  switch (textAt(stated, 'kind')) {
    case 'User':
      return toUser(name);
    case 'Group':
      return { kind: 'Group', namespace: null, name };
    case 'ServiceAccount': {
      const namespace = textAt(stated, 'namespace') ?? bindingNamespace;
      return namespace === null ? undefined : { kind: 'ServiceAccount', namespace, name };
    }
    default:
      return undefined;
  }
}
