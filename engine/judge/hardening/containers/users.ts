import { listAt, memberAt } from '../../../formats/json/members.ts';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import { type Check, containersWhere, type PlacedContainer, podsWhere } from '../check.ts';
import { context, drops, effective } from './context.ts';

const isLow = (value: unknown): boolean => !(Number.isInteger(value) && Number(value) >= 10_000);
const words = ({ value }: PlacedContainer): readonly unknown[] => [...listAt(value, 'command'), ...listAt(value, 'args')];

const namesIn = (container: PlacedContainer, list: string): readonly string[] =>
  listAt(context(container, 'capabilities'), list).map((name) => scalarText(name).toUpperCase().replace(/^CAP_/, ''));

/** Checks of who a container's programs are, and what else they may become. */
export const users: readonly Check[] = [
  {
    id: 'contradictory-user',
    title: 'What is said of the user can be so',
    severity: 'MEDIUM',
    standards: ['PSS restricted (Running as Non-root)'],
    rationale: 'Kubernetes refuses to start a container that has to be no root and is user 0.',
    remedy: 'Set runAsUser to a number that is not 0.',
    look: containersWhere(
      'securityContext.runAsUser',
      (container) => effective(container, 'runAsNonRoot') === true && effective(container, 'runAsUser') === 0,
    ),
  },
  {
    id: 'contradictory-privileges',
    title: 'What is said of privileges can be so',
    severity: 'MEDIUM',
    standards: ['PSS restricted (Privilege Escalation)'],
    // source  kubernetes/kubernetes, pkg/apis/core/validation, `ValidateSecurityContext`
    rationale:
      'Kubernetes refuses a container that is privileged, or has SYS_ADMIN, and may not gain rights; of a capability that is added and dropped nobody can say which is meant.',
    remedy: 'Leave out what is not meant: privileged or the capability, rather than what keeps it in.',
    look: containersWhere('securityContext', (container) => {
      const [added, dropped] = ['add', 'drop'].map((list) => namesIn(container, list));
      const isKeptIn = context(container, 'allowPrivilegeEscalation') === false;
      const hasAll = context(container, 'privileged') === true || added?.includes('SYS_ADMIN') === true;
      return (isKeptIn && hasAll) || (added ?? []).some((name) => name !== 'ALL' && dropped?.includes(name));
    }),
  },
  {
    id: 'low-user-id',
    title: 'User and group have numbers that nobody on the node has',
    severity: 'LOW',
    standards: ['NSA'],
    rationale: 'Outside its container a process is the user of that number on the node, with what is that user’s.',
    remedy: 'Set runAsUser and runAsGroup to numbers from 10000 on.',
    look: containersWhere(
      'securityContext.runAsUser',
      (container) => isLow(effective(container, 'runAsUser')) || isLow(effective(container, 'runAsGroup')),
    ),
  },
  {
    id: 'root-group',
    title: 'No container belongs to the group of root',
    severity: 'LOW',
    standards: ['NSA'],
    rationale: 'Files of the node that are open to the group 0 are open to it, where it comes to them.',
    remedy: 'Set runAsGroup, fsGroup and supplementalGroups to numbers that are not 0.',
    look: (subject) => [
      ...containersWhere('securityContext.runAsGroup', (container) => context(container, 'runAsGroup') === 0)(subject),
      ...['runAsGroup', 'fsGroup', 'supplementalGroups'].flatMap((name) =>
        podsWhere(`securityContext.${name}`, ({ pod }) => [memberAt(pod, 'securityContext', name)].flat().includes(0))(subject),
      ),
    ],
  },
  {
    id: 'drop-all-capabilities',
    title: 'All capabilities are dropped',
    severity: 'MEDIUM',
    standards: ['PSS restricted (Capabilities)', 'CIS 5.2.10', 'NSA', 'OWASP K01'],
    rationale: 'What a runtime gives by default is more than nearly any program uses.',
    remedy: 'Drop ALL, and add NET_BIND_SERVICE where it is needed.',
    look: containersWhere('securityContext.capabilities.drop', (container) => !drops(container, 'ALL')),
  },
  {
    id: 'sudo-in-entrypoint',
    title: 'No container begins with sudo',
    severity: 'MEDIUM',
    standards: ['OWASP K01'],
    rationale: 'A program that gets rights by sudo works only where escalation is allowed and the image holds the rule for it.',
    remedy: 'Run it as the user that it needs.',
    look: containersWhere('command', (container) =>
      words(container).some((word) => typeof word === 'string' && /(?:^|[\s/;&|])sudo(?:\s|$)/.test(word)),
    ),
  },
];
