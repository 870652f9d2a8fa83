import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Members } from '../../../formats/json/members.ts';
import type { ContextSetting } from '../../../model/hardening-change.ts';
import { type ContainerUser, chooseSettings, type Obstacle } from './choose-settings.ts';

const can = (more: Partial<ContainerUser> = {}): ContainerUser => ({ nonRoot: 'can', because: [], ...more });
const mayNot: ContainerUser = { nonRoot: 'may-not', because: ['Nobody knows.'] };

/** A judge that wants some fields, of the pod or of each container, and knows nothing else. */
function wanting(pod: Members, names: readonly string[]): (settings: readonly ContextSetting[]) => readonly Obstacle[] {
  const containers = ['initContainers', 'containers'].flatMap((list) => (pod[list] as { name: string }[] | undefined) ?? []);
  const has = (settings: readonly ContextSetting[], container: string, name: string) =>
    settings.some((one) => one.name === name && (one.container === container || one.container === null));
  return (settings) =>
    containers.flatMap(({ name }) =>
      names
        .filter((field) => !has(settings, name, field))
        .map((control) => ({ control, path: name, level: 'restricted', remedy: '' }) as const),
    );
}

const choose = (
  pod: Members,
  names: readonly string[],
  users: Readonly<Record<string, ContainerUser>>,
  canSet?: (one: ContextSetting) => boolean,
) =>
  chooseSettings({ pod, judge: wanting(pod, names), users: new Map(Object.entries(users)), ...(canSet && { canSet }) }).map(
    ({ container, name, value }) => `${container ?? '-'} ${name} ${JSON.stringify(value)}`,
  );
const two = { containers: [{ name: 'a' }, { name: 'b' }] };

const cases: readonly { readonly name: string; readonly chosen: readonly string[]; readonly expected: readonly string[] }[] = [
  { name: 'nothing where nothing is missing', chosen: choose(two, [], {}), expected: [] },
  {
    name: 'the pod speaks for all of its containers',
    chosen: choose(two, ['seccompProfile', 'runAsNonRoot'], { a: can(), b: can() }),
    expected: ['- runAsNonRoot true', '- seccompProfile {"type":"RuntimeDefault"}'],
  },
  {
    name: 'a container that may be root is not forbidden to be, and keeps its capabilities',
    chosen: choose(two, ['runAsNonRoot', 'capabilities'], { a: can(), b: mayNot }),
    expected: ['a runAsNonRoot true', 'a capabilities {"drop":["ALL"]}'],
  },
  {
    name: 'who is nowhere mentioned may be root',
    chosen: choose(two, ['runAsNonRoot'], {}),
    expected: [],
  },
  {
    name: 'numbers and groups that go with it',
    chosen: choose(two, ['runAsNonRoot'], { a: can({ runAsUser: 101, fsGroup: 5, supplementalGroups: [7] }), b: can() }),
    expected: ['- runAsNonRoot true', '- fsGroup 5', '- supplementalGroups [7]', 'a runAsUser 101'],
  },
  {
    name: 'who cannot be told the number is left alone',
    chosen: choose(two, ['runAsNonRoot'], { a: can({ runAsUser: 101 }), b: can() }, ({ name }) => name !== 'runAsUser'),
    expected: ['b runAsNonRoot true'],
  },
  {
    name: 'a low port needs its capability, beside those that are added',
    chosen: choose(
      {
        containers: [
          { name: 'a', ports: [{ containerPort: 80 }], securityContext: { capabilities: { add: ['CHOWN'] } } },
          { name: 'b', ports: [{ containerPort: 8080 }] },
        ],
      },
      ['capabilities'],
      { a: can(), b: can() },
    ),
    expected: ['a capabilities {"drop":["ALL"],"add":["CHOWN","NET_BIND_SERVICE"]}', 'b capabilities {"drop":["ALL"]}'],
  },
  {
    name: 'Kubernetes refuses allowPrivilegeEscalation: false beside privileged and SYS_ADMIN',
    chosen: choose(
      {
        containers: [
          { name: 'a', securityContext: { privileged: true } },
          { name: 'b', securityContext: { capabilities: { add: ['CAP_SYS_ADMIN'] } } },
          { name: 'c' },
        ],
      },
      ['allowPrivilegeEscalation'],
      {},
    ),
    expected: ['c allowPrivilegeEscalation false'],
  },
  {
    name: 'names that a patch cannot use, or that stand twice',
    chosen: choose(
      { containers: [{ name: 'A b' }, { name: 'c' }, { name: 'c' }, { name: 'd' }] },
      ['allowPrivilegeEscalation'],
      {},
    ),
    expected: ['d allowPrivilegeEscalation false'],
  },
  {
    name: 'a pod for Windows is told nothing but not to be root',
    chosen: choose({ os: { name: 'windows' }, ...two }, ['seccompProfile', 'runAsNonRoot'], { a: can(), b: can() }),
    expected: ['- runAsNonRoot true'],
  },
];

for (const { name, chosen, expected } of cases) test(`settings: ${name}`, () => assert.deepEqual(chosen, expected));

test('sysctls: the smaller port wins, and others stay', () => {
  const port = (value: string) => can({ sysctls: { 'net.ipv4.ip_unprivileged_port_start': value } });
  const pod = { ...two, securityContext: { sysctls: [{ name: 'kernel.shm_rmid_forced', value: '1' }] } };
  const chosen = choose(pod, ['runAsNonRoot'], { a: port('80'), b: port('443') });
  assert.match(chosen[1] ?? '', /shm_rmid_forced.*"net.ipv4.ip_unprivileged_port_start","value":"80"/);
});
