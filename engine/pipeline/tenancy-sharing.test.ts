import assert from 'node:assert/strict';
import { test } from 'node:test';
import { served, stated } from '../judge/tenancy/sample-tenancy.ts';
import type { Resource } from '../model/resource.ts';
import type { StoreRule } from '../model/tenancy.ts';
import { tenancyOfResources } from './tenancy-of-resources.ts';

const team = stated('Namespace', 'team-a', {}, { labels: { 'example.com/team': 'oil' } });
const judge = (resources: readonly Resource[], tenants = ['team-*'], stores: readonly StoreRule[] = []) =>
  tenancyOfResources([team, ...resources], { product: 'tide', version: '1', tenants, rules: { parameters: [], stores } });

const bound = (namespace: string, role: string, kind: string, name: string, of?: string) =>
  stated('RoleBinding', `${namespace}/${role}-${name}`, {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ kind, name, ...(of && { namespace: of }) }],
  });

const template = (kind: string, spec: object): Resource => {
  const { identity, ...rest } = stated(kind, 'anywhere', { spec });
  return { ...rest, identity: { ...identity, apiVersion: 'serving.example.org/v1' } };
};

const tokens: readonly { name: string; resources: readonly Resource[]; is: RegExp | undefined }[] = [
  {
    name: 'of an account that is bound to nothing',
    resources: served('tide/web', { image: 'web:1' }),
    is: /Deployment web is given/,
  },
  {
    name: 'where no namespace is stated',
    resources: served('web', { image: 'web:1' }),
    is: /^Where no namespace is stated, Deployment web is given/,
  },
  {
    name: 'of a template that a controller makes pods of, nobody says where',
    resources: [
      ...served('tide/web', { image: 'web:1' }),
      template('ClusterServingRuntime', { containers: [{ name: 'a', image: 'a:1' }] }),
    ],
    is: /Deployment web is given/,
  },
  {
    name: 'that the pod refuses',
    resources: served('tide/web', { image: 'web:1' }, { automountServiceAccountToken: false }),
    is: undefined,
  },
  {
    name: 'that the account refuses',
    resources: [
      ...served('tide/web', { image: 'web:1' }),
      stated('ServiceAccount', 'tide/default', { automountServiceAccountToken: false }),
    ],
    is: undefined,
  },
  {
    name: 'of an account with rights',
    resources: [...served('tide/web', { image: 'web:1' }), bound('tide', 'view', 'ServiceAccount', 'default', 'tide')],
    is: undefined,
  },
  {
    name: 'of a store, whatever its account may do',
    resources: [...served('tide/db', { image: 'mysql:8' }), bound('tide', 'view', 'ServiceAccount', 'default', 'tide')],
    is: /Deployment db is given/,
  },
];

for (const { name, resources, is } of tokens) {
  test(`a token: ${name}`, () => {
    const found = judge(resources).findings.filter(({ code }) => code === 'token-unused');
    assert.equal(found.length, is ? 1 : 0);
    if (is) assert.match(found[0]?.sentence ?? '', is);
  });
}

test('people who share the namespace of a tenant, and workloads of the release in it', () => {
  const people = ['jo', 'mo'].map((name) => bound('team-a', 'edit', 'User', name));
  const { findings } = judge([...people, ...served('team-a/web', { image: 'web:1' })]);
  const titles = findings.filter(({ code }) => code === 'namespace-shared').map(({ title }) => title);
  assert.deepEqual(titles, [
    '2 people and groups share namespace team-a',
    'Workloads of the release run in tenant namespace team-a',
  ]);
});

test('accounts of elsewhere that create pods for tenants, cluster-admins and what may run as root are told', () => {
  const admin = stated('ClusterRoleBinding', 'all', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'tide' }],
  });
  const maker = bound('team-a', 'edit', 'ServiceAccount', 'maker', 'tide');
  const { findings } = judge([admin, maker, ...served('tide/web', { image: 'web:1' })]);
  const found = new Map(findings.map(({ code, title }) => [code, title]));
  assert.equal(found.get('cluster-admin'), 'ServiceAccount tide/default is cluster-admin');
  assert.equal(found.get('pods-of-tenants'), 'ServiceAccount tide/maker can create pods in namespace team-a');
  assert.equal(found.get('run-as-non-root'), '1 workload of namespace tide may run as root');
});

const patterns: readonly { name: string; tenants: string[]; is: string; gaps: readonly string[] }[] = [
  { name: 'a name', tenants: ['team-a'], is: 'team-a pattern', gaps: [] },
  { name: 'a label, which says whose', tenants: ['example.com/team=*'], is: 'oil label', gaps: [] },
  { name: 'another value', tenants: ['example.com/team=gas'], is: '', gaps: ['tenants-unknown', 'tenant-pattern-idle'] },
  {
    name: 'a member that every object has',
    tenants: ['constructor=*'],
    is: '',
    gaps: ['tenants-unknown', 'tenant-pattern-idle'],
  },
  {
    name: 'one that fits and one that does not',
    tenants: ['team-*', 'crew-*'],
    is: 'team-a pattern',
    gaps: ['tenant-pattern-idle'],
  },
];

for (const { name, tenants, is, gaps } of patterns) {
  test(`tenants by ${name}`, () => {
    const found = judge([], tenants);
    assert.equal(found.tenants.map((tenant) => `${tenant.name} ${tenant.by}`).join(), is);
    assert.deepEqual(
      found.gaps.map(({ code }) => code),
      gaps,
    );
  });
}

test('rules of stores: an image of the project, a product that nobody knows, an image that no workload has', () => {
  const place = { file: 'plimsoll.yaml', line: 3 };
  const { stores, gaps } = judge(
    served('tide/objects', { image: 'registry.example/ours/objects:1' }),
    ['team-*'],
    [
      { image: 'registry.example/ours/objects', product: 'minio', ...place },
      { image: 'registry.example/ours/gone', product: 'minio', ...place },
      { image: 'registry.example/ours/objects', product: 'mino', ...place },
    ],
  );
  assert.deepEqual(
    stores.map(({ product, access }) => [product, access]),
    [['minio', 'open']],
  );
  assert.deepEqual(
    gaps.map(({ code, path, line }) => [code, path, line]),
    [
      ['store-product-unknown', 'plimsoll.yaml', 3],
      ['store-image-missing', 'plimsoll.yaml', 3],
    ],
  );
});
