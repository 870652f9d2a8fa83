import { isObject, listAt, type Members, memberAt, numberAt, objectsAt } from '../../../formats/json/members.ts';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import type { PodSecurityRow } from '../../../model/hardening.ts';
import type { ContextSetting } from '../../../model/hardening-change.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';

/** Something that keeps a resource from a level. */
export type Obstacle = PodSecurityRow['violations'][number];

/** What is known of a container's user. */
export interface ContainerUser {
  /** `is`: its manifest forbids root; `can`: it runs without when told so; `may-not`: it runs as root, or nobody knows. */
  readonly nonRoot: 'is' | 'can' | 'may-not';
  /** Numbers that it has to be told. */
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  /** Of its pod, like all that follow until `capabilities`. */
  readonly fsGroup?: number;
  readonly supplementalGroups?: readonly number[];
  /** Name → value. */
  readonly sysctls?: Readonly<Record<string, string>>;
  /** That it needs when all are dropped. */
  readonly capabilities?: readonly string[];
  /** Sentences. */
  readonly because: readonly string[];
}

/** A pod, and how it is judged. */
export interface Choice {
  readonly pod: Members;
  /** By name; a container that is not in it may run as root. */
  readonly users: ReadonlyMap<string, ContainerUser>;
  /** What keeps the resource from the level that is aimed at, with settings applied. */
  readonly judge: (settings: readonly ContextSetting[]) => readonly Obstacle[];
  /** Whether the form can make a setting at all; absent: every one. */
  readonly canSet?: (setting: ContextSetting) => boolean;
}

/** Names that Kubernetes allows for containers; others would be merged with nothing. */
const nameForm = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * The fewest security context settings that bring a pod as near to a level as settings can: every one that helps is tried, and each that
 * can be left out without adding an obstacle is left out, so that none of those that remain is superfluous.
 *
 * Nothing is taken away that a program may need: host namespaces, privileges, volumes and added capabilities stay as they are.
 * Capabilities are only dropped from containers that run without root.
 *
 * out     pod first, then containers in the order of the manifest; empty where none helps
 * cost    one judgment for each setting that is tried, at most five for a container
 */
export function chooseSettings({ pod, users: known, judge, canSet = () => true }: Choice): readonly ContextSetting[] {
  const users = new Map([...known].map(([name, user]) => [name, canBeTold(pod, [name, user], canSet) ? user : unable(user)]));
  const offers = offersFor(pod, users).filter(canSet);
  const standing = judge([]).length;
  const left = standing === 0 ? 0 : judge(offers).length;
  if (left >= standing) return [];
  let kept = offers;
  for (const offer of offers.toReversed()) {
    const without = kept.filter((one) => one !== offer);
    if (judge(without).length <= left) kept = without;
  }
  return [...kept, ...toldWith(kept, pod, users)].toSorted(byPlace(pod));
}

/** Whoever may not be root without being told something, and cannot be told, is left alone. */
function canBeTold(
  pod: Members,
  [name, user]: readonly [string, ContainerUser],
  canSet: (setting: ContextSetting) => boolean,
): boolean {
  return user.nonRoot !== 'can' || valuesFor(pod, [{ name, user }]).every(canSet);
}

function unable(user: ContainerUser): ContainerUser {
  return { ...user, nonRoot: 'may-not' };
}

/** Those of the pod come first: they do for all containers that say nothing themselves. */
function offersFor(pod: Members, users: Choice['users']): readonly ContextSetting[] {
  if (memberAt(pod, 'os', 'name') === 'windows') return nonRootOffers(pod, users);
  const seccomp = { name: 'seccompProfile', value: { type: 'RuntimeDefault' } } as const;
  return [
    { container: null, ...seccomp },
    ...nonRootOffers(pod, users),
    ...settableContainers(pod).flatMap(({ name, value }): readonly ContextSetting[] => [
      ...(needsEscalation(value) ? [] : [{ container: name, name: 'allowPrivilegeEscalation', value: false } as const]),
      ...(mayBeRoot(users, name)
        ? []
        : [{ container: name, name: 'capabilities', value: dropping(value, users.get(name)) } as const]),
      { container: name, ...seccomp },
    ]),
  ];
}

/** The pod's own word counts for every container that says nothing itself, so all of those have to be able to. */
function nonRootOffers(pod: Members, users: Choice['users']): readonly ContextSetting[] {
  const containers = settableContainers(pod);
  const silent = containers.filter(({ value }) => typeof memberAt(value, 'securityContext', 'runAsNonRoot') !== 'boolean');
  const isForAll = silent.every(({ name }) => !mayBeRoot(users, name)) && containers.length === countContainers(pod);
  const setting = { name: 'runAsNonRoot', value: true } as const;
  return [
    ...(isForAll ? [{ container: null, ...setting }] : []),
    ...containers.flatMap(({ name }) => (mayBeRoot(users, name) ? [] : [{ container: name, ...setting }])),
  ];
}

/** Containers that a patch can name: those with a proper name that no other has. */
function settableContainers(pod: Members): readonly { readonly name: string; readonly value: Members }[] {
  const all = ['initContainers', 'containers'].flatMap((list) => objectsAt(pod, list));
  const names = all.map((value) => memberAt(value, 'name'));
  return all.flatMap((value) => {
    const name = memberAt(value, 'name');
    const context = memberAt(value, 'securityContext') ?? {};
    const isOne = typeof name === 'string' && nameForm.test(name) && names.filter((each) => each === name).length === 1;
    return isOne && isObject(context) ? [{ name, value }] : [];
  });
}

function countContainers(pod: Members): number {
  return ['initContainers', 'containers', 'ephemeralContainers'].reduce((sum, list) => sum + listAt(pod, list).length, 0);
}

function mayBeRoot(users: Choice['users'], name: string): boolean {
  return (users.get(name)?.nonRoot ?? 'may-not') === 'may-not';
}

/**
 * Whether an API server refuses allowPrivilegeEscalation: false for a container.
 *
 * source  k8s.io/kubernetes, pkg/apis/core/validation, ValidateSecurityContext
 */
export function needsEscalation(container: Members): boolean {
  const added = listAt(container, 'securityContext', 'capabilities', 'add').map((name) =>
    scalarText(name).toUpperCase().replace(/^CAP_/, ''),
  );
  return memberAt(container, 'securityContext', 'privileged') === true || added.includes('SYS_ADMIN');
}

/** A process without root needs the capability to bind a low port, where the node does not allow it to everybody. */
function dropping(container: Members, user: ContainerUser | undefined): JsonObject {
  const ports = objectsAt(container, 'ports').flatMap((port) => numberAt(port, 'containerPort') ?? []);
  const added = listAt(container, 'securityContext', 'capabilities', 'add') as readonly JsonValue[];
  const binds = ports.some((port) => port > 0 && port < 1024) ? ['NET_BIND_SERVICE'] : [];
  const missing = [...new Set([...(user?.capabilities ?? []), ...binds])].filter((name) => !added.includes(name));
  return { drop: ['ALL'], ...(missing.length > 0 && { add: [...added, ...missing] }) };
}

/** What containers have to be told, now that they may not be root. */
function toldWith(kept: readonly ContextSetting[], pod: Members, users: Choice['users']): readonly ContextSetting[] {
  const forbidding = kept.filter(({ name }) => name === 'runAsNonRoot');
  const isForPod = forbidding.some(({ container }) => container === null);
  const told = settableContainers(pod).flatMap(({ name }) => {
    const user = users.get(name);
    const isTold = isForPod || forbidding.some(({ container }) => container === name);
    return user?.nonRoot === 'can' && isTold ? [{ name, user }] : [];
  });
  return valuesFor(pod, told);
}

/** Lists of the pod are whole, since a patch replaces them. */
function valuesFor(
  pod: Members,
  told: readonly { readonly name: string; readonly user: ContainerUser }[],
): readonly ContextSetting[] {
  const group = told.find(({ user }) => user.fsGroup !== undefined)?.user.fsGroup;
  const groups = told.flatMap(({ user }) => user.supplementalGroups ?? []);
  const sysctls = told.flatMap(({ user }) => Object.entries(user.sysctls ?? {}));
  const ofPod = (name: string) => listAt(pod, 'securityContext', name) as readonly JsonValue[];
  return [
    ...(group === undefined ? [] : [{ container: null, name: 'fsGroup', value: group } as const]),
    ...(groups.length === 0
      ? []
      : [
          {
            container: null,
            name: 'supplementalGroups',
            value: [...new Set([...ofPod('supplementalGroups'), ...groups])],
          } as const,
        ]),
    ...(sysctls.length === 0
      ? []
      : [{ container: null, name: 'sysctls', value: withSysctls(ofPod('sysctls'), sysctls) } as const]),
    ...told.flatMap(({ name: container, user }) =>
      (['runAsUser', 'runAsGroup'] as const).flatMap((name) => {
        const value = user[name];
        return value === undefined ? [] : [{ container, name, value }];
      }),
    ),
  ];
}

/** Where two containers want one to be different, the smaller number: from a lower port on, more may be bound. */
function withSysctls(
  stated: readonly JsonValue[],
  wanted: readonly (readonly [name: string, value: string])[],
): readonly JsonValue[] {
  const least = new Map<string, string>();
  for (const [name, value] of wanted.toSorted(([, one], [, other]) => Number(other) - Number(one))) least.set(name, value);
  const others = stated.filter((one) => !least.has(scalarText(memberAt(one, 'name'))));
  return [...others, ...[...least].map(([name, value]): JsonObject => ({ name, value }))];
}

const order: readonly string[] = [
  ...[
    'runAsNonRoot',
    'runAsUser',
    'runAsGroup',
    'fsGroup',
    'supplementalGroups',
    'sysctls',
    'allowPrivilegeEscalation',
    'capabilities',
    'seccompProfile',
  ],
];

function byPlace(pod: Members): (one: ContextSetting, other: ContextSetting) => number {
  const names = settableContainers(pod).map(({ name }) => name);
  const rank = ({ container }: ContextSetting) => (container === null ? -1 : names.indexOf(container));
  return (one, other) => rank(one) - rank(other) || order.indexOf(one.name) - order.indexOf(other.name);
}
