import { memberAt, objectsAt, textAt } from '../../formats/json/members.ts';
import { type Cluster, namespaceOf } from '../../formats/kubernetes/cluster.ts';
import type { Workload } from '../../formats/kubernetes/workload.ts';
import type { Resource } from '../../model/resource.ts';

/** The account that a pod names; undefined where it names none and has `default`. */
export function accountOf({ pod }: Workload): string | undefined {
  return textAt(pod, 'serviceAccountName') ?? textAt(pod, 'serviceAccount');
}

/** The field of a pod that names its account, or would. */
export function accountField({ pod }: Workload): string {
  return textAt(pod, 'serviceAccountName') === undefined && textAt(pod, 'serviceAccount') !== undefined
    ? 'serviceAccount'
    : 'serviceAccountName';
}

/** Whether a workload has the token of its account: the pod's own word on mounting, else the account's; neither means that it has. */
export function isTokenMounted(workload: Workload, cluster: Cluster): boolean {
  const name = accountOf(workload) ?? 'default';
  const namespace = namespaceOf(workload.resource);
  const account = cluster
    .ofKind('', 'ServiceAccount')
    .find((one) => one.identity.name === name && (namespaceOf(one) ?? namespace) === namespace);
  const said =
    memberAt(workload.pod, 'automountServiceAccountToken') ?? memberAt(account?.value, 'automountServiceAccountToken') ?? true;
  return said !== false;
}

/** The bindings of the release that give a workload's account something, for each subject of theirs that names it. */
export function bindingsOf(workload: Workload, cluster: Cluster): readonly Resource[] {
  return bindingsByAccount(cluster).get(`${namespaceOf(workload.resource) ?? ''}/${accountOf(workload) ?? 'default'}`) ?? [];
}

const memory = new WeakMap<Cluster, ReadonlyMap<string, readonly Resource[]>>();

/** By `namespace/name` of the account; each cluster is looked through once. */
function bindingsByAccount(cluster: Cluster): ReadonlyMap<string, readonly Resource[]> {
  const known = memory.get(cluster);
  if (known) return known;
  const pairs = ['RoleBinding', 'ClusterRoleBinding'].flatMap((kind) =>
    cluster.ofKind('rbac.authorization.k8s.io', kind).flatMap((binding) =>
      objectsAt(binding.value, 'subjects')
        .filter((subject) => textAt(subject, 'kind') === 'ServiceAccount')
        .map((subject) => ({
          account: `${textAt(subject, 'namespace') ?? namespaceOf(binding) ?? ''}/${textAt(subject, 'name') ?? ''}`,
          binding,
        })),
    ),
  );
  const grouped = Map.groupBy(pairs, ({ account }) => account);
  const found = new Map([...grouped].map(([account, group]) => [account, group.map(({ binding }) => binding)]));
  memory.set(cluster, found);
  return found;
}
