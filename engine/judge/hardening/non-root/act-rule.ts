import type { PlacedAct } from '../../../model/image.ts';
import { findLackingGroups, wanted } from './access.ts';
import { findMountOver, mountsOf } from './mounts.ts';
import { findProgram } from './program-rule.ts';
import { type Found, type NonRootRule, type NonRootSubject, octal } from './subject.ts';

/** Whether somebody other than root may do what the program does, as far as its text says. */
export const actRule: NonRootRule = (subject) => {
  const { facts } = subject.image ?? {};
  if (!subject.changes || !facts?.acts) return [];
  const program = findProgram(subject);
  if (program === 'elsewhere' || program?.state !== 'found' || takesOtherWords(subject)) return [];
  return facts.acts.flatMap((act) => judge(act, program.path, subject) ?? []);
};

/** Acts of words that a shell is given are the image's, and hold for its own words alone. */
function takesOtherWords({ container, image }: NonRootSubject): boolean {
  return !image?.facts?.interpreter && (container.args !== undefined || container.command !== undefined);
}

function judge(act: PlacedAct, program: string, subject: NonRootSubject): Found | undefined {
  const { line, command, target, place, decides } = act;
  const at = `${program}:${line}`;
  const effect = decides ? 'blocks' : 'unknown';
  if (target === undefined) return { about: 'script', at, effect, detail: `It runs ${command}, which needs root.` };
  const verb = command === '>' ? 'writes' : `runs ${command} on`;
  const mount = findMountOver(mountsOf(subject), target);
  if (mount) return undefined;
  if (place?.state !== 'found')
    return { about: 'script', at, effect: 'unknown', detail: `It ${verb} ${target}, whose owner is not known.` };
  const bits = wanted.write | (place.kind === 'directory' ? wanted.execute : 0);
  const groups = findLackingGroups(place, subject.identity, bits);
  if (groups?.length === 0) return undefined;
  const detail = `It ${verb} ${target}: ${place.path} is user ${place.uid}'s with mode ${octal(place.mode)}.`;
  return groups
    ? { about: 'script', at, effect: 'needs', detail, values: { supplementalGroups: groups } }
    : { about: 'script', at, effect, detail };
}
