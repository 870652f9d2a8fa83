import { isObject, listAt, type Members, memberAt } from '../../../formats/json/members.ts';
import type { Remainder } from '../../../model/hardening-change.ts';
import { type ContainerUser, needsEscalation, type Obstacle } from './choose-settings.ts';

/** What is known where an obstacle remains. */
export interface RemainderContext {
  readonly pod: Members;
  readonly users: ReadonlyMap<string, ContainerUser>;
  /** Said of obstacles that settings would take away, if the form could make them; a sentence. */
  readonly otherwise: string;
}

/** Control → why a change leaves it to people. */
const leftToPeople: Readonly<Record<string, string>> = {
  hostNamespaces: 'It shares the network, processes or memory of its node, and what it does there is not known.',
  privileged: 'It is privileged, and which rights of the node it needs is not known.',
  capabilities_baseline: 'It adds capabilities by name, and whether it needs them is not known.',
  hostPathVolumes: 'It mounts folders of its node, and what it keeps there is not known.',
  hostPorts: 'It takes ports of its node, and who comes by them is not known.',
  hostProbesAndHostLifecycle: 'Its probes or hooks ask another host.',
  restrictedVolumes: 'It mounts a kind of volume that the level does not have.',
  appArmorProfile: 'It names an AppArmor profile that the level does not have.',
  seLinuxOptions: 'It sets SELinux options that the level does not have.',
  procMount: 'It asks for more of /proc than the default shows.',
  procMount_restricted: 'It asks for more of /proc than the default shows.',
  sysctls: 'It sets parameters of its node.',
  windowsHostProcess: 'It runs as a process of its Windows node.',
};

/**
 * Why each obstacle remains.
 *
 * in      paths in the resource
 * out     one for each path, in order
 */
export function explainRemainder(obstacles: readonly Obstacle[], context: RemainderContext): readonly Remainder[] {
  const byPath = new Map<string, Remainder>();
  for (const { control, path } of obstacles)
    if (!byPath.has(path)) byPath.set(path, { control, path, because: becauseOf(control, path, context) });
  return [...byPath.values()];
}

function becauseOf(control: string, path: string, { pod, users, otherwise }: RemainderContext): string {
  const stated = leftToPeople[control];
  if (stated !== undefined) return stated;
  const container = containerAt(pod, path);
  const user = userAt(container, users);
  if (control === 'allowPrivilegeEscalation' && container && needsEscalation(container))
    return 'Kubernetes refuses allowPrivilegeEscalation: false where a container is privileged or has SYS_ADMIN.';
  if (control === 'capabilities_restricted' && /\.add\[\d+\]$/.test(path)) return leftToPeople.capabilities_baseline ?? '';
  if (control === 'capabilities_restricted' && user && user.nonRoot === 'may-not')
    return `It may run as root, which needs capabilities. ${user.because.join(' ')}`.trim();
  const mayRunSo = users.size > 0 && !firstUnable(users);
  if (!control.startsWith('runAs') || mayRunSo) return otherwise;
  return (user ?? firstUnable(users))?.because.join(' ') || 'Nobody knows whether it runs without root.';
}

/** `…containers[2].securityContext`; lists hold what the manifest holds, of which others than objects are not judged. */
function containerAt(pod: Members, path: string): Members | undefined {
  const [, list = '', index = ''] = /\b(initContainers|containers|ephemeralContainers)\[(\d+)\]/.exec(path) ?? [];
  return listAt(pod, list).filter(isObject)[Number(index)];
}

function userAt(container: Members | undefined, users: RemainderContext['users']): ContainerUser | undefined {
  const name = memberAt(container, 'name');
  return typeof name === 'string' ? users.get(name) : undefined;
}

function firstUnable(users: RemainderContext['users']): ContainerUser | undefined {
  return [...users.values()].find(({ nonRoot }) => nonRoot === 'may-not');
}
