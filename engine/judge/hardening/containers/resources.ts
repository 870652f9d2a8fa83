import { entriesAt, memberAt } from '../../../formats/json/members.ts';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import { type Check, containersWhere, type PlacedContainer } from '../check.ts';
import { isSecret } from './is-secret.ts';

/** Neither left out nor, as 0 is, the same as left out. */
const states = ({ value }: PlacedContainer, kind: 'requests' | 'limits', name: string): boolean =>
  Number.parseFloat(scalarText(memberAt(value, 'resources', kind, name))) > 0;
/** Containers that lack a limit or a request, at the first that they lack. */
const lacking =
  (name: string): Check['look'] =>
  (subject) => [
    ...containersWhere(`resources.limits.${name}`, (container) => !states(container, 'limits', name))(subject),
    ...containersWhere(
      `resources.requests.${name}`,
      (container) => states(container, 'limits', name) && !states(container, 'requests', name),
    )(subject),
  ];

/** Checks of what a container may take of its node, and what it is told. */
export const resources: readonly Check[] = [
  {
    id: 'unset-memory-requirements',
    title: 'Memory is limited',
    severity: 'LOW',
    standards: ['NSA', 'OWASP K01'],
    rationale: 'One container can take the memory of its whole node.',
    remedy: 'Set resources.requests.memory and resources.limits.memory.',
    look: lacking('memory'),
  },
  {
    id: 'unset-cpu-requirements',
    title: 'Processor time is requested',
    severity: 'LOW',
    standards: ['NSA', 'OWASP K01'],
    rationale: 'Without a request a container is starved, or starves others.',
    remedy: 'Set resources.requests.cpu.',
    look: containersWhere('resources.requests.cpu', (container) => !states(container, 'requests', 'cpu')),
  },
  {
    id: 'unset-cpu-limit',
    title: 'Processor time is limited',
    severity: 'LOW',
    standards: ['NSA', 'OWASP K01'],
    rationale: 'One container can slow down everything else on its node; a limit that is too low slows itself.',
    remedy: 'Set resources.limits.cpu, or see to it that every neighbor has a request.',
    look: containersWhere('resources.limits.cpu', (container) => !states(container, 'limits', 'cpu')),
  },
  {
    id: 'unset-ephemeral-storage',
    title: 'Space on the node is limited',
    severity: 'LOW',
    standards: ['NSA'],
    rationale: 'One container can fill the disk of its node, and the pods there are evicted.',
    remedy: 'Set resources.requests and resources.limits of ephemeral-storage.',
    look: lacking('ephemeral-storage'),
  },
  {
    id: 'secret-in-config-map',
    title: 'No secret stands in a ConfigMap',
    severity: 'HIGH',
    standards: ['CIS 5.4.1', 'OWASP K08'],
    rationale: 'ConfigMaps are readable for many, and not encrypted where Secrets are.',
    remedy: 'Put it into a Secret.',
    look: ({ cluster }) =>
      cluster.ofKind('', 'ConfigMap').flatMap((resource) =>
        entriesAt(resource.value, 'data')
          .filter(([name, value]) => typeof value === 'string' && isOneValue(value) && isSecret(name, value))
          .map(([name]) => ({ resource, path: `data[${JSON.stringify(name)}]` })),
      ),
  },
];

/** What else is of many words is a file, and its name says nothing of each of them. */
function isOneValue(text: string): boolean {
  return !/\s/.test(text.trim()) || /^(?:-+BEGIN|bearer) /i.test(text.trim());
}
