import { type Members, memberAt, numberAt, objectsAt, textAt, textsAt } from '../../formats/json/members.ts';
import { baselineCapabilities } from '../../formats/kubernetes/baseline-capabilities.ts';
import type { Workload } from '../../formats/kubernetes/workload.ts';
import type { AccountRights, Privilege } from '../../model/exposure.ts';
import type { UserAccount } from '../../model/layer.ts';

/** What a workload's pods may do by the token of a service account, if they hold one. */
export type RightsOf = (workload: Workload) => AccountRights;

/** What an image says of the user that it runs as. */
export interface ImageUser {
  /** `USER` as written; empty means root. */
  readonly user: string;
  /** Of its `/etc/passwd`; null where that is not known. */
  readonly users: readonly UserAccount[] | null;
}

/** Everything else is more than containers are given. */
const usualCapabilities: ReadonlySet<string> = new Set(baselineCapabilities);

/**
 * How much a container may do: what reaches the node or the cluster, then root.
 *
 * in      a container of the workload; the canonical reference of its image; what its token allows, where somebody knows
 */
export function judgePrivilege(
  { pod }: Workload,
  container: Members,
  {
    image,
    findImage,
    rights,
  }: {
    readonly image: string | null;
    readonly findImage: (reference: string) => ImageUser | undefined;
    readonly rights: AccountRights | undefined;
  },
): Privilege {
  const host = [...ofContainer(container), ...ofPod(pod)];
  const root = findRoot(pod, container, image === null ? undefined : findImage(image));
  const level = host.length > 0 || rights?.reach === 'cluster' ? 'host' : root.level;
  return {
    level,
    ...(rights && { rights: rights.reach }),
    isRoot: root.level === 'root',
    reasons: [...host, ...(rights?.reasons ?? []), root.reason],
  };
}

function ofContainer(container: Members): readonly string[] {
  const added = textsAt(container, 'securityContext', 'capabilities', 'add')
    .map((name) => name.toUpperCase().replace(/^CAP_/, ''))
    .filter((name) => !usualCapabilities.has(name));
  return [
    ...(memberAt(container, 'securityContext', 'privileged') === true ? ['It is privileged.'] : []),
    ...(added.length > 0 ? [`It adds capabilities: ${added.join(', ')}.`] : []),
  ];
}

const hostSpaces = [
  ['hostNetwork', 'network'],
  ['hostPID', 'processes'],
  ['hostIPC', 'shared memory'],
] as const;

function ofPod(pod: Members): readonly string[] {
  const spaces = hostSpaces.filter(([name]) => memberAt(pod, name) === true).map(([, word]) => word);
  const paths = objectsAt(pod, 'volumes').flatMap((volume) => textAt(volume, 'hostPath', 'path') ?? []);
  return [
    ...(spaces.length > 0 ? [`It shares its node's ${spaces.join(', ')}.`] : []),
    ...(paths.length > 0 ? [`It mounts from its node: ${[...new Set(paths)].join(', ')}.`] : []),
  ];
}

/** Root or not, with the reason; the container's word counts before the pod's, and both before the image's. */
function findRoot(
  pod: Members,
  container: Members,
  image: ImageUser | undefined,
): { readonly level: 'root' | 'unknown' | 'limited'; readonly reason: string } {
  const user = numberAt(container, 'securityContext', 'runAsUser') ?? numberAt(pod, 'securityContext', 'runAsUser');
  if (user === 0) return { level: 'root', reason: 'It runs as root: runAsUser is 0.' };
  if (user !== undefined) return { level: 'limited', reason: `It runs as user ${user}.` };
  const nonRoot = memberAt(container, 'securityContext', 'runAsNonRoot') ?? memberAt(pod, 'securityContext', 'runAsNonRoot');
  if (nonRoot === true) return { level: 'limited', reason: 'It may not run as root: runAsNonRoot is true.' };
  if (!image) return { level: 'unknown', reason: 'Its manifest names no user, and its image was not read.' };
  return ofImage(image);
}

function ofImage({ user: stated, users }: ImageUser): ReturnType<typeof findRoot> {
  const user = stated.split(':')[0]?.trim() ?? '';
  if (user === '') return { level: 'root', reason: 'It runs as root: neither manifest nor image names a user.' };
  const uid = /^\d+$/.test(user)
    ? Number(user)
    : (users?.find(({ name }) => name === user)?.uid ?? (user === 'root' ? 0 : undefined));
  if (uid === undefined) return { level: 'unknown', reason: `Its image runs as ${user}, and nothing says which number that is.` };
  return uid === 0
    ? { level: 'root', reason: `It runs as root: its image says USER ${user}.` }
    : { level: 'limited', reason: `Its image runs as ${user}.` };
}
