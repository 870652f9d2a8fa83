import { memberAt, textsAt } from '../../../formats/json/members.ts';
import type { Found, NonRootRule, NonRootSubject } from './subject.ts';

/**
 * What a manifest gives that only root gets: privileges and capabilities do not reach a process of another user.
 *
 * source  capabilities(7); Kubernetes, KEP-2763 "Ambient capabilities", which is not done
 */
export const rightsRule: NonRootRule = (subject) => [...judgeSetuid(subject), ...judgeGiven(subject)];

/** Whoever runs may start them, and be root again. */
function judgeSetuid({ container, image }: NonRootSubject): readonly Found[] {
  const files = image?.facts?.setuid.filter(({ mode, uid }) => (mode & 0o4000) !== 0 && uid === 0) ?? [];
  if (files.length === 0 || memberAt(container, 'securityContext', 'allowPrivilegeEscalation') === false) return [];
  const detail = `Its image has ${files.length} setuid root ${files.length === 1 ? 'file' : 'files'}, which make root of whoever starts them until allowPrivilegeEscalation is false.`;
  return [{ about: 'rights', at: `/${files[0]?.path ?? ''}`, effect: 'note', detail }];
}

function judgeGiven({ container, changes }: NonRootSubject): readonly Found[] {
  if (!changes) return [];
  const added = textsAt(container, 'securityContext', 'capabilities', 'add')
    .map((name) => name.toUpperCase().replace(/^CAP_/, ''))
    .filter((name) => name !== 'NET_BIND_SERVICE');
  const at = (field: string) => ({ about: 'rights', at: `securityContext.${field}`, effect: 'blocks' }) as const;
  return [
    ...(memberAt(container, 'securityContext', 'privileged') === true
      ? [{ ...at('privileged'), detail: 'It is privileged, which nobody but root is.' }]
      : []),
    ...(added.length > 0
      ? [{ ...at('capabilities.add'), detail: `It adds ${added.join(', ')}, which nobody but root gets.` }]
      : []),
  ];
}
