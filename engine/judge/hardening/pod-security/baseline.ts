import { listAt, objectsAt } from '../../../formats/json/members.ts';
import { baselineCapabilities } from '../../../formats/kubernetes/baseline-capabilities.ts';
import {
  type Breach,
  type Control,
  containersOf,
  hasOwnUsers,
  inContainers,
  inContexts,
  inPod,
  isSet,
  type JudgedPod,
} from './control.ts';

const isTrue = (value: unknown): boolean => value === true;
const notIn =
  (allowed: readonly string[]) =>
  (value: unknown): boolean =>
    isSet(value) && !allowed.some((one) => one === value);

const profiles = ['RuntimeDefault', 'Localhost'];
const seLinuxTypes = ['container_t', 'container_init_t', 'container_kvm_t'];

/** Minor version → sysctls that it adds to the safe ones. */
const safeSysctls: readonly (readonly [since: number, names: readonly string[]])[] = [
  [
    0,
    [
      ...['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range'],
      'net.ipv4.ip_unprivileged_port_start',
    ],
  ],
  [27, ['net.ipv4.ip_local_reserved_ports']],
  [
    29,
    ['net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes'],
  ],
  [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
  [37, ['net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat']],
];

/**
 * The controls of level baseline.
 *
 * source  https://kubernetes.io/docs/concepts/security/pod-security-standards/; versions as kubernetes/pod-security-admission registers them
 */
export const baselineControls: readonly Control[] = [
  {
    id: 'hostNamespaces',
    title: 'Host Namespaces',
    level: 'baseline',
    since: 0,
    remedy: 'Leave out hostNetwork, hostPID and hostIPC.',
    look: (pod) => ['hostNetwork', 'hostPID', 'hostIPC'].flatMap((name) => inPod(pod, [name], isTrue)),
  },
  {
    id: 'privileged',
    title: 'Privileged Containers',
    level: 'baseline',
    since: 0,
    remedy: 'Leave out securityContext.privileged, and add the capability that is needed.',
    look: (pod) => inContainers(pod, ['securityContext', 'privileged'], isTrue),
  },
  {
    id: 'capabilities_baseline',
    title: 'Capabilities',
    level: 'baseline',
    since: 0,
    remedy: 'Add no capability beyond those that containers have by default.',
    look: (pod) => addedCapabilities(pod, baselineCapabilities),
  },
  {
    id: 'hostPathVolumes',
    title: 'HostPath Volumes',
    level: 'baseline',
    since: 0,
    remedy: 'Use another kind of volume than hostPath.',
    look: ({ spec }) =>
      objectsAt(spec, 'volumes').flatMap(({ hostPath }, index) =>
        isSet(hostPath) ? [{ path: `spec.volumes[${index}].hostPath`, value: hostPath }] : [],
      ),
  },
  {
    id: 'hostPorts',
    title: 'Host Ports',
    level: 'baseline',
    since: 0,
    remedy: 'Leave out hostPort; a Service reaches the container.',
    look: lookAtHostPorts,
  },
  {
    id: 'hostProbesAndHostLifecycle',
    title: 'Host Probes / Lifecycle Hooks',
    level: 'baseline',
    since: 34,
    remedy: 'Leave out host: probes and hooks then ask the pod itself.',
    look: lookAtHandlers,
  },
  {
    id: 'appArmorProfile',
    title: 'AppArmor',
    level: 'baseline',
    since: 0,
    remedy: 'Use the profile RuntimeDefault or Localhost.',
    look: (pod) => [...inContexts(pod, ['appArmorProfile', 'type'], notIn(profiles)), ...appArmorAnnotations(pod)],
  },
  ...[
    { since: 0, types: seLinuxTypes },
    { since: 31, types: [...seLinuxTypes, 'container_engine_t'] },
  ].map(
    ({ since, types }): Control => ({
      id: 'seLinuxOptions',
      title: 'SELinux',
      level: 'baseline',
      since,
      remedy: `Set no user and no role, and no type but ${types.join(', ')}.`,
      look: (pod) => [
        ...inContexts(pod, ['seLinuxOptions', 'type'], notIn(types)),
        ...['user', 'role'].flatMap((name) => inContexts(pod, ['seLinuxOptions', name], isSet)),
      ],
    }),
  ),
  {
    id: 'procMount',
    title: '/proc Mount Type',
    level: 'baseline',
    since: 0,
    remedy: 'Leave out procMount.',
    look: lookAtProcMount,
  },
  {
    id: 'procMount',
    title: '/proc Mount Type',
    level: 'baseline',
    since: 35,
    remedy: 'Leave out procMount, or give the pod user namespaces of its own with hostUsers: false.',
    look: (pod) => (hasOwnUsers(pod) ? [] : lookAtProcMount(pod)),
  },
  {
    id: 'seccompProfile_baseline',
    title: 'Seccomp',
    level: 'baseline',
    since: 0,
    remedy: 'Use runtime/default or a profile of the node.',
    look: seccompAnnotations,
  },
  {
    id: 'seccompProfile_baseline',
    title: 'Seccomp',
    level: 'baseline',
    since: 19,
    remedy: 'Use the profile RuntimeDefault or Localhost.',
    look: (pod) => inContexts(pod, ['seccompProfile', 'type'], notIn(profiles)),
  },
  ...safeSysctls.map(([since]): Control => {
    const safe = safeSysctls.filter(([from]) => from <= since).flatMap(([, names]) => names);
    return {
      id: 'sysctls',
      title: 'Sysctls',
      level: 'baseline',
      since,
      remedy: 'Set no sysctl that reaches beyond the pod.',
      look: ({ spec }) =>
        objectsAt(spec, 'securityContext', 'sysctls').flatMap(({ name }, index) =>
          safe.some((one) => one === name) ? [] : [{ path: `spec.securityContext.sysctls[${index}].name`, value: name }],
        ),
    };
  }),
  {
    id: 'windowsHostProcess',
    title: 'HostProcess',
    level: 'baseline',
    since: 0,
    remedy: 'Leave out windowsOptions.hostProcess.',
    look: (pod) => inContexts(pod, ['windowsOptions', 'hostProcess'], isTrue),
  },
];

/** Capabilities that containers add beyond the allowed ones, each with its place. */
export function addedCapabilities(pod: JudgedPod, allowed: readonly string[]): readonly Breach[] {
  return containersOf(pod).flatMap(({ path, value }) =>
    listAt(value, 'securityContext', 'capabilities', 'add').flatMap((name, index) =>
      allowed.some((one) => one === name) ? [] : [{ path: `${path}.securityContext.capabilities.add[${index}]`, value: name }],
    ),
  );
}

/** Containers that see more of /proc than the default masks. */
export function lookAtProcMount(pod: JudgedPod): readonly Breach[] {
  return inContainers(pod, ['securityContext', 'procMount'], notIn(['Default']));
}

function lookAtHostPorts(pod: JudgedPod): readonly Breach[] {
  return containersOf(pod).flatMap(({ path, value }) =>
    objectsAt(value, 'ports').flatMap(({ hostPort }, index) =>
      isSet(hostPort) && hostPort !== 0 ? [{ path: `${path}.ports[${index}].hostPort`, value: hostPort }] : [],
    ),
  );
}

const handlers: readonly (readonly string[])[] = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
];

function lookAtHandlers(pod: JudgedPod): readonly Breach[] {
  return handlers.flatMap((handler) =>
    ['httpGet', 'tcpSocket'].flatMap((way) => inContainers(pod, [...handler, way, 'host'], isSet)),
  );
}

const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/';

function appArmorAnnotations({ annotations }: JudgedPod): readonly Breach[] {
  return Object.entries(annotations).flatMap(([key, value]) =>
    key.startsWith(appArmorPrefix) && isSet(value) && value !== 'runtime/default' && !isLocal(value)
      ? [{ path: `metadata.annotations.${key}`, value }]
      : [],
  );
}

function seccompAnnotations({ annotations }: JudgedPod): readonly Breach[] {
  const isKey = (key: string) =>
    key === 'seccomp.security.alpha.kubernetes.io/pod' || key.startsWith('container.seccomp.security.alpha.kubernetes.io/');
  const isAllowed = (value: unknown) => value === 'runtime/default' || value === 'docker/default' || isLocal(value);
  return Object.entries(annotations).flatMap(([key, value]) =>
    isKey(key) && !isAllowed(value) ? [{ path: `metadata.annotations.${key}`, value }] : [],
  );
}

function isLocal(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('localhost/');
}
