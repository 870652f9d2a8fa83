import { memberAt } from '../../../formats/json/members.ts';
import type { FileFact } from '../../../model/image.ts';
import { findLackingGroups, wanted } from './access.ts';
import { wordsOf } from './find-user.ts';
import { findMountOver, mountsOf } from './mounts.ts';
import { type Found, type NonRootRule, type NonRootSubject, octal } from './subject.ts';

/** Whether somebody other than root may start the program, and stays who they are. */
export const programRule: NonRootRule = (subject) => {
  const { image, changes } = subject;
  const program = findProgram(subject);
  if (program === 'elsewhere' || !image?.facts) {
    if (!image?.configuration) return [];
    const effect = changes ? 'unknown' : 'note';
    return [{ about: 'program', at: '', effect, detail: 'What its manifest starts was not looked at in its image.' }];
  }
  if (!program)
    return [{ about: 'program', at: '', effect: 'unknown', detail: 'Neither manifest nor image names what it starts.' }];
  const about = { about: 'program', at: program.path } as const;
  if (program.state !== 'found')
    return program.state === 'unknown'
      ? [{ ...about, effect: 'unknown', detail: `Whether everybody may start ${program.path} was not read.` }]
      : [{ ...about, effect: 'blocks', detail: `It starts ${program.path}, which its image does not have.` }];
  return [...judgeAccess(program, subject), ...judgeInterpreter(subject), ...judgeSetuid(program, subject)];
};

type FoundFile = Extract<FileFact, { readonly state: 'found' }>;

/** The image's program where the manifest starts the same, or names none; `elsewhere` where it starts something else. */
export function findProgram(subject: NonRootSubject): FileFact | null | 'elsewhere' {
  const { container, image } = subject;
  const { configuration, facts } = image ?? {};
  const [own] = [...(configuration?.entrypoint ?? []), ...(configuration?.command ?? [])];
  const [word] = wordsOf(container, configuration);
  if (!facts) return 'elsewhere';
  if (word !== own && word !== undefined) {
    const isSame = facts.program?.state === 'found' && facts.program.path === word;
    return isSame ? facts.program : 'elsewhere';
  }
  if (facts.program && findMountOver(mountsOf(subject), facts.program.path)) return 'elsewhere';
  return facts.program;
}

function judgeAccess(program: FoundFile, { identity, image }: NonRootSubject): readonly Found[] {
  const about = { about: 'program', at: program.path } as const;
  const bits = wanted.execute | (image?.facts?.interpreter ? wanted.read : 0);
  const groups = findLackingGroups(program, identity, bits);
  const owner = `${program.path} is user ${program.uid}'s with mode ${octal(program.mode)}`;
  if (groups?.length === 0) return [{ ...about, effect: 'allows', detail: `User ${identity.uid} may start ${program.path}.` }];
  if (groups)
    return [
      {
        ...about,
        effect: 'needs',
        detail: `${owner}: group ${groups.join(', ')} may start it.`,
        values: { supplementalGroups: groups },
      },
    ];
  const closed = program.closed?.find(
    (place) => findLackingGroups({ ...place, state: 'found', kind: 'directory' }, identity, wanted.execute) === undefined,
  );
  const detail = closed
    ? `${program.path} lies in /${closed.path}, which user ${identity.uid} may not enter.`
    : `${owner}: user ${identity.uid} may not start it.`;
  return [{ ...about, effect: 'blocks', detail }];
}

function judgeInterpreter({ image, identity }: NonRootSubject): readonly Found[] {
  const interpreter = image?.facts?.interpreter;
  if (!interpreter) return [];
  const about = { about: 'program', at: interpreter.path } as const;
  const detail = `Its program is a script for ${interpreter.path}`;
  if (interpreter.state !== 'found')
    return interpreter.state === 'unknown'
      ? [{ ...about, effect: 'unknown', detail: `${detail}, which was not read.` }]
      : [{ ...about, effect: 'blocks', detail: `${detail}, which its image does not have.` }];
  const groups = findLackingGroups(interpreter, identity, wanted.execute);
  if (groups?.length === 0) return [];
  if (!groups) return [{ ...about, effect: 'blocks', detail: `${detail}, which user ${identity.uid} may not start.` }];
  const values = { supplementalGroups: groups };
  return [{ ...about, effect: 'needs', detail: `${detail}, which group ${groups.join(', ')} may start.`, values }];
}

/** The kernel passes over setuid of scripts, and of everything where no new privileges are allowed. */
function judgeSetuid(program: FoundFile, subject: NonRootSubject): readonly Found[] {
  if ((program.mode & 0o4000) === 0 || program.uid !== 0 || subject.image?.facts?.interpreter) return [];
  const about = { about: 'rights', at: program.path } as const;
  if (memberAt(subject.container, 'securityContext', 'allowPrivilegeEscalation') === false)
    return [
      { ...about, effect: 'note', detail: `${program.path} is setuid root, which allowPrivilegeEscalation false makes void.` },
    ];
  return [
    {
      ...about,
      effect: 'needs',
      detail: `${program.path} is setuid root: it becomes root, whoever starts it.`,
      values: { allowPrivilegeEscalation: false },
    },
  ];
}
