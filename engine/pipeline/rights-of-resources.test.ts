import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findExposures } from '../judge/exposure/find-exposures.ts';
import type { JsonObject } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import { rightsOfAccounts } from './rights-of-resources.ts';

function resource(title: string, value: JsonObject): Resource {
  const [apiVersion = '', kind = '', name = '', namespace = null] = title.split(' ');
  const identity = { apiVersion, kind, namespace, name };
  return { identity, value: { ...value, metadata: { name } }, source: 'yaml:a', file: 'a.yaml', line: 7, hook: false };
}

const rbac = 'rbac.authorization.k8s.io/v1';
const pod = (more: JsonObject = {}) =>
  resource('v1 Pod gauge tide', { spec: { containers: [{ name: 'gauge', image: 'tide/gauge:1' }], ...more } });
const role = (verbs: readonly string[], resources: readonly string[], resourceNames: readonly string[] = []) =>
  resource(`${rbac} ClusterRole wide`, { rules: [{ apiGroups: ['', 'apps'], verbs, resources, resourceNames }] });
const account = { kind: 'ServiceAccount', name: 'default', namespace: 'tide' };
const bind = (kind: string, subject: JsonObject = account, name = 'wide') =>
  resource(`${rbac} ${kind} all${kind === 'RoleBinding' ? ' tide' : ''}`, {
    roleRef: { kind: 'ClusterRole', name },
    subjects: [subject],
  });
const refuses = resource('v1 ServiceAccount default tide', { automountServiceAccountToken: false });

const reads = role(['get'], ['secrets']);
const everywhere = bind('ClusterRoleBinding');
const here = bind('RoleBinding');
const admin = bind('ClusterRoleBinding', account, 'cluster-admin');

const rows: readonly { name: string; resources: readonly Resource[]; is: string; says?: RegExp }[] = [
  { name: 'nobody binds its account', resources: [pod(), reads], is: 'none' },
  { name: 'a role that gives nothing more', resources: [pod(), role(['get'], ['pods']), everywhere], is: 'none' },
  { name: 'cluster-admin', resources: [pod(), admin], is: 'cluster', says: /do everything in the whole cluster/ },
  {
    name: 'cluster-admin of its namespace, for every account of it',
    resources: [pod(), bind('RoleBinding', { kind: 'Group', name: 'system:serviceaccounts:tide' }, 'cluster-admin')],
    is: 'cluster',
    says: /do everything in namespace tide/,
  },
  {
    name: 'cluster-admin for another',
    resources: [pod(), bind('ClusterRoleBinding', { ...account, name: 'x' }, 'cluster-admin')],
    is: 'none',
  },
  { name: 'a token that the pod refuses', resources: [pod({ automountServiceAccountToken: false }), admin], is: 'none' },
  { name: 'a token that the account refuses', resources: [pod(), refuses, admin], is: 'none' },
  {
    name: "the pod's word before the account's",
    resources: [pod({ automountServiceAccountToken: true }), refuses, admin],
    is: 'cluster',
  },
  {
    name: 'a token that a volume brings',
    resources: [
      pod({ automountServiceAccountToken: false, volumes: [{ projected: { sources: [{ serviceAccountToken: {} }] } }] }),
      admin,
    ],
    is: 'cluster',
  },
  {
    name: 'Secrets of the cluster',
    resources: [pod(), reads, everywhere],
    is: 'cluster',
    says: /read Secrets in the whole cluster/,
  },
  { name: 'Secrets of its namespace', resources: [pod(), reads, here], is: 'secrets', says: /read Secrets in namespace tide/ },
  { name: 'one Secret by name', resources: [pod(), role(['get'], ['secrets'], ['tls']), here], is: 'other', says: /named tls/ },
  {
    name: 'pods of its namespace',
    resources: [pod(), role(['create'], ['deployments']), here],
    is: 'secrets',
    says: /create pods/,
  },
  {
    name: 'commands in pods everywhere',
    resources: [pod(), role(['create'], ['pods/exec']), everywhere],
    is: 'cluster',
    says: /run commands/,
  },
  {
    name: 'several',
    resources: [pod(), role(['get', 'create'], ['secrets', 'pods']), here],
    is: 'secrets',
    says: /read Secrets .*, and it has 2 rights more of that sort\.$/,
  },
  { name: 'volumes of the cluster alone', resources: [pod(), role(['create'], ['persistentvolumes']), everywhere], is: 'other' },
  { name: 'a role that is not there', resources: [pod(), everywhere], is: 'none' },
];

for (const { name, resources, is, says = /^/ } of rows) {
  test(`account: ${name}`, () => {
    const [found] = findExposures(resources, { rightsOf: rightsOfAccounts(resources) });
    const { rights, reasons = [] } = found?.containers[0]?.privilege ?? {};
    assert.equal(rights, is);
    assert.match(reasons[0] ?? '', says);
  });
}

const anyWords = fc.array(fc.constantFrom('*', 'get', 'create', 'bind', 'secrets', 'pods', 'pods/exec', 'nodes/proxy', 'x'), {
  maxLength: 3,
});

test('property: a right more never reaches less far, and the cluster is as far as a namespace', () => {
  const reaches = ['none', 'other', 'secrets', 'cluster'];
  const of = (resources: readonly Resource[]) =>
    reaches.indexOf(
      findExposures(resources, { rightsOf: rightsOfAccounts(resources) })[0]?.containers[0]?.privilege.rights ?? '',
    );
  fc.assert(
    fc.property(anyWords, anyWords, (verbs, resources) => {
      const wide = role(verbs, resources);
      const some = of([pod(), wide, here]);
      assert.ok(some >= 0 && of([pod(), wide, everywhere]) >= Math.min(some, 1));
      assert.ok(of([pod(), wide, here, everywhere]) >= Math.max(some, of([pod(), wide, everywhere])));
    }),
  );
});
