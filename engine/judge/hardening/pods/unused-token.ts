import { memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import { type Cluster, namespaceOf } from '../../../formats/kubernetes/cluster.ts';
import type { Workload } from '../../../formats/kubernetes/workload.ts';
import type { CheckSubject } from '../check.ts';

/** The account that a pod names; undefined where it names none and has `default`. */
export function accountOf({ pod }: Workload): string | undefined {
  return textAt(pod, 'serviceAccountName') ?? textAt(pod, 'serviceAccount');
}

/**
 * Whether the token of a pod's account is mounted though no binding of the release gives that account anything.
 *
 * in      the pod's own word on mounting, else the account's; neither means that it is mounted
 */
export function hasUnusedToken(workload: Workload, { cluster }: CheckSubject): boolean {
  const name = accountOf(workload) ?? 'default';
  const namespace = namespaceOf(workload.resource);
  const account = cluster
    .ofKind('', 'ServiceAccount')
    .find((one) => one.identity.name === name && (namespaceOf(one) ?? namespace) === namespace);
  const isMounted =
    memberAt(workload.pod, 'automountServiceAccountToken') ?? memberAt(account?.value, 'automountServiceAccountToken') ?? true;
  return isMounted !== false && !boundAccounts(cluster).has(`${namespace ?? ''}/${name}`);
}

const memory = new WeakMap<Cluster, ReadonlySet<string>>();

/** `namespace/name` of every account that a binding names; each cluster is looked through once. */
function boundAccounts(cluster: Cluster): ReadonlySet<string> {
  const known = memory.get(cluster);
  if (known) return known;
  const found = new Set(
    ['RoleBinding', 'ClusterRoleBinding'].flatMap((kind) =>
      cluster.ofKind('rbac.authorization.k8s.io', kind).flatMap((binding) =>
        objectsAt(binding.value, 'subjects')
          .filter((subject) => textAt(subject, 'kind') === 'ServiceAccount')
          .map((subject) => `${textAt(subject, 'namespace') ?? namespaceOf(binding) ?? ''}/${textAt(subject, 'name') ?? ''}`),
      ),
    ),
  );
  memory.set(cluster, found);
  return found;
}
