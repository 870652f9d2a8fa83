import type { Check } from './check.ts';
import { inResource } from './in-resource.ts';
import { newestMinor, podSecurityControls } from './pod-security/judge-pod-security.ts';

/** Where pods break a control of the Pod Security Standards, as its newest version has it. */
function breaches(control: string): Check['look'] {
  const newest = podSecurityControls
    .filter(({ id, since }) => id === control && since <= newestMinor)
    .toSorted((a, b) => b.since - a.since)[0];
  return ({ workloads }) =>
    workloads.flatMap((workload) => {
      const { resource, pod, annotations } = workload;
      return (newest?.look({ spec: pod, annotations }) ?? []).map(({ path }) => ({ resource, path: inResource(path, workload) }));
    });
}

/** Checks that look where controls of the Pod Security Standards look; the others have wider ones of their own. */
export const standardChecks: readonly Check[] = [
  {
    id: 'host-path',
    title: 'Pods mount nothing of their node',
    severity: 'MEDIUM',
    standards: ['PSS baseline (HostPath Volumes)', 'CIS 5.2.12', 'NSA', 'OWASP K01'],
    rationale:
      'What pods share with their node they share with every other pod there, and may reach by links what was not meant.',
    remedy: 'Use another kind of volume.',
    look: breaches('hostPathVolumes'),
  },
  {
    id: 'host-port',
    title: 'No container takes a port of its node',
    severity: 'MEDIUM',
    standards: ['PSS baseline (Host Ports)', 'CIS 5.2.13', 'NSA'],
    rationale: 'It is reached at its node’s address, past Services and most network policies.',
    remedy: 'Leave out hostPort; use a Service.',
    look: breaches('hostPorts'),
  },
  {
    id: 'host-probe',
    title: 'Probes ask the pod itself',
    severity: 'MEDIUM',
    standards: ['PSS baseline (Host Probes / Lifecycle Hooks)'],
    rationale: 'The kubelet sends the request from its node, to wherever the pod says.',
    remedy: 'Leave out host in probes and lifecycle hooks.',
    look: breaches('hostProbesAndHostLifecycle'),
  },
  {
    id: 'unsafe-sysctls',
    title: 'No sysctl reaches beyond the pod',
    severity: 'MEDIUM',
    standards: ['PSS baseline (Sysctls)'],
    rationale: 'It changes the kernel for every pod of the node.',
    remedy: 'Leave out sysctls that are not namespaced.',
    look: breaches('sysctls'),
  },
  {
    id: 'app-armor-disabled',
    title: 'AppArmor confines every container',
    severity: 'MEDIUM',
    standards: ['PSS baseline (AppArmor)', 'NSA'],
    rationale: 'Unconfined, a program reaches files of the kernel that the runtime’s profile hides.',
    remedy: 'Leave out the profile, or set RuntimeDefault or Localhost.',
    look: breaches('appArmorProfile'),
  },
  {
    id: 'selinux-options',
    title: 'SELinux confines every container',
    severity: 'MEDIUM',
    standards: ['PSS baseline (SELinux)', 'NSA'],
    rationale: 'Another type, user or role takes the container out of its confinement.',
    remedy: 'Leave out user and role, and any type but those of containers.',
    look: breaches('seLinuxOptions'),
  },
  {
    id: 'host-process',
    title: 'No Windows container runs as a process of its node',
    severity: 'CRITICAL',
    standards: ['PSS baseline (HostProcess)', 'CIS 5.2.11'],
    rationale: 'It has its node’s files and network, as privileged containers of Linux do.',
    remedy: 'Leave out windowsOptions.hostProcess.',
    look: breaches('windowsHostProcess'),
  },
  {
    id: 'root-user',
    title: 'No manifest asks for root',
    severity: 'HIGH',
    standards: ['PSS restricted (Running as Non-root user)', 'CIS 5.2.7', 'NSA', 'OWASP K01'],
    rationale: 'runAsUser: 0 makes root even of an image that has a user of its own.',
    remedy: 'Leave out runAsUser, or set it to a number that is not 0.',
    look: breaches('runAsUser'),
  },
  {
    id: 'volume-types',
    title: 'Volumes are of kinds that are made for pods',
    severity: 'MEDIUM',
    standards: ['PSS restricted (Volume Types)'],
    rationale: 'Kinds that name servers and devices let who writes a pod reach storage that is not theirs.',
    remedy: 'Use a persistent volume claim.',
    look: breaches('restrictedVolumes'),
  },
];
