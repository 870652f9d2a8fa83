import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromSecret, secret, served, stated } from '../judge/tenancy/sample-tenancy.ts';
import type { JsonObject } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import type { ParameterRule, TenancyCode } from '../model/tenancy.ts';
import { tenancyOfResources } from './tenancy-of-resources.ts';

const asked = { product: 'tide', version: '1', tenants: ['team-*'] } as const;
const teams = [stated('Namespace', 'team-a'), stated('Namespace', 'team-b')];
const find = (resources: readonly Resource[], code: TenancyCode, parameters: readonly ParameterRule[] = []) =>
  tenancyOfResources([...teams, ...resources], { ...asked, rules: { parameters, stores: [] } }).findings.filter(
    (each) => each.code === code,
  );

const root = fromSecret('MINIO_ROOT_PASSWORD', 'minio-root');
const plain = (name: string, value: string) => ({ name, value });
const closed = stated('NetworkPolicy', 'tide/closed', { spec: { podSelector: {}, policyTypes: ['Ingress'] } });
const toLabeled = stated('NetworkPolicy', 'tide/labeled', {
  spec: {
    podSelector: {},
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { store: 'yes' } } }] }],
  },
});

const stores: readonly { name: string; container: object; beside?: readonly Resource[]; is: string }[] = [
  { name: 'one credential', container: { image: 'minio/minio:1', env: [root] }, is: 'minio one-credential MEDIUM' },
  { name: 'its printed credential', container: { image: 'mirror.example/quay.io/minio/minio:1' }, is: 'minio open HIGH' },
  {
    name: 'users of a provider',
    container: { image: 'minio/minio:1', env: [root, plain('MINIO_IDENTITY_OPENID_CONFIG_URL', 'x')] },
    is: 'minio per-user none',
  },
  {
    name: 'closed by a policy',
    container: { image: 'minio/minio:1', env: [root] },
    beside: [closed],
    is: 'minio one-credential none',
  },
  { name: 'open to labels', container: { image: 'redis:7' }, beside: [closed, toLabeled], is: 'redis open HIGH' },
  { name: 'a client', container: { image: 'minio/mc:1' }, is: '' },
  {
    name: 'no password asked',
    container: { image: 'mysql:8', env: [plain('MYSQL_ALLOW_EMPTY_PASSWORD', 'yes')] },
    is: 'mysql open HIGH',
  },
  {
    name: 'an empty password that is not taken',
    container: { image: 'mysql:8', env: [plain('MYSQL_ALLOW_EMPTY_PASSWORD', 'yes'), fromSecret('MYSQL_ROOT_PASSWORD', 's')] },
    is: 'mysql one-credential MEDIUM',
  },
  { name: 'no word of a password', container: { image: 'bitnami/postgresql:16' }, is: 'postgresql unknown UNKNOWN' },
  {
    name: 'anybody by trust',
    container: { image: 'postgres:16', env: [plain('POSTGRES_HOST_AUTH_METHOD', 'trust')] },
    is: 'postgresql open HIGH',
  },
  {
    name: 'a password in arguments',
    container: { image: 'redis:7', args: ['--requirepass', 'x'] },
    is: 'redis one-credential MEDIUM',
  },
  { name: 'users in a file', container: { image: 'redis:7', args: ['--aclfile', '/etc/a.acl'] }, is: 'redis per-user none' },
  { name: 'settings in a file', container: { image: 'redis:7', args: ['/etc/redis.conf'] }, is: 'redis unknown UNKNOWN' },
  {
    name: 'no users at all',
    container: { image: 'gcr.io/tfx-oss-public/ml_metadata_store_server:1' },
    is: 'ml-metadata open HIGH',
  },
];

for (const { name, container, beside = [], is } of stores) {
  test(`a store: ${name}`, () => {
    const { stores: rows, findings, gaps } = tenancyOfResources([...teams, ...served('tide/store', container), ...beside], asked);
    const severity = findings.find(({ code }) => code === 'store-shared')?.severity ?? 'none';
    assert.equal(rows.map(({ product, access }) => `${product} ${access} ${severity}`).join(), is);
    assert.deepEqual(
      gaps.map(({ code, path, line }) => [code, path, line]),
      is.includes('unknown') ? [['store-settings-unread', 'deployment-store.yaml', 1]] : [],
    );
  });
}

test('a store says who else has its credential, and which tenants', () => {
  const user = served('team-a/job', { image: 'job:1', env: [fromSecret('KEY', 'minio-root')] });
  const peer = served('tide/api', { image: 'api:1', env: [fromSecret('KEY', 'minio-root')] });
  const [found] = find([...served('tide/minio', { image: 'minio/minio:1', env: [root] }), ...user, ...peer], 'store-shared');
  assert.deepEqual([found?.severity, found?.certainty, found?.tenants], ['HIGH', 'likely', ['team-a', 'team-b']]);
  assert.match(
    found?.sentence ?? '',
    /Secret tide\/minio-root, which Deployment team-a\/job, Deployment tide\/api are given, too\. It gets into namespaces of tenants \(team-a\)/,
  );
});

const hook = { hooks: { sync: { webhook: { url: 'http://maker.tide/sync' } } } };
const copied: readonly { name: string; resources: readonly Resource[]; is: readonly string[] }[] = [
  { name: 'no annotation', resources: [secret('tide/s', { password: 1 })], is: [] },
  {
    name: 'replicated by name',
    resources: [secret('tide/s', { password: 1 }, { 'replicator.v1.mittwald.de/replicate-to': 'team-a,x' })],
    is: ['certain HIGH team-a'],
  },
  {
    name: 'replicated to a pattern',
    resources: [secret('tide/s', { password: 1 }, { 'replicator.v1.mittwald.de/replicate-to': 'team-.*' })],
    is: ['certain HIGH team-a team-b'],
  },
  {
    name: 'reflected wherever it is asked for',
    resources: [secret('tide/s', { password: 1 }, { 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true' })],
    is: ['certain HIGH team-a team-b'],
  },
  {
    name: 'replicated to others',
    resources: [secret('tide/s', { password: 1 }, { 'replicator.v1.mittwald.de/replicate-to': 'sea' })],
    is: [],
  },
  {
    name: 'cloned by a policy',
    resources: [
      stated('ClusterPolicy', 'p', {
        spec: { rules: [{ name: 'r', generate: { kind: 'Secret', clone: { name: 's', namespace: 'tide' } } }] },
      }),
    ],
    is: ['likely HIGH team-a team-b'],
  },
  {
    name: 'written by a controller',
    resources: [
      stated('CompositeController', 'c', {
        spec: {
          parentResource: { apiVersion: 'v1', resource: 'namespaces' },
          childResources: [{ apiVersion: 'v1', resource: 'secrets' }],
          ...hook,
        },
      }),
      ...served('tide/maker', { image: 'maker:1', env: [fromSecret('KEY', 's')] }),
    ],
    is: ['likely HIGH team-a team-b'],
  },
  {
    name: 'from elsewhere into namespaces by label',
    resources: [
      stated('ClusterExternalSecret', 'e', {
        spec: { namespaceSelectors: [{ matchLabels: { 'kubernetes.io/metadata.name': 'team-b' } }] },
      }),
    ],
    is: ['certain HIGH team-b'],
  },
  {
    name: 'exported',
    resources: [stated('SecretExport', 'tide/s', { spec: { toNamespaces: ['*'] } })],
    is: ['certain HIGH team-a team-b'],
  },
];

for (const { name, resources, is } of copied) {
  test(`a Secret that is copied: ${name}`, () => {
    const found = find(resources, 'secret-copied').map(({ certainty, severity, tenants }) =>
      [certainty, severity, ...tenants].join(' '),
    );
    assert.deepEqual(found, is);
  });
}

const shared: readonly { name: string; resources: readonly Resource[]; is: readonly string[] }[] = [
  {
    name: 'equal values of two tenants',
    resources: [secret('team-a/s', { password: 1 }), secret('team-b/t', { key: 1 })],
    is: ['certain HIGH team-a team-b'],
  },
  {
    name: 'equal values of one namespace',
    resources: [secret('team-a/s', { password: 1 }), secret('team-a/t', { key: 1 })],
    is: [],
  },
  {
    name: 'equal values of the platform',
    resources: [secret('tide/s', { password: 1 }), secret('sea/t', { key: 1 })],
    is: ['certain LOW'],
  },
  { name: 'equal user names', resources: [secret('team-a/s', { username: 1 }), secret('team-b/t', { username: 1 })], is: [] },
  {
    name: 'one name, other values',
    resources: [secret('team-a/s', { password: 1 }), secret('team-b/s', { password: 2 })],
    is: [],
  },
  {
    name: 'one name that nobody states',
    resources: ['team-a/x', 'tide/y'].flatMap((place) => served(place, { image: 'x:1', env: [fromSecret('K', 's')] })),
    is: ['likely MEDIUM team-a'],
  },
];

for (const { name, resources, is } of shared) {
  test(`a Secret of several: ${name}`, () => {
    const found = find(resources, 'secret-across-namespaces').map(({ certainty, severity, tenants }) =>
      [certainty, severity, ...tenants].join(' '),
    );
    assert.deepEqual(found, is);
  });
}

test('namespaces of one tenant share what they like', () => {
  const label = { labels: { 'capsule.clastix.io/tenant': 'oil' } };
  const spaces = ['oil-dev', 'oil-live'].map((name) => stated('Namespace', name, {}, label));
  const held = [secret('oil-dev/s', { password: 1 }), secret('oil-live/s', { password: 1 })];
  const { tenants, findings } = tenancyOfResources([...spaces, ...held], { product: 'tide', version: null });
  assert.deepEqual(
    tenants.map(({ namespace, name, by }) => [namespace, name, by]),
    [
      ['oil-dev', 'oil', 'label'],
      ['oil-live', 'oil', 'label'],
    ],
  );
  assert.deepEqual(findings, []);
});

test('where no tenant is known, that is a gap', () => {
  const { gaps } = tenancyOfResources([stated('Namespace', 'tide')], { product: 'tide', version: null });
  assert.deepEqual(
    gaps.map(({ code }) => code),
    ['tenants-unknown'],
  );
});

test('property: resources of any shape are judged without a throw, and no value of a variable is told', () => {
  const kinds = fc.constantFrom(
    'Secret',
    'ClusterPolicy',
    'CompositeController',
    'ClusterExternalSecret',
    'SecretExport',
    'ConfigMap',
    'Deployment',
  );
  const word = fc.constantFrom(
    'spec',
    'data',
    'rules',
    'generate',
    'hooks',
    'template',
    'containers',
    'env',
    'name',
    'kind',
    '__proto__',
  );
  const tree = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('Secret', 'x', 1, null, true),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(word, tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  fc.assert(
    fc.property(fc.array(fc.tuple(kinds, fc.dictionary(word, tree)), { maxLength: 4 }), (each) => {
      const resources = each.map(([kind, value], at) => stated(kind, `team-a/r${at}`, value as JsonObject));
      const store = served('tide/minio', { image: 'minio/minio:1', env: [plain('MINIO_ROOT_PASSWORD', 'hidden!')] });
      assert.ok(!JSON.stringify(tenancyOfResources([...resources, ...store], asked)).includes('hidden!'));
    }),
    { numRuns: 50 },
  );
});
