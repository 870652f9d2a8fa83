import { memberAt, textsAt } from '../../../formats/json/members.ts';
import type { NonRootRule } from './subject.ts';

/**
 * What a manifest gives that only root gets: privileges and capabilities do not reach a process of another user.
 *
 * source  capabilities(7); Kubernetes, KEP-2763 "Ambient capabilities", which is not done
 */
export const rightsRule: NonRootRule = ({ container, changes }) => {
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
};
