import { entriesAt, type Members, objectsAt } from '../../../formats/json/members.ts';
import { type Check, type CheckSubject, entriesWhere, type Hit } from '../check.ts';

/** What SSH servers listen on: 22, and 2222 where they are not root. */
const sshPorts: readonly unknown[] = [22, 2222];

const hasSsh = (ports: readonly Members[], ...names: readonly string[]): boolean =>
  ports.some((port) => names.some((name) => sshPorts.includes(port[name])));

/** Checks of what containers listen on. */
export const ports: readonly Check[] = [
  {
    id: 'privileged-ports',
    title: 'Ports below 1024 are not needed',
    severity: 'LOW',
    standards: ['NSA'],
    rationale: 'To bind them a process needs root or a capability.',
    remedy: 'Listen on a port above 1023; the Service can keep the low one.',
    look: entriesWhere(
      'ports',
      '.containerPort',
      ({ containerPort: port }) => typeof port === 'number' && port > 0 && port < 1024,
    ),
  },
  {
    id: 'ssh-port',
    title: 'Nobody signs in to containers',
    severity: 'MEDIUM',
    standards: ['NSA'],
    rationale: 'An SSH server is a way in that Kubernetes knows nothing of.',
    remedy: 'Leave out the port; kubectl exec is there, and is recorded.',
    look: (subject) => [
      ...entriesWhere('ports', '.containerPort', (port) => hasSsh([port], 'containerPort'))(subject),
      ...findSshServices(subject),
    ],
  },
];

/** Services that lead to such a port of pods. */
function findSshServices({ cluster }: CheckSubject): readonly Hit[] {
  return cluster
    .ofKind('', 'Service')
    .filter(({ value }) => entriesAt(value, 'spec', 'selector').length > 0)
    .filter(({ value }) => hasSsh(objectsAt(value, 'spec', 'ports'), 'port', 'targetPort'))
    .map((resource) => ({ resource, path: 'spec.ports' }));
}
