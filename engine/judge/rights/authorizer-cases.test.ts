import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCluster } from '../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../model/resource.ts';
import { toRightsBook } from './rights-book.ts';
import type { AccessRequest } from './rule.ts';
import { binding, resourceOf, role } from './sample-rights.ts';

/*
 * The facts of Kubernetes' own tests of its authorizer, in our words; those of single rules are in rule.test.ts.
 * Of plugin/pkg/auth/authorizer/rbac: TestAuthorizer (rbac_test.go), TestSubjectLocator (subject_locator_test.go);
 * of pkg/registry/rbac/validation/rule_test.go: TestDefaultRuleResolver, TestAppliesTo;
 * of pkg/controller/clusterroleaggregation: TestSyncClusterRole.
 */

const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], nonResourceURLs: ['*'] };
const inRole = (namespace: string, name: string, rule: object) => resourceOf('Role', name, namespace, { rules: [rule] });
const bound = (namespace: string, kind: string, name: string, ...subjects: readonly object[]) =>
  resourceOf('RoleBinding', `${name}-${kind}`, namespace, { roleRef: { kind, name }, subjects });
const user = (name: string) => ({ kind: 'User', name });
const group = (name: string) => ({ kind: 'Group', name });

/** `NAME`, `NAME of GROUP,GROUP`, or ` of GROUP`, whose name nobody asks. */
function toWho(text: string): { readonly user?: string; readonly groups?: readonly string[] } {
  const [name, groups] = text.split(' of ');
  return { ...(name && { user: name }), ...(groups && { groups: groups.split(',') }) };
}

/** `verb /url`, or `verb resource[/part] [namespace]` of the core group. */
function toRequest(text: string): AccessRequest {
  const [verb = '', what = '', namespace] = text.split(' ');
  if (what.startsWith('/')) return { verb, url: what };
  const [resource = '', subresource] = what.split('/');
  return {
    ...{ verb, group: '', resource },
    ...(subresource !== undefined && { subresource }),
    ...(namespace !== undefined && { namespace }),
  };
}

const urls = [
  role('reads', { verbs: ['get'], nonResourceURLs: ['/apis'] }),
  role('does', { verbs: ['*'], nonResourceURLs: ['/apis'] }),
  role('below', { verbs: ['get'], nonResourceURLs: ['/apis/*'] }),
  binding(null, 'reads', 'User:foo', 'Group:bar'),
  binding(null, 'does', 'User:admin', 'Group:admin'),
  binding(null, 'below', 'User:prefixed', 'Group:prefixed'),
];
const twoAdmins = [
  role('admins', everything),
  binding(null, 'admins', 'User:super-admin', 'Group:super-admins'),
  binding('ns1', 'admins', 'User:admin', 'Group:admins'),
];
const localAdmin = [
  role('admins', everything),
  binding(null, 'admins', 'User:super-admin', 'Group:super-admins'),
  inRole('ns1', 'admins', { verbs: ['get'], apiGroups: ['*'], resources: ['Pods'], nonResourceURLs: ['*'] }),
  bound('ns1', 'Role', 'admins', user('admin'), group('admins')),
];
const readers = [
  inRole('namespace1', 'readthings', { verbs: ['GET', 'WATCH'], apiGroups: [''], resources: ['pods', 'services'] }),
  role('write-nodes', { verbs: ['PUT', 'CREATE', 'UPDATE'], apiGroups: [''], resources: ['nodes'] }),
  bound('namespace1', 'Role', 'readthings', user('foobar'), group('group1')),
  binding(null, 'cluster-admin', 'User:admin', 'Group:admin'),
];
const candidates = ['super-admin', ' of super-admins', 'admin', ' of admins', ' of system:masters', 'joe', 'joe of group1'];
const [superUser = '', superGroup = '', admin = '', admins = '', masters = ''] = candidates;

/** Per case: `who: request`. */
const rows: readonly { name: string; resources: readonly Resource[]; yes: readonly string[]; no: readonly string[] }[] = [
  {
    name: 'a cluster role in a namespace, by name and by any of the groups',
    resources: twoAdmins.toSpliced(1, 1),
    yes: [
      ...['admin: get Pods ns1', 'admin: watch Pods ns1', 'admin of group1: watch Foobar ns1'],
      ...['joe of admins: watch Foobar ns1', 'joe of group1,admins: watch Foobar ns1'],
    ],
    no: ['admin', 'admin of admins'].flatMap((who) => [`${who}: GET Pods ns2`, `${who}: GET Nodes`]),
  },
  {
    name: 'addresses, by name and by group',
    resources: urls,
    yes: [
      ...['foo', ' of bar', 'admin', ' of admin'].map((who) => `${who}: get /apis`),
      ...['admin', ' of admin'].map((who) => `${who}: watch /apis`),
      ...['prefixed', ' of prefixed'].flatMap((who) => [`${who}: get /apis/v1`, `${who}: get /apis/v1/foobar`]),
    ],
    no: [
      ...['foo', ' of bar'].map((who) => `${who}: watch /apis`),
      ...['foo', ' of bar', 'admin', ' of admin', 'prefixed', ' of prefixed'].map((who) => `${who}: get /ping/v1`),
    ],
  },
  {
    name: 'a resource without its parts',
    resources: [role('r', { ...everything, resources: ['pods'] }), binding('ns1', 'r', 'User:admin', 'Group:admins')],
    yes: ['admin: get pods ns1'],
    no: ['admin: get pods/status ns1'],
  },
  {
    name: 'a part of a resource, and a part of any',
    resources: [
      resourceOf('ClusterRole', 'r', null, {
        rules: ['pods/status', '*/scale'].map((each) => ({ ...everything, resources: [each] })),
      }),
      binding('ns1', 'r', 'User:admin', 'Group:admins'),
    ],
    yes: ['pods/status', 'pods/scale', 'deployments/scale', 'anything/scale'].map((what) => `admin: get ${what} ns1`),
    no: ['admin: get pods ns1'],
  },
  {
    name: 'a role in its namespace alone, and of a cluster role nothing that nobody bound',
    resources: readers,
    yes: ['foobar: GET pods namespace1', 'foobar: WATCH services namespace1', 'foobar of admin: PUT nodes', ' of admin: x y z'],
    no: [
      ...['foobar: GET pods namespace2', 'foobar: GET pods', 'foobar: PUT nodes', 'foobar: PUT nodes namespace1'],
      ...[' of : GET pods namespace1', ' of : GET pods'],
    ],
  },
];

for (const { name, resources, yes, no } of rows) {
  test(`the authorizer allows ${name}`, () => {
    const book = toRightsBook(toCluster(resources));
    const allows = (text: string) => {
      const [who = '', request = ''] = text.split(/: (?=\S+ )/);
      return book.allows(toWho(who), toRequest(request));
    };
    assert.deepEqual([yes.filter((text) => !allows(text)), no.filter(allows)], [[], []]);
  });
}

const located: readonly (readonly [name: string, resources: readonly Resource[], request: string, who: readonly string[]])[] = [
  ['both bindings, in its namespace', twoAdmins, 'get Pods ns1', [superUser, superGroup, admin, admins, masters]],
  ['the cluster alone, of every namespace', twoAdmins, '* Pods *', [superUser, superGroup, masters]],
  ['the cluster alone, of no namespace', twoAdmins, '* Pods', [superUser, superGroup, masters]],
  ['a role of the name of a cluster role', localAdmin, 'get Pods ns1', [superUser, superGroup, admin, admins, masters]],
  ['the verb that the role has', localAdmin, 'create Pods ns1', [superUser, superGroup, masters]],
  ['the namespace that the binding has', localAdmin, 'get Pods ns2', [superUser, superGroup, masters]],
];

for (const [name, resources, request, who] of located)
  test(`who may, by ${name}`, () => {
    const book = toRightsBook(toCluster(resources));
    assert.deepEqual(candidates.filter((each) => book.allows(toWho(each), toRequest(request))).toSorted(), [...who].toSorted());
  });

const both = [group('system:authenticated'), group('system:unauthenticated')];
const account = { kind: 'ServiceAccount', namespace: 'kube-system', name: 'default' };
const applied: readonly (readonly [name: string, subjects: readonly object[], who: string, applies: boolean])[] = [
  ['a user by name', [user('foobar')], 'foobar', true],
  ['one of several users', [user('barfoo'), user('foobar')], 'foobar', true],
  ['none of several users', [user('barfoo'), user('foobar')], 'zimzam', false],
  ['one of the groups, in whatever namespace', [user('barfoo'), group('foobar')], 'zimzam of foobar', true],
  ['a user with the name of a group', [group('foobar')], 'foobar', false],
  [
    'an account of another namespace than the binding',
    [user('barfoo'), group('foobar'), account],
    'system:serviceaccount:kube-system:default',
    true,
  ],
  ['an asterisk, which is a name', [user('*')], 'foobar', false],
  ['everybody who signed in, and everybody who did not: who did', both, 'foobar', true],
  ['everybody who signed in, and everybody who did not: who did not', both, 'system:anonymous', true],
  ['everybody who signed in: who did not', both.slice(0, 1), 'system:anonymous', false],
];

for (const [name, subjects, who, applies] of applied)
  test(`a binding applies to ${name}: ${applies ? 'yes' : 'no'}`, () => {
    const reader = role('reader', { verbs: ['get'], apiGroups: [''], resources: ['pods'] });
    const book = toRightsBook(toCluster([reader, bound('default', 'ClusterRole', 'reader', ...subjects)]));
    assert.equal(book.allows(toWho(who), toRequest('get pods default')), applies);
  });

const tool = (name: string, label: string, ...rules: readonly string[]) =>
  resourceOf('ClusterRole', name, null, {
    metadata: { labels: { foo: label } },
    rules: rules.map((text) => ({ verbs: [name.replace('other-', '')], apiGroups: ['tools'], resources: [text] })),
  });
const [hammer, chisel, saw] = [
  tool('hammer', 'bar', 'nails', 'wedges'),
  tool('chisel', 'bar', 'mortises'),
  tool('saw', 'not-bar', 'boards'),
];
const combined = (labels: readonly string[], own: readonly object[] = []) =>
  resourceOf('ClusterRole', 'combined', null, {
    aggregationRule: { clusterRoleSelectors: labels.map((foo) => ({ matchLabels: { foo } })) },
    rules: own,
  });
const dead = { verbs: ['saw'], apiGroups: ['tools'], resources: ['boards'] };
const aggregated: readonly (readonly [name: string, resources: readonly Resource[], rules: readonly string[]])[] = [
  ['rules of its own go', [hammer, combined(['bar'], [dead])], ['hammer nails', 'hammer wedges']],
  ['nothing that it selects leaves nothing', [tool('hammer', 'not-bar', 'nails'), combined(['bar'], [dead])], []],
  ['by its label', [hammer, chisel, saw, combined(['bar'])], ['chisel mortises', 'hammer nails', 'hammer wedges']],
  [
    'by any of its labels',
    [hammer, chisel, saw, combined(['bar', 'not-bar'])],
    ['chisel mortises', 'hammer nails', 'hammer wedges', 'saw boards'],
  ],
  [
    'the same twice is the same',
    [hammer, tool('saw', 'bar', 'boards'), tool('other-saw', 'not-bar', 'boards'), combined(['bar', 'not-bar'])],
    ['hammer nails', 'hammer wedges', 'saw boards'],
  ],
  [
    'what it states already stays',
    [tool('hammer', 'bar', 'nails'), combined(['bar'], [{ ...dead, verbs: ['hammer'], resources: ['nails'] }])],
    ['hammer nails'],
  ],
];

for (const [name, resources, rules] of aggregated)
  test(`a role that takes in others: ${name}`, () => {
    const found = toRightsBook(toCluster(resources)).roles.get('ClusterRole/combined')?.rules ?? [];
    assert.deepEqual([...new Set(found.map(({ verbs, resources: what }) => `${verbs} ${what}`))].toSorted(), rules);
  });
