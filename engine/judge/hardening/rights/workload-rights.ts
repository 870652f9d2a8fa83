import { listAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import { type Cluster, namespaceOf } from '../../../formats/kubernetes/cluster.ts';
import type { Workload } from '../../../formats/kubernetes/workload.ts';
import type { Resource } from '../../../model/resource.ts';
import { accountField, accountOf, bindingsOf, isTokenMounted } from '../accounts.ts';
import { type Check, type Hit, podsWhere } from '../check.ts';
import { allows, isAsGoodAsAdmin, isForAll, ofKinds } from './rules.ts';

/** Roles of every cluster that a release need not bring. source  Kubernetes, Using RBAC Authorization, "User-facing roles" */
const builtIn: Readonly<Record<'administering' | 'takingOver', readonly string[]>> = {
  administering: ['cluster-admin'],
  takingOver: ['cluster-admin', 'admin', 'edit'],
};

const startingPods: readonly (readonly [apiGroup: string, resource: string])[] = [
  ['', 'pods'],
  ...['deployments', 'daemonsets', 'statefulsets', 'replicasets'].map((kind) => ['apps', kind] as const),
  ...['jobs', 'cronjobs'].map((kind) => ['batch', kind] as const),
];

/** Whether who has the rule can become another account: by its token in a Secret, or in a pod that it starts. */
function takesOver(rule: unknown): boolean {
  const readsSecrets = isForAll(rule) && allows(rule, '', ['secrets'], ['get', 'list', 'watch']);
  return readsSecrets || startingPods.some(([group, kind]) => allows(rule, group, [kind], ['create', 'update', 'patch']));
}

const dashboard = 'kubernetes-dashboard';
const isOfDashboard = (name: string | undefined): boolean => name?.startsWith(dashboard) === true;

/** Checks of what workloads may do with the token that they have. */
export const workloadRights: readonly Check[] = [
  {
    id: 'workload-as-administrator',
    title: 'No workload has every right',
    severity: 'CRITICAL',
    standards: ['CIS 5.1.1', 'NSA', 'OWASP K03'],
    rationale: 'Who breaks into it has the cluster, or everything in its namespace.',
    remedy: 'Bind its account to a role with the verbs and resources that are used.',
    look: podsWhere(accountField, (workload, { cluster }) => hasRole(workload, cluster, builtIn.administering, isAsGoodAsAdmin)),
  },
  {
    id: 'workload-can-take-over',
    title: 'No workload can become another account',
    severity: 'HIGH',
    standards: ['CIS 5.1.2', 'CIS 5.1.4', 'OWASP K03'],
    rationale: 'Who breaks into it reads tokens of others from Secrets, or starts a pod that has one.',
    remedy:
      'Name the Secrets in resourceNames, and leave starting pods to controllers; else keep the workload where nobody reaches it.',
    look: podsWhere(accountField, (workload, { cluster }) => hasRole(workload, cluster, builtIn.takingOver, takesOver)),
  },
  {
    id: 'dashboard-account',
    title: 'Only the dashboard has the rights of the dashboard',
    severity: 'MEDIUM',
    standards: ['OWASP K03', 'OWASP K06'],
    rationale: 'The dashboard’s account sees much of the cluster, and nobody expects another program behind it.',
    remedy: 'Give the workload or the person a role of their own.',
    look: (subject) => [
      ...podsWhere(
        accountField,
        (workload) => accountOf(workload) === dashboard && !isOfDashboard(workload.resource.identity.name),
      )(subject),
      ...ofKinds(subject.cluster, 'RoleBinding', 'ClusterRoleBinding')
        .filter(({ value }) => textAt(value, 'roleRef', 'name') === dashboard)
        .flatMap((resource) =>
          objectsAt(resource.value, 'subjects').flatMap((one, index): Hit[] =>
            isOfDashboard(textAt(one, 'name')) ? [] : [{ resource, path: `subjects[${index}]` }],
          ),
        ),
    ],
  },
];

/** Whether a workload has the token of an account that is bound to a role of some names, or with such a rule. */
function hasRole(workload: Workload, cluster: Cluster, names: readonly string[], isSuch: (rule: unknown) => boolean): boolean {
  if (!isTokenMounted(workload, cluster)) return false;
  return bindingsOf(workload, cluster).some((binding) => {
    const [kind, name] = [textAt(binding.value, 'roleRef', 'kind'), textAt(binding.value, 'roleRef', 'name') ?? ''];
    if (kind === 'ClusterRole' && names.includes(name)) return true;
    return rolesOf(cluster, kind, binding).some(
      (role) => role.identity.name === name && listAt(role.value, 'rules').some(isSuch),
    );
  });
}

const rolesOf = (cluster: Cluster, kind: string | undefined, binding: Resource): readonly Resource[] =>
  kind === 'Role'
    ? ofKinds(cluster, 'Role').filter((role) => namespaceOf(role) === namespaceOf(binding))
    : ofKinds(cluster, 'ClusterRole');
