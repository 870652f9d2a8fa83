import { numberAt, textAt } from '../../../formats/json/members.ts';
import { holdsTokensAlone, type Mount, modesOf, mountsOf } from './mounts.ts';
import { type Found, type NonRootRule, type NonRootSubject, octal } from './subject.ts';

/**
 * Whether somebody other than root can use what is mounted.
 *
 * source  Kubernetes, pkg/volume/volume_linux.go, SetVolumeOwnership; pkg/volume/emptydir (mode 0777); Secret, defaultMode 0644
 */
export const mountRule: NonRootRule = (subject) => mountsOf(subject).flatMap((mount) => judge(mount, subject) ?? []);

function judge(mount: Mount, subject: NonRootSubject): Found | undefined {
  const found = (effect: Found['effect'], detail: string): Found => ({ about: 'mount', at: mount.path, effect, detail });
  const withGroup = (detail: string): Found =>
    hasGroup(subject)
      ? found('allows', `The pod's fsGroup may use what is mounted at ${mount.path}.`)
      : { ...found('needs', detail), values: { fsGroup: subject.identity.uid } };
  if (mount.kind === 'files') {
    const closed = modesOf(mount.volume).find((mode) => (mode & 0o004) === 0);
    if (closed === undefined || holdsTokensAlone(mount.volume)) return undefined;
    return withGroup(`Files mounted at ${mount.path} have mode ${octal(closed)} and are root's.`);
  }
  if (mount.kind === 'empty')
    return mount.isReadOnly ? undefined : found('allows', `Everybody may write to the emptyDir at ${mount.path}.`);
  if (!subject.changes) return undefined;
  if (mount.kind === 'claim') return mount.isReadOnly ? undefined : withGroup(`A new volume at ${mount.path} is root's.`);
  if (mount.kind === 'host') {
    const from = textAt(mount.volume, 'hostPath', 'path') ?? '';
    return found('unknown', `Whose ${from} of its node is, mounted at ${mount.path}, is not known.`);
  }
  if (mount.kind === 'other') return found('unknown', `Whose the volume ${mount.name} at ${mount.path} is, is not known.`);
  return undefined;
}

function hasGroup({ pod }: NonRootSubject): boolean {
  return numberAt(pod, 'securityContext', 'fsGroup') !== undefined;
}
