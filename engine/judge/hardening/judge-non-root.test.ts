import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FileFact, ImageConfiguration, ImageFacts } from '../../model/image.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ReleaseImage } from '../../model/release.ts';
import type { Resource } from '../../model/resource.ts';
import { anyJson } from '../../test/any-json.ts';
import { judgeNonRoot } from './judge-non-root.ts';

const place = (path: string, mode = 0o755, uid = 0, gid = 0): FileFact => ({
  state: 'found',
  path,
  kind: 'file',
  mode,
  uid,
  gid,
});
const facts: ImageFacts = {
  complete: true,
  users: [
    { name: 'root', uid: 0, gid: 0 },
    { name: 'app', uid: 1000, gid: 1000 },
  ],
  groups: [{ name: 'web', gid: 50, members: ['app'] }],
  program: place('/app'),
  workingDirectory: null,
  volumes: [],
  setuid: [],
  capabilities: [],
  worldWritable: [],
  shells: [],
  packageManagers: [],
  compilers: [],
  interpreters: [],
  credentials: [],
};
const configuration: ImageConfiguration = {
  user: '',
  entrypoint: ['/app'],
  command: [],
  workingDirectory: '',
  volumes: [],
  exposedPorts: [],
  labels: {},
};
type Over = Partial<ImageConfiguration> & { readonly facts?: Partial<ImageFacts> | null; readonly platform?: string };

function image({ facts: own, platform = 'linux/amd64', ...over }: Over): ReleaseImage {
  return {
    reference: 'registry.example/gauge:1',
    platform,
    status: 'read',
    digest: null,
    store: null,
    layers: [],
    configuration: { ...configuration, ...over },
    annotations: {},
    distribution: null,
    packages: [],
    ...(own !== null && { facts: { ...facts, ...own } }),
  };
}

function judge(pod: JsonObject, container: JsonObject, over: Over | undefined, more: JsonObject = {}) {
  const containers = [{ name: 'c', image: 'registry.example/gauge:1', ...container }];
  const resource: Resource = {
    identity: { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'tide', name: 'gauge' },
    value: { spec: { ...more, template: { spec: { ...pod, containers } } } },
    source: 'yaml:a',
    file: 'a.yaml',
    hook: false,
  };
  return judgeNonRoot([resource], () => over && image(over));
}

const context = (securityContext: JsonObject): JsonObject => ({ securityContext });
const proposed = { runAsNonRoot: true, runAsUser: 65532 };
const mounts = (volume: JsonObject, mount: JsonObject = {}): readonly [pod: JsonObject, container: JsonObject] => [
  { volumes: [{ name: 'v', ...volume }] },
  { volumeMounts: [{ name: 'v', mountPath: '/data/', ...mount }] },
];
const closed = { path: 'opt', mode: 0o750, uid: 0, gid: 50 };

const rows: readonly (readonly [
  name: string,
  pod: JsonObject,
  container: JsonObject,
  image: Over | undefined,
  verdict: string,
  values?: object,
])[] = [
  ['an image that was not read', {}, {}, undefined, 'unknown'],
  ['forbidden, an image that was not read', context({ runAsNonRoot: true }), {}, undefined, 'enforced'],
  ["the container's word counts before the pod's", context({ runAsUser: 0 }), context({ runAsUser: 7 }), {}, 'enforced'],
  [
    'and the other way round',
    context({ runAsNonRoot: true }),
    context({ runAsNonRoot: false }),
    { user: '7' },
    'ready',
    { runAsNonRoot: true },
  ],
  ['root by manifest', {}, context({ runAsUser: 0 }), { user: '7' }, 'blocked'],
  ['contradictory', context({ runAsNonRoot: true }), context({ runAsUser: 0 }), { user: '7' }, 'blocked'],
  [
    'forbidden, with a low port, and an image that was not read',
    context({ runAsUser: 7 }),
    { ports: [{ containerPort: 80 }] },
    undefined,
    'enforced',
  ],
  ['a user that is none', {}, context({ runAsUser: -1 }), {}, 'blocked'],
  ['a name that was not read', {}, {}, { user: 'app', facts: { users: null } }, 'unknown'],
  ['a group that is missing', {}, {}, { user: 'app:lost' }, 'ready-with', proposed],
  ['files that were not read', {}, {}, { facts: null }, 'unknown', proposed],
  ['a program that was not read', {}, {}, { facts: { program: { state: 'unknown', path: '/app' } } }, 'unknown', proposed],
  ['the same program by manifest', {}, { command: ['/app'] }, {}, 'ready-with', proposed],
  ['another program by manifest', {}, { command: ['/other'] }, {}, 'unknown', proposed],
  ['another program, and the same user', {}, { command: ['/other'] }, { user: '7' }, 'ready', { runAsNonRoot: true }],
  [
    'a closed folder that a group opens',
    {},
    {},
    { user: '7', facts: { program: { ...place('/opt/app'), closed: [closed] } as FileFact } },
    'ready-with',
    { runAsNonRoot: true, supplementalGroups: [50] },
  ],
  [
    'a group that lists the user',
    {},
    {},
    { user: '1000', facts: { program: place('/app', 0o750, 0, 50) } },
    'ready',
    { runAsNonRoot: true },
  ],
  ['privileged', {}, context({ privileged: true }), {}, 'blocked', proposed],
  ['capabilities that only root gets', {}, context({ capabilities: { add: ['CAP_NET_ADMIN'] } }), {}, 'blocked', proposed],
  [
    'a low port that the manifest moves',
    {},
    { ports: [{ containerPort: 8080 }] },
    { user: '7', exposedPorts: ['80/tcp'] },
    'ready',
    { runAsNonRoot: true },
  ],
  [
    "a low port of the node's network",
    { hostNetwork: true },
    { ports: [{ containerPort: 80 }] },
    { user: '7' },
    'blocked',
    { runAsNonRoot: true },
  ],
  [
    'a low port that a sysctl opens',
    context({ sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] }),
    { ports: [{ containerPort: 80 }] },
    { user: '7' },
    'ready',
    { runAsNonRoot: true },
  ],
  ['a working directory of root', {}, {}, { facts: { workingDirectory: place('/srv') } }, 'unknown', proposed],
  ['the root as working directory', {}, {}, { facts: { workingDirectory: place('/') } }, 'ready-with', proposed],
  [
    'a working directory of root that root cannot write either',
    {},
    context({ readOnlyRootFilesystem: true }),
    { facts: { workingDirectory: place('/srv') } },
    'ready-with',
    proposed,
  ],
  ['files of its node', ...mounts({ hostPath: { path: '/var' } }), {}, 'unknown', proposed],
  [
    'files of its node, and the same user',
    ...mounts({ hostPath: { path: '/var' } }),
    { user: '7' },
    'ready',
    { runAsNonRoot: true },
  ],
  ['a network file system', ...mounts({ nfs: { server: 's', path: '/' } }), {}, 'unknown', proposed],
  [
    'a claim, with its group',
    { ...mounts({ persistentVolumeClaim: {} })[0], ...context({ fsGroup: 5 }) },
    mounts({})[1],
    {},
    'ready-with',
    proposed,
  ],
  ['a volume below a mount', ...mounts({ emptyDir: {} }), { facts: { volumes: [place('/data/deep')] } }, 'ready-with', proposed],
  [
    'a token alone',
    ...mounts({ projected: { defaultMode: 384, sources: [{ serviceAccountToken: {} }] } }),
    { user: '7' },
    'ready',
    { runAsNonRoot: true },
  ],
  [
    'an item that is closed',
    ...mounts({ configMap: { items: [{ key: 'k', mode: 256 }] } }),
    { user: '7' },
    'ready-with',
    { runAsNonRoot: true, fsGroup: 7 },
  ],
];

for (const [name, pod, container, over, verdict, values] of rows)
  test(`without root: ${name}`, () => {
    const [row] = judge(pod, container, over);
    assert.deepEqual([row?.verdict, row?.values], [verdict, values], row?.because.join('\n'));
    assert.ok(row?.evidence && row.evidence.length > 0 && row.because.every((sentence) => sentence.endsWith('.')));
  });

test("a claim of a StatefulSet's template is one", () => {
  const [row] = judge({}, mounts({})[1], {}, { volumeClaimTemplates: [{ metadata: { name: 'v' } }] });
  assert.deepEqual(row?.values, { ...proposed, fsGroup: 65532 });
});

test('setuid files are told, and decide nothing', () => {
  const setuid = [{ path: 'usr/bin/su', mode: 0o4755, uid: 0, gid: 0 }];
  const [row] = judge({}, {}, { user: '7', facts: { setuid } });
  assert.deepEqual([row?.verdict, row?.evidence?.at(-1)?.at], ['ready', '/usr/bin/su']);
  assert.equal(judge({}, context({ allowPrivilegeEscalation: false }), { user: '7', facts: { setuid } })[0]?.because.length, 2);
});

test('Windows has no root', () => {
  assert.deepEqual(judge({ os: { name: 'windows' } }, {}, {}), []);
  assert.deepEqual(judge({ nodeSelector: { 'kubernetes.io/os': 'windows' } }, {}, {}), []);
  assert.deepEqual(judge({}, {}, { platform: 'windows/amd64' }), []);
});

test('whatever a pod holds, it is judged, and what was not read is never ready', () => {
  const any = anyJson().filter((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
  fc.assert(
    fc.property(any, any, fc.option(fc.string(), { nil: undefined }), (pod, container, user) => {
      const over = { image: 'registry.example/gauge:1', name: 'c' };
      const [row] = judge(
        pod as JsonObject,
        { ...(container as JsonObject), ...over },
        user === undefined ? undefined : { user, facts: null },
      );
      assert.ok(row === undefined || user !== undefined || !row.verdict.startsWith('ready'));
    }),
  );
});
