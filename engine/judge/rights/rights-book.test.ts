import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { toCluster } from '../../formats/kubernetes/cluster.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { anyJson } from '../../test/any-json.ts';
import { toRightsBook } from './rights-book.ts';
import type { AccessRequest } from './rule.ts';
import { binding, resourceOf, role } from './sample-rights.ts';

const bookOf = (...resources: readonly Resource[]) => toRightsBook(toCluster(resources));
const any = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], nonResourceURLs: ['*'] };
const pods = (verb: string, namespace?: string, resource = 'pods'): AccessRequest => ({
  ...{ verb, group: '', resource },
  ...(namespace !== undefined && { namespace }),
});

const rows: readonly {
  name: string;
  resources: readonly Resource[];
  yes: readonly (readonly [Parameters<ReturnType<typeof bookOf>['allows']>[0], AccessRequest])[];
  no: readonly (readonly [Parameters<ReturnType<typeof bookOf>['allows']>[0], AccessRequest])[];
}[] = [
  {
    name: 'a cluster role that is bound in a namespace holds there, for users and groups',
    resources: [role('admins', any), binding('ns1', 'admins', 'User:admin', 'Group:admins')],
    yes: [
      [{ user: 'admin' }, pods('get', 'ns1')],
      [{ user: 'admin', groups: ['group1'] }, pods('watch', 'ns1', 'foobar')],
      [{ user: 'joe', groups: ['admins'] }, pods('watch', 'ns1', 'foobar')],
      [{ user: 'joe', groups: ['group1', 'admins'] }, pods('watch', 'ns1', 'foobar')],
    ],
    no: [
      [{ user: 'admin' }, pods('get', 'ns2')],
      [{ user: 'admin' }, pods('get', undefined, 'nodes')],
      [{ user: 'admin', groups: ['admins'] }, pods('get', undefined, 'nodes')],
      [{ user: 'admin' }, { verb: 'get', url: '/metrics' }],
      [{ user: 'joe' }, pods('get', 'ns1')],
    ],
  },
  {
    name: 'addresses are allowed by cluster role bindings',
    resources: [role('urls', { verbs: ['get'], nonResourceURLs: ['/logs/*'] }), binding(null, 'urls', 'User:foo', 'Group:bar')],
    yes: [
      [{ user: 'foo' }, { verb: 'get', url: '/logs/kubelet' }],
      [{ groups: ['bar'] }, { verb: 'get', url: '/logs/kubelet' }],
    ],
    no: [
      [{ user: 'foo' }, { verb: 'post', url: '/logs/kubelet' }],
      [{ user: 'joe' }, { verb: 'get', url: '/logs/kubelet' }],
    ],
  },
  {
    name: 'accounts are in the groups of all accounts, of their namespace, and of everybody who signed in',
    resources: [
      role('reader', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }),
      binding('ns1', 'reader', 'Group:system:serviceaccounts:tide'),
      binding('ns2', 'reader', 'Group:system:serviceaccounts'),
      binding('ns3', 'reader', 'Group:system:authenticated'),
    ],
    yes: [
      ...['ns1', 'ns2', 'ns3'].map((ns) => [{ user: 'system:serviceaccount:tide:gauge' }, pods('get', ns)] as const),
      [{ user: 'system:serviceaccount:ebb:gauge' }, pods('get', 'ns2')],
      [{ user: 'jo' }, pods('get', 'ns3')],
      [{ user: 'jo' }, { verb: 'get', url: '/version' }],
    ],
    no: [
      [{ user: 'system:serviceaccount:ebb:gauge' }, pods('get', 'ns1')],
      [{ user: 'jo' }, pods('get', 'ns2')],
    ],
  },
  {
    name: 'an account may be named as a user, and one without namespace is of the namespace of its binding',
    resources: [
      role('reader', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }),
      binding('ns1', 'reader', 'User:system:serviceaccount:tide:gauge', 'ServiceAccount:pilot'),
    ],
    yes: [
      [{ user: 'system:serviceaccount:tide:gauge' }, pods('get', 'ns1')],
      [{ user: 'system:serviceaccount:ns1:pilot' }, pods('get', 'ns1')],
    ],
    no: [[{ user: 'system:serviceaccount:tide:pilot' }, pods('get', 'ns1')]],
  },
  {
    name: 'what a release labels for it is in the default roles, and in those that take them in',
    resources: [
      role(
        'ours',
        { verbs: ['get'], apiGroups: ['tide.example'], resources: ['gauges'] },
        {
          labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' },
        },
      ),
      binding('ns1', 'admin', 'User:ada'),
      binding('ns2', 'view', 'User:ada'),
    ],
    yes: [
      [{ user: 'ada' }, { verb: 'get', group: 'tide.example', resource: 'gauges', namespace: 'ns1' }],
      [{ user: 'ada' }, { verb: 'get', group: 'tide.example', resource: 'gauges', namespace: 'ns2' }],
      [{ user: 'ada' }, pods('delete', 'ns1')],
      [{ user: 'ada' }, pods('get', 'ns2')],
    ],
    no: [
      [{ user: 'ada' }, pods('delete', 'ns2')],
      [{ user: 'ada' }, pods('get', 'ns2', 'secrets')],
    ],
  },
  {
    name: 'cluster-admin and system:masters may do everything',
    resources: [binding(null, 'cluster-admin', 'ServiceAccount:tide/gauge')],
    yes: [
      [{ user: 'system:serviceaccount:tide:gauge' }, pods('impersonate', undefined, 'users')],
      [{ groups: ['system:masters'] }, { verb: 'post', url: '/anything' }],
    ],
    no: [[{ user: 'system:serviceaccount:tide:other' }, pods('get', 'tide', 'secrets')]],
  },
];

for (const { name, resources, yes, no } of rows) {
  test(`can-i: ${name}`, () => {
    const book = bookOf(...resources);
    assert.deepEqual(book.gaps, []);
    assert.deepEqual(
      [yes.filter(([who, request]) => !book.allows(who, request)), no.filter(([who, request]) => book.allows(who, request))],
      [[], []],
    );
  });
}

test('bindings to roles that are not there, subjects that nobody knows and rules that are none are gaps with their place', () => {
  const { gaps } = bookOf(
    binding('ns1', 'gone', 'User:jo'),
    resourceOf('RoleBinding', 'odd', 'ns1', {
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'Robot', name: 'x' }, 7],
    }),
    resourceOf('ClusterRole', 'bad', null, { rules: ['x', { verbs: 'get' }] }),
    resourceOf('ClusterRole', 'worse', null, { rules: 'x' }),
    resourceOf('ClusterRole', 'sum', null, { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 1 } }] } }),
    resourceOf('ClusterRole', 'all', null, { aggregationRule: 'all' }),
    resourceOf('ClusterRole', 'labeled', null, { metadata: { labels: 'x' } }),
    resourceOf('RoleBinding', 'wide', 'ns1', { roleRef: { kind: 'ClusterRole', name: 'view' }, subjects: 'everybody' }),
  );
  assert.deepEqual(gaps.map(({ code, path, line }) => `${code} ${path}:${line}`).toSorted(), [
    'role-missing a.yaml:1',
    ...Array(3).fill('rule-unreadable a.yaml:1'),
    ...Array(3).fill('selector-unreadable a.yaml:1'),
    ...Array(3).fill('subject-unreadable a.yaml:1'),
  ]);
});

test('roles that take each other in end, with what both allow', () => {
  const taking = (name: string, verb: string) =>
    resourceOf('ClusterRole', name, null, {
      metadata: { labels: { sum: 'yes' } },
      aggregationRule: { clusterRoleSelectors: [{ matchExpressions: [{ key: 'sum', operator: 'Exists' }] }] },
      rules: [{ verbs: [verb], apiGroups: [''], resources: ['secrets'] }],
    });
  const part = role('part', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }, { labels: { sum: 'no' } });
  const book = bookOf(taking('a', 'get'), taking('b', 'list'), part, binding('ns1', 'a', 'User:jo'));
  assert.ok(book.allows({ user: 'jo' }, pods('get', 'ns1')));
  assert.ok(!book.allows({ user: 'jo' }, pods('get', 'ns1', 'secrets')), 'the controller replaces what they state themselves');
});

test('one more binding never takes a right away', () => {
  const word = fc.constantFrom('*', 'get', 'create', 'pods', 'secrets', '');
  const words = fc.array(word, { maxLength: 3 });
  const anyRole = fc.record({ verbs: words, apiGroups: words, resources: words });
  const anyBinding = fc.tuple(
    fc.constantFrom(null, 'a', 'b'),
    fc.constantFrom('r0', 'r1', 'view'),
    fc.constantFrom('User:jo', 'Group:g'),
  );
  fc.assert(
    fc.property(
      fc.array(anyRole, { minLength: 2, maxLength: 2 }),
      fc.array(anyBinding, { maxLength: 4 }),
      anyBinding,
      (rules, some, more) => {
        const roles = rules.map((rule, index) => role(`r${index}`, rule));
        const bind = ([namespace, name, who]: typeof more) => binding(namespace, name, who);
        const before = bookOf(...roles, ...some.map(bind));
        const after = bookOf(...roles, ...some.map(bind), bind(more));
        for (const namespace of ['a', 'b'])
          for (const verb of ['get', 'create'])
            for (const resource of ['pods', 'secrets'])
              if (before.allows({ user: 'jo', groups: ['g'] }, pods(verb, namespace, resource)))
                assert.ok(after.allows({ user: 'jo', groups: ['g'] }, pods(verb, namespace, resource)));
      },
    ),
  );
});

test('whatever stands in roles and bindings, there is a book', () => {
  const kinds = fc.constantFrom('Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding', 'Profile');
  const value = fc.oneof(
    anyJson() as fc.Arbitrary<JsonValue>,
    fc.record({ rules: anyJson(), roleRef: anyJson(), subjects: anyJson(), aggregationRule: anyJson() }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(kinds, value), { maxLength: 6 }), (all) => {
      const book = bookOf(...all.map(([kind, each], index) => resourceOf(kind, `n${index}`, 'a', each as JsonObject)));
      for (const subject of book.subjects) book.grantsOf(subject);
    }),
  );
});
