import { type Members, memberAt, objectsAt, textAt, textsAt } from '../../formats/json/members.ts';
import { namespaceOf } from '../../formats/kubernetes/cluster.ts';
import { containersOf, type Workload } from '../../formats/kubernetes/workload.ts';
import type { RightsSubject } from '../../model/rights.ts';

/**
 * With these a container gets out to its node.
 *
 * source  https://man7.org/linux/man-pages/man7/capabilities.7.html
 */
const escaping: ReadonlySet<string> = new Set([
  ...['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_PTRACE', 'SYS_RAWIO', 'DAC_READ_SEARCH', 'SYS_BOOT', 'BPF'],
]);

/** Of a node, and of no use to who wants more. */
const harmlessPaths = ['/etc/localtime', '/etc/ssl', '/etc/pki', '/usr/share', '/lib/modules', '/sys/fs/cgroup', '/dev/shm'];

/** The account of a workload's pods. */
export function accountOf({ resource, pod }: Workload): RightsSubject {
  const name = textAt(pod, 'serviceAccountName') ?? textAt(pod, 'serviceAccount') ?? 'default';
  return { kind: 'ServiceAccount', namespace: namespaceOf(resource) ?? '', name };
}

/**
 * Whether a pod has the token of its account: it is mounted unless pod or account refuse it, the pod's word first.
 *
 * in      what the account says: `automountServiceAccountToken`
 */
export function hasToken({ pod }: Workload, accountSays: unknown): boolean {
  const isProjected = objectsAt(pod, 'volumes').some((volume) =>
    objectsAt(volume, 'projected', 'sources').some((source) => memberAt(source, 'serviceAccountToken') !== undefined),
  );
  return isProjected || (memberAt(pod, 'automountServiceAccountToken') ?? accountSays) !== false;
}

/** How who has a container of the pod gets to its node: a sentence each. */
export function findNodeReach({ pod }: Workload): readonly string[] {
  const paths = objectsAt(pod, 'volumes').flatMap((volume) => textAt(volume, 'hostPath', 'path') ?? []);
  const open = [...new Set(paths)].filter(
    (path) => !harmlessPaths.some((known) => path === known || path.startsWith(`${known}/`)),
  );
  return [
    ...containersOf(pod).flatMap(ofContainer),
    ...(memberAt(pod, 'hostPID') === true ? ["It sees its node's processes (hostPID)."] : []),
    ...(open.length > 0 ? [`It mounts from its node: ${open.join(', ')}.`] : []),
  ];
}

function ofContainer(container: Members): readonly string[] {
  const name = textAt(container, 'name') ?? 'without a name';
  const added = textsAt(container, 'securityContext', 'capabilities', 'add').map((each) =>
    each.toUpperCase().replace(/^CAP_/, ''),
  );
  const used = added.filter((each) => escaping.has(each));
  return [
    ...(memberAt(container, 'securityContext', 'privileged') === true ? [`Container ${name} is privileged.`] : []),
    ...(used.length > 0 ? [`Container ${name} has ${used.join(', ')}.`] : []),
  ];
}

/** Secrets that a pod mounts or takes variables from. */
export function findMountedSecrets({ pod }: Workload): readonly string[] {
  const ofVolumes = objectsAt(pod, 'volumes').flatMap((volume) => [
    ...[textAt(volume, 'secret', 'secretName')],
    ...objectsAt(volume, 'projected', 'sources').map((source) => textAt(source, 'secret', 'name')),
  ]);
  const ofContainers = containersOf(pod).flatMap((container) => [
    ...objectsAt(container, 'env').map((each) => textAt(each, 'valueFrom', 'secretKeyRef', 'name')),
    ...objectsAt(container, 'envFrom').map((each) => textAt(each, 'secretRef', 'name')),
  ]);
  return [...new Set([...ofVolumes, ...ofContainers].filter((name) => name !== undefined))];
}
