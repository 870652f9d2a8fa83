import { listAt, type Members, numberAt, textAt } from '../../../formats/json/members.ts';
import type { FileFact, ImageConfiguration } from '../../../model/image.ts';
import type { ReleaseImage } from '../../../model/release.ts';

/** The user that an image runs as, as a runtime finds it. */
export type ImageUser =
  | {
      readonly kind: 'found';
      /** As written. */
      readonly stated: string;
      readonly uid: number;
      /** That of `user:group`, else the user's own; root's where nobody knows the number. */
      readonly gid: number;
      /** Whether the kubelet can tell that it is not root: only by number. */
      readonly isNumber: boolean;
      /** Whether a number alone gives another group. */
      readonly namesGroup: boolean;
    }
  /** `missing`: its own files have no such user or group, and it does not start. `unknown`: they were not read. */
  | { readonly kind: 'missing' | 'unknown'; readonly stated: string };

/** What is taken where an image gives no hint; source  distroless, base/base.bzl, NONROOT */
const usualUser = 65532;

/**
 * Whom an image runs as.
 *
 * source  containerd 1.7, oci/spec_opts.go, WithUser
 */
export function findImageUser({ configuration, facts }: ReleaseImage): ImageUser {
  const stated = configuration?.user.trim() ?? '';
  const [user = '', group] = stated.split(':');
  const users = facts?.users ?? null;
  if (user === '' || user === '0') return { kind: 'found', stated, uid: 0, gid: 0, isNumber: true, namesGroup: false };
  const isNumber = /^\d{1,10}$/.test(user);
  const account = isNumber
    ? users?.find(({ uid }) => uid === Number(user))
    : (users?.find(({ name }) => name === user) ?? (user === 'root' && !users ? { uid: 0, gid: 0 } : undefined));
  if (!account && !isNumber) return { kind: users && facts?.complete ? 'missing' : 'unknown', stated };
  const uid = account?.uid ?? Number(user);
  const own = account?.gid ?? 0;
  const gid = group === undefined || group === '' ? own : findGroup(group, facts);
  if (typeof gid === 'string') return { kind: gid, stated };
  return { kind: 'found', stated, uid, gid, isNumber, namesGroup: gid !== own };
}

function findGroup(group: string, facts: ReleaseImage['facts']): number | 'missing' | 'unknown' {
  if (/^\d{1,10}$/.test(group)) return Number(group);
  const found = facts?.groups?.find(({ name }) => name === group)?.gid;
  return found ?? (facts?.groups && facts.complete ? 'missing' : 'unknown');
}

/**
 * Somebody other than root to run an image as: who owns what it writes, else who owns its program, else a number that nobody has.
 */
export function proposeUser({ facts }: ReleaseImage): number {
  const places: readonly (FileFact | null)[] = [
    ...(facts?.volumes ?? []),
    facts?.workingDirectory ?? null,
    facts?.program ?? null,
  ];
  for (const place of places) if (place?.state === 'found' && place.uid > 0) return place.uid;
  return usualUser;
}

/** Groups that the pod gives to whoever runs in it. */
export function groupsOfPod(pod: Members): readonly number[] {
  const fsGroup = numberAt(pod, 'securityContext', 'fsGroup');
  const more = listAt(pod, 'securityContext', 'supplementalGroups').filter((group) => typeof group === 'number');
  return fsGroup === undefined ? more : [fsGroup, ...more];
}

/** Whether a pod is for Windows, where users have no numbers. */
export function isForWindows(pod: Members, image: ReleaseImage | undefined): boolean {
  const labels = ['kubernetes.io/os', 'beta.kubernetes.io/os'].map((label) => textAt(pod, 'nodeSelector', label));
  return textAt(pod, 'os', 'name') === 'windows' || labels.includes('windows') || image?.platform.startsWith('windows/') === true;
}

/** The words that a container starts with: the manifest's instead of the image's. */
export function wordsOf(container: Members, image: ImageConfiguration | null | undefined): readonly string[] {
  const [command, args] = ['command', 'args'].map((name) => listAt(container, name).filter((word) => typeof word === 'string'));
  if (command && command.length > 0) return [...command, ...(args ?? [])];
  return [...(image?.entrypoint ?? []), ...(args && args.length > 0 ? args : (image?.command ?? []))];
}
