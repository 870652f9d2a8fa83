import { entriesAt, memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import { type Check, containersWhere, type PlacedContainer } from '../check.ts';
import { isSecret } from './is-secret.ts';

const states = ({ value }: PlacedContainer, kind: 'requests' | 'limits', name: string): boolean =>
  memberAt(value, 'resources', kind, name) !== undefined;

/** Checks of what a container may take of its node, and what it is told. */
export const resources: readonly Check[] = [
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
    look: containersWhere(
      'resources',
      (container) => !states(container, 'limits', 'ephemeral-storage') || !states(container, 'requests', 'ephemeral-storage'),
    ),
  },
  {
    id: 'duplicate-env-var',
    title: 'Each environment variable is set once',
    severity: 'LOW',
    standards: ['OWASP K01'],
    rationale: 'The last one counts: who reads the first believes something that is not so.',
    remedy: 'Leave one of them.',
    look: containersWhere('env', ({ value }) => {
      const names = objectsAt(value, 'env').map((one) => textAt(one, 'name'));
      return new Set(names).size < names.length;
    }),
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
