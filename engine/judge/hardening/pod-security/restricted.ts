import { listAt, memberAt, objectsAt } from '../../../formats/json/members.ts';
import { addedCapabilities, lookAtProcMount } from './baseline.ts';
import {
  type Breach,
  type Control,
  containersOf,
  hasOwnUsers,
  inContainers,
  inContexts,
  inPod,
  isForWindows,
  isSet,
  type JudgedPod,
} from './control.ts';

/** `image` volumes came with 1.33, and are allowed whatever version is asked for. */
const volumeTypes: ReadonlySet<string> = new Set([
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret'],
]);

/** The same from the version on that leaves pods for Windows alone. */
const exceptWindows =
  (look: Control['look']): Control['look'] =>
  (pod) =>
    isForWindows(pod) ? [] : look(pod);
const exceptOwnUsers =
  (look: Control['look']): Control['look'] =>
  (pod) =>
    hasOwnUsers(pod) ? [] : look(pod);

const escalation = {
  id: 'allowPrivilegeEscalation',
  title: 'Privilege Escalation',
  level: 'restricted',
  remedy: 'Set securityContext.allowPrivilegeEscalation to false.',
} as const;
const nonRoot = {
  id: 'runAsNonRoot',
  title: 'Running as Non-root',
  level: 'restricted',
  remedy: 'Set securityContext.runAsNonRoot to true.',
} as const;
const user = {
  id: 'runAsUser',
  title: 'Running as Non-root user',
  level: 'restricted',
  remedy: 'Set runAsUser to a number that is not 0, or leave it out.',
} as const;
const seccomp = {
  id: 'seccompProfile_restricted',
  title: 'Seccomp',
  level: 'restricted',
  overrides: ['seccompProfile_baseline'],
  remedy: 'Set securityContext.seccompProfile.type to RuntimeDefault or Localhost, for the pod or each container.',
} as const;
const capabilities = {
  id: 'capabilities_restricted',
  title: 'Capabilities',
  level: 'restricted',
  overrides: ['capabilities_baseline'],
  remedy: 'Drop ALL capabilities, and add none but NET_BIND_SERVICE.',
} as const;

/**
 * The controls that level restricted adds to baseline.
 *
 * source  https://kubernetes.io/docs/concepts/security/pod-security-standards/; versions as kubernetes/pod-security-admission registers them
 */
export const restrictedControls: readonly Control[] = [
  {
    id: 'restrictedVolumes',
    title: 'Volume Types',
    level: 'restricted',
    since: 0,
    overrides: ['hostPathVolumes'],
    remedy: `Use only volumes of ${[...volumeTypes].join(', ')}.`,
    look: lookAtVolumes,
  },
  { ...escalation, since: 8, look: lookAtEscalation },
  { ...escalation, since: 25, look: exceptWindows(lookAtEscalation) },
  { ...nonRoot, since: 0, look: lookAtNonRoot },
  { ...nonRoot, since: 35, look: exceptOwnUsers(lookAtNonRoot) },
  { ...user, since: 23, look: lookAtUser },
  { ...user, since: 35, look: exceptOwnUsers(lookAtUser) },
  { ...seccomp, since: 19, look: lookAtSeccomp },
  { ...seccomp, since: 25, look: exceptWindows(lookAtSeccomp) },
  { ...capabilities, since: 22, look: lookAtCapabilities },
  { ...capabilities, since: 25, look: exceptWindows(lookAtCapabilities) },
  {
    id: 'procMount_restricted',
    title: '/proc Mount Type',
    level: 'restricted',
    since: 35,
    overrides: ['procMount'],
    remedy: 'Leave out procMount.',
    look: lookAtProcMount,
  },
];

/** A volume that names no source is an emptyDir. */
function lookAtVolumes({ spec }: JudgedPod): readonly Breach[] {
  return objectsAt(spec, 'volumes').flatMap((volume, index) =>
    Object.entries(volume).flatMap(([type, value]) =>
      type === 'name' || volumeTypes.has(type) || !isSet(value) ? [] : [{ path: `spec.volumes[${index}].${type}`, value }],
    ),
  );
}

function lookAtEscalation(pod: JudgedPod): readonly Breach[] {
  return inContainers(pod, ['securityContext', 'allowPrivilegeEscalation'], (value) => value !== false);
}

/** False is forbidden everywhere, also in a pod whose containers all say true. */
function lookAtNonRoot(pod: JudgedPod): readonly Breach[] {
  const path = ['securityContext', 'runAsNonRoot'];
  const ofPod = memberAt(pod.spec, ...path) === true;
  return [
    ...inPod(pod, path, (value) => value === false),
    ...inContainers(pod, path, (value) => value === false || (!isSet(value) && !ofPod)),
  ];
}

function lookAtUser(pod: JudgedPod): readonly Breach[] {
  return inContexts(pod, ['runAsUser'], (value) => value === 0);
}

function lookAtSeccomp(pod: JudgedPod): readonly Breach[] {
  const path = ['securityContext', 'seccompProfile', 'type'];
  const isAllowed = (value: unknown) => value === 'RuntimeDefault' || value === 'Localhost';
  const ofPod = isAllowed(memberAt(pod.spec, ...path));
  return [
    ...inPod(pod, path, (value) => isSet(value) && !isAllowed(value)),
    ...inContainers(pod, path, (value) => (isSet(value) ? !isAllowed(value) : !ofPod)),
  ];
}

function lookAtCapabilities(pod: JudgedPod): readonly Breach[] {
  const notDropped = containersOf(pod).flatMap(({ path, value }) =>
    listAt(value, 'securityContext', 'capabilities', 'drop').includes('ALL')
      ? []
      : [{ path: `${path}.securityContext.capabilities.drop`, value: undefined }],
  );
  return [...notDropped, ...addedCapabilities(pod, ['NET_BIND_SERVICE'])];
}
