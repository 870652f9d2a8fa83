import { objectsAt, textAt, textsAt } from '../../formats/json/members.ts';
import { type Cluster, namespaceOf } from '../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../model/resource.ts';

/** A service account, `namespace` null where its workload does not say where it is installed. */
export interface Account {
  readonly namespace: string | null;
  readonly name: string;
}

/** What a service account may do that reaches beyond its workload: a sentence each; none where nothing is known. */
export type RightsOf = (account: Account) => readonly string[];

const group = 'rbac.authorization.k8s.io';

/**
 * The accounts that may do everything, in the cluster or in a namespace: bound to cluster-admin, or to a role with a rule of wildcards.
 * Everything less is for the rights engine to say.
 *
 * source  https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export function findWideRights(cluster: Cluster): RightsOf {
  const wide = new Set(
    ['ClusterRole', 'Role'].flatMap((kind) => cluster.ofKind(group, kind).filter(allowsEverything)).map(keyOfRole),
  );
  const bindings = ['ClusterRoleBinding', 'RoleBinding'].flatMap((kind) => cluster.ofKind(group, kind));
  const open = bindings.filter((binding) => isWide(binding, wide));
  return (account) => [...new Set(open.filter((binding) => binds(binding, account)).map(toSentence))];
}

function allowsEverything({ value }: Resource): boolean {
  const holds = (rule: unknown, key: string) => textsAt(rule, key).includes('*');
  return objectsAt(value, 'rules').some((rule) => holds(rule, 'verbs') && holds(rule, 'resources') && holds(rule, 'apiGroups'));
}

function keyOfRole(role: Resource): string {
  const { kind, name } = role.identity;
  return kind === 'ClusterRole' ? `ClusterRole/${name}` : `Role/${namespaceOf(role) ?? ''}/${name}`;
}

function isWide(binding: Resource, wide: ReadonlySet<string>): boolean {
  const [kind, name] = [textAt(binding.value, 'roleRef', 'kind'), textAt(binding.value, 'roleRef', 'name')];
  if (kind === 'ClusterRole') return name === 'cluster-admin' || wide.has(`ClusterRole/${name}`);
  return wide.has(`Role/${namespaceOf(binding) ?? ''}/${name}`);
}

function binds(binding: Resource, { namespace, name }: Account): boolean {
  return objectsAt(binding.value, 'subjects').some((subject) => {
    const stated = textAt(subject, 'name');
    if (textAt(subject, 'kind') === 'Group')
      return (
        stated === 'system:serviceaccounts' ||
        stated === 'system:authenticated' ||
        stated === `system:serviceaccounts:${namespace}`
      );
    const place = textAt(subject, 'namespace') ?? namespaceOf(binding) ?? null;
    return textAt(subject, 'kind') === 'ServiceAccount' && stated === name && place === namespace;
  });
}

function toSentence(binding: Resource): string {
  const role = textAt(binding.value, 'roleRef', 'name') ?? '';
  const { kind, name } = binding.identity;
  const where = kind === 'ClusterRoleBinding' ? 'the cluster' : `namespace ${namespaceOf(binding) ?? 'of its own'}`;
  return `Its service account may do everything in ${where}: ${kind} ${name} gives it ${role}.`;
}
