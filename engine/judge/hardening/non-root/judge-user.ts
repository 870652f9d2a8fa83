import type { Members } from '../../../formats/json/members.ts';
import type { NonRootValues } from '../../../model/non-root.ts';
import type { ReleaseImage } from '../../../model/release.ts';
import type { Resource } from '../../../model/resource.ts';
import { findImageUser, groupsOfPod, proposeUser } from './find-user.ts';
import { type Found, type Identity, numberOf, settingOf } from './subject.ts';

/** Whom a container runs as, or would. */
export interface JudgedUser {
  readonly identity: Identity;
  readonly changes: boolean;
  /** Whether its manifest forbids root already. */
  readonly isEnforced: boolean;
  readonly found: readonly Found[];
}

/** A container with its image, where that was read. */
export interface ContainerOfPod {
  readonly resource: Resource;
  readonly pod: Members;
  readonly container: Members;
  readonly image: ReleaseImage | undefined;
}

/**
 * Whom a container runs as without root: whom its manifest says, else whom its image says, else somebody who is proposed.
 *
 * source  Kubernetes, pkg/kubelet/kuberuntime/security_context.go, verifyRunAsNonRoot
 */
export function judgeUser(subject: ContainerOfPod): JudgedUser {
  const stated = numberOf(subject, 'runAsUser');
  if (stated !== undefined) return judgeStated(subject, stated);
  const isForbidden = settingOf(subject, 'runAsNonRoot') === true;
  const at = 'securityContext.runAsNonRoot';
  const says: Found[] = isForbidden
    ? [{ about: 'manifest', at, effect: 'allows', detail: 'Its manifest says runAsNonRoot.' }]
    : [];
  if (subject.image?.configuration) return judgeImageUser(subject, subject.image, says);
  const unread: Found = isForbidden
    ? {
        about: 'user',
        at: '',
        effect: 'note',
        detail: 'Its image was not read: whether the kubelet can tell its user is not known.',
      }
    : { about: 'user', at: '', effect: 'unknown', detail: 'Its manifest names no user, and its image was not read.' };
  return { identity: toIdentity(subject, 0, 0), changes: false, isEnforced: isForbidden, found: [...says, unread] };
}

function judgeStated(subject: ContainerOfPod, uid: number): JudgedUser {
  const at = 'securityContext.runAsUser';
  const isRoot = uid === 0 && settingOf(subject, 'runAsNonRoot') === true;
  const detail = `Its manifest says runAsUser ${uid}${isRoot ? ' and runAsNonRoot: it does not start' : ''}.`;
  const isUser = Number.isInteger(uid) && uid > 0;
  const account = subject.image?.facts?.users?.find((one) => one.uid === uid);
  return {
    identity: toIdentity(subject, uid, account?.gid ?? 0),
    changes: false,
    isEnforced: isUser,
    found: [{ about: 'manifest', at, effect: isUser ? 'allows' : 'blocks', detail }],
  };
}

function judgeImageUser(subject: ContainerOfPod, image: ReleaseImage, says: readonly Found[]): JudgedUser {
  const user = findImageUser(image);
  const isForbidden = says.length > 0;
  const forbid: NonRootValues = isForbidden ? {} : { runAsNonRoot: true };
  const about = { about: 'user', at: user.stated } as const;
  const answer = (uid: number, gid: number, found: Found, changes = false): JudgedUser => ({
    identity: toIdentity(subject, uid, gid),
    changes,
    isEnforced: isForbidden && found.effect === 'allows',
    found: [...says, found],
  });
  if (user.kind === 'unknown')
    return answer(0, 0, {
      ...about,
      effect: 'unknown',
      detail: `Its image says USER ${user.stated}, and nothing tells its number.`,
    });
  if (user.kind === 'found' && user.uid > 0) {
    const { uid, gid } = user;
    const detail = `Its image runs as ${user.isNumber ? `user ${uid}` : `${user.stated}, which is user ${uid}; the kubelet needs the number`}.`;
    if (user.isNumber) return answer(uid, gid, { ...about, effect: 'allows', detail, values: forbid });
    const values = { ...forbid, runAsUser: uid, ...(user.namesGroup && { runAsGroup: gid }) };
    return answer(uid, gid, { ...about, effect: 'needs', detail, values });
  }
  const uid = proposeUser(image);
  const group = image.facts?.users?.find((one) => one.uid === uid)?.gid ?? 0;
  const why =
    user.kind === 'missing'
      ? `Its image says USER ${user.stated}, which its own files do not have: it does not start`
      : `Its image runs as root${isForbidden ? ': it does not start' : ''}`;
  const detail = `${why}; ${uid} is proposed instead.`;
  return answer(uid, group, { ...about, effect: 'needs', detail, values: { ...forbid, runAsUser: uid } }, true);
}

/** source  containerd 1.7, oci/spec_opts.go, WithAdditionalGIDs: groups that list the user count too */
function toIdentity(subject: ContainerOfPod, uid: number, gid: number): Identity {
  const { users, groups } = subject.image?.facts ?? {};
  const name = users?.find((one) => one.uid === uid)?.name;
  const listed = (groups ?? []).filter(({ members }) => name !== undefined && members?.includes(name));
  const own = numberOf(subject, 'runAsGroup') ?? gid;
  return { uid, groups: new Set([own, ...groupsOfPod(subject.pod), ...listed.map((group) => group.gid)]) };
}
