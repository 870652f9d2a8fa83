import { listAt, memberAt, textAt } from '../../../formats/json/members.ts';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import { parseReference } from '../../../formats/reference/reference.ts';
import { type Check, containersWhere, eachContainer, type Hit } from '../check.ts';
import { context, drops, effective } from './context.ts';
import { environment } from './environment.ts';
import { images } from './images.ts';
import { ports } from './ports.ts';
import { resources } from './resources.ts';
import { users } from './users.ts';

/** Checks of one container after the other. */
export const containers: readonly Check[] = [
  {
    id: 'privileged-container',
    title: 'No container is privileged',
    severity: 'CRITICAL',
    standards: ['PSS baseline (Privileged Containers)', 'CIS 5.2.2', 'NSA', 'OWASP K01'],
    rationale: 'A privileged container is root on its node.',
    remedy: 'Leave out securityContext.privileged; add the one capability that is needed.',
    look: containersWhere('securityContext.privileged', (container) => context(container, 'privileged') === true),
  },
  {
    id: 'privilege-escalation-container',
    title: 'No program gains rights that its container was not given',
    severity: 'HIGH',
    standards: ['PSS restricted (Privilege Escalation)', 'CIS 5.2.6', 'NSA', 'OWASP K01'],
    rationale: 'A setuid program in the image makes root of any user.',
    remedy: 'Set securityContext.allowPrivilegeEscalation to false.',
    look: containersWhere(
      'securityContext.allowPrivilegeEscalation',
      (container) => context(container, 'allowPrivilegeEscalation') !== false,
    ),
  },
  {
    id: 'run-as-non-root',
    title: 'Containers may not run as root',
    severity: 'HIGH',
    standards: ['PSS restricted (Running as Non-root)', 'CIS 5.2.7', 'NSA', 'OWASP K01'],
    rationale: 'Root in a container is one mistake of the kernel away from root on the node.',
    remedy: 'Set runAsNonRoot to true, or runAsUser to a number that is not 0.',
    look: containersWhere('securityContext.runAsNonRoot', (container) => {
      const user = effective(container, 'runAsUser');
      return effective(container, 'runAsNonRoot') !== true && !(Number.isInteger(user) && Number(user) > 0);
    }),
  },
  {
    id: 'no-read-only-root-fs',
    title: 'The root file system is read-only',
    severity: 'MEDIUM',
    standards: ['NSA', 'OWASP K01'],
    rationale: 'Who breaks in can leave programs behind.',
    remedy: 'Set securityContext.readOnlyRootFilesystem to true, and mount an emptyDir where the program writes.',
    look: containersWhere(
      'securityContext.readOnlyRootFilesystem',
      (container) => context(container, 'readOnlyRootFilesystem') !== true,
    ),
  },
  {
    id: 'drop-net-raw-capability',
    title: 'NET_RAW is dropped',
    severity: 'MEDIUM',
    standards: ['PSS restricted (Capabilities)', 'CIS 5.2.8'],
    rationale: 'With raw sockets a container can pretend to be another one on its node.',
    remedy: 'Drop ALL capabilities.',
    look: containersWhere('securityContext.capabilities.drop', (container) => !drops(container, 'ALL', 'NET_RAW')),
  },
  {
    id: 'added-capabilities',
    title: 'No capability is added that reaches the node',
    severity: 'HIGH',
    standards: ['PSS baseline (Capabilities)', 'CIS 5.2.9', 'NSA'],
    rationale: 'Capabilities such as SYS_ADMIN are root by another name.',
    remedy: 'Add no capability but NET_BIND_SERVICE.',
    look: (subject) =>
      eachContainer(subject).flatMap((container) =>
        listAt(context(container, 'capabilities'), 'add').flatMap((name, index): Hit[] =>
          scalarText(name).toUpperCase().replace(/^CAP_/, '') === 'NET_BIND_SERVICE'
            ? []
            : [
                {
                  resource: container.workload.resource,
                  path: `${container.path}.securityContext.capabilities.add[${index}]`,
                },
              ],
        ),
      ),
  },
  {
    id: 'unsafe-proc-mount',
    title: '/proc is masked',
    severity: 'HIGH',
    standards: ['PSS baseline (/proc Mount Type)'],
    rationale: 'Unmasked, /proc tells of the node and lets it be changed.',
    remedy: 'Leave out procMount.',
    look: containersWhere(
      'securityContext.procMount',
      (container) => scalarText(context(container, 'procMount') ?? 'Default') !== 'Default',
    ),
  },
  {
    id: 'seccomp-profile',
    title: 'System calls are filtered',
    severity: 'MEDIUM',
    standards: ['PSS restricted (Seccomp)', 'CIS 5.6.2', 'NSA'],
    rationale: 'Most holes in the kernel are reached by calls that no program of yours makes.',
    remedy: 'Set securityContext.seccompProfile.type to RuntimeDefault.',
    look: containersWhere('securityContext.seccompProfile', (container) => {
      const type =
        context(container, 'seccompProfile', 'type') ??
        memberAt(container.workload.pod, 'securityContext', 'seccompProfile', 'type');
      return type !== 'RuntimeDefault' && type !== 'Localhost';
    }),
  },
  {
    id: 'latest-tag',
    title: 'The image has a tag that stays',
    severity: 'MEDIUM',
    standards: ['OWASP K02', 'CIS 5.5.1'],
    rationale: 'The same manifests install something else tomorrow.',
    remedy: 'Name a version, or better a digest.',
    look: containersWhere('image', ({ value, workload }) => {
      const image = textAt(value, 'image');
      // The controller of a kind that others define may have an image of its own for it.
      if (image === undefined && workload.isCustom) return false;
      const reference = parseReference(image ?? '');
      return reference?.digest === undefined && (reference?.tag ?? 'latest') === 'latest';
    }),
  },
  ...environment,
  ...users,
  ...images,
  ...ports,
  ...resources,
];
