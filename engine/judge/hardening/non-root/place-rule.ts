import { memberAt } from '../../../formats/json/members.ts';
import type { FileFact } from '../../../model/image.ts';
import { findLackingGroups, wanted } from './access.ts';
import { findMountOver, mountsOf } from './mounts.ts';
import { type Found, type NonRootRule, type NonRootSubject, octal } from './subject.ts';

/**
 * Whether somebody other than root may write where the image says that it writes: its volumes, and perhaps its working directory.
 *
 * Only asked where root runs it now. What else it writes while it runs, no image says.
 */
export const placeRule: NonRootRule = (subject) => {
  const { image, changes } = subject;
  if (!changes || !image?.configuration) return [];
  if (!image.facts) return [{ about: 'directory', at: '', effect: 'unknown', detail: 'The files of its image were not read.' }];
  const { volumes, workingDirectory } = image.facts;
  const written = new Set(volumes.map(({ path }) => path));
  const isWork = workingDirectory && workingDirectory.path !== '/' && !written.has(workingDirectory.path);
  return [
    ...volumes.flatMap((place) => judgeVolume(place, subject) ?? []),
    ...(isWork ? [judgeWork(workingDirectory, subject) ?? []].flat() : []),
  ];
};

function judgeVolume(place: FileFact, subject: NonRootSubject): Found | undefined {
  const lead = `It declares ${place.path} as a volume`;
  const hint = 'nothing is mounted there';
  return judgePlace(place, subject, { effect: 'blocks', lead, hint });
}

function judgeWork(place: FileFact, subject: NonRootSubject): Found | undefined {
  if (memberAt(subject.container, 'workingDir') !== undefined) return undefined;
  if (memberAt(subject.container, 'securityContext', 'readOnlyRootFilesystem') === true) return undefined;
  const hint = 'nothing tells whether it writes there';
  return judgePlace(place, subject, { effect: 'unknown', lead: `Its working directory is ${place.path}`, hint });
}

function judgePlace(
  place: FileFact,
  subject: NonRootSubject,
  { effect, lead, hint }: { readonly effect: 'blocks' | 'unknown'; readonly lead: string; readonly hint: string },
): Found | undefined {
  const about = { about: 'directory', at: place.path } as const;
  if (findMountOver(mountsOf(subject), place.path)) return undefined;
  if (place.state !== 'found')
    return place.state === 'unknown'
      ? { ...about, effect: 'unknown', detail: `${lead}, whose owner was not read.` }
      : { ...about, effect, detail: `${lead}, which the runtime makes as root, and ${hint}.` };
  const groups = findLackingGroups(place, subject.identity, wanted.write | wanted.execute);
  if (groups?.length === 0)
    return { ...about, effect: 'allows', detail: `User ${subject.identity.uid} may write to ${place.path}.` };
  const detail = `${lead}, which is user ${place.uid}'s with mode ${octal(place.mode)}`;
  if (groups)
    return {
      ...about,
      effect: 'needs',
      detail: `${detail}: group ${groups.join(', ')} may write there.`,
      values: { supplementalGroups: groups },
    };
  return { ...about, effect, detail: `${detail}, and ${hint}.` };
}
