import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Resource } from '../../model/resource.ts';
import { judgeRights } from './judge-rights.ts';
import { deployment, resourceOf } from './sample-rights.ts';

const exposed = [{ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'tide', name: 'gauge' }];
const configMap = (data: object) => resourceOf('ConfigMap', 'files', 'tide', { data });
const secret = (name: string, part: object) => resourceOf('Secret', name, 'tide', part);
const mounts = (source: object) => ({ volumes: [{ name: 'v', ...source }] });
const ofFiles = mounts({ configMap: { name: 'files' } });
const config = 'apiVersion: v1\nkind: Config\nusers:\n- user:\n    client-key-data: AA==\n';
const runs = (...command: readonly string[]) => ({ containers: [{ name: 'c', image: 'c:1', command }] });

const rows: readonly {
  name: string;
  pod: object;
  resources?: readonly Resource[];
  is: 'sure' | 'maybe' | 'no';
  says?: RegExp;
}[] = [
  { name: 'no credentials', pod: ofFiles, resources: [configMap({ 'a.yaml': 'kind: Config\n' })], is: 'no' },
  { name: 'admin.conf of its node', pod: mounts({ hostPath: { path: '/etc/kubernetes/admin.conf' } }), is: 'sure' },
  {
    name: 'the folder that holds it',
    pod: mounts({ hostPath: { path: '/etc/kubernetes/' } }),
    is: 'maybe',
    says: /mounts \/etc\/kubernetes\//,
  },
  { name: 'its whole node', pod: mounts({ hostPath: { path: '/' } }), is: 'maybe' },
  { name: 'another folder of its node', pod: mounts({ hostPath: { path: '/usr/share' } }), is: 'no' },
  { name: 'a command with admin.conf', pod: runs('kubectl', '--kubeconfig=/etc/kubernetes/super-admin.conf', 'get'), is: 'sure' },
  { name: 'a certificate of system:masters', pod: runs('sh', '-c', 'openssl req -subj /O=system:masters/CN=x'), is: 'sure' },
  {
    name: 'a job that makes a kubeconfig',
    pod: runs('kubectl', 'config', 'set-credentials', 'ci'),
    is: 'maybe',
    says: /set-credentials/,
  },
  {
    name: 'a ConfigMap that is one',
    pod: ofFiles,
    resources: [configMap({ config })],
    is: 'maybe',
    says: /config of its ConfigMap files/,
  },
  {
    name: 'a ConfigMap that is one as JSON',
    pod: ofFiles,
    resources: [configMap({ config: '{"kind": "Config", "users": [{"user": {"token": "a"}}]}' })],
    is: 'maybe',
  },
  { name: 'a ConfigMap that calls itself one', pod: ofFiles, resources: [configMap({ kubeconfig: '' })], is: 'maybe' },
  {
    name: 'a script in a ConfigMap',
    pod: ofFiles,
    resources: [configMap({ 'run.sh': 'cp /host/etc/kubernetes/admin.conf /tmp/' })],
    is: 'maybe',
    says: /run\.sh of its ConfigMap files uses an administrator/,
  },
  {
    name: 'a projected ConfigMap',
    pod: mounts({ projected: { sources: [{ configMap: { name: 'files' } }] } }),
    resources: [configMap({ config })],
    is: 'maybe',
  },
  {
    name: 'a ConfigMap of another namespace',
    pod: ofFiles,
    resources: [resourceOf('ConfigMap', 'files', 'ebb', { data: { config } })],
    is: 'no',
  },
  {
    name: 'a Secret with admin.conf',
    pod: mounts({ secret: { secretName: 's' } }),
    resources: [secret('s', { data: { 'admin.conf': null } })],
    is: 'sure',
  },
  {
    name: 'a Secret with a kubeconfig, by its content',
    pod: mounts({ secret: { secretName: 's' } }),
    resources: [secret('s', { stringData: { file: config } })],
    is: 'maybe',
    says: /It holds file\./,
  },
  {
    name: 'a Secret with a kubeconfig, by its name',
    pod: { containers: [{ name: 'c', image: 'c:1', envFrom: [{ secretRef: { name: 'tide-kubeconfig' } }] }] },
    resources: [secret('tide-kubeconfig', { data: { value: null } })],
    is: 'maybe',
  },
  {
    name: 'another Secret',
    pod: mounts({ secret: { secretName: 's' } }),
    resources: [secret('s', { data: { value: null } })],
    is: 'no',
  },
];

for (const { name, pod, resources = [], is, says = /^/ } of rows) {
  test(`credentials: ${name}`, () => {
    const refused = { automountServiceAccountToken: false };
    const { paths } = judgeRights([deployment('gauge', 'tide', { ...pod, ...refused }), ...resources], {
      exposed,
      to: 'cluster-admin',
    });
    const doubts = paths.flatMap(({ steps }) => steps.flatMap(({ doubt }) => doubt ?? []));
    assert.equal(paths.length === 0 ? 'no' : doubts.length > 0 ? 'maybe' : 'sure', is);
    assert.match(paths.flatMap(({ steps }) => steps.map(({ sentence }) => sentence)).join('\n'), says);
  });
}

const writes: readonly (readonly [name: string, command: string, secret: string | undefined, doubt?: boolean])[] = [
  ['admin.conf', 'kubectl create secret generic ci --from-file=/etc/kubernetes/admin.conf', 'Secret tide/ci', false],
  [
    'a kubeconfig under a key',
    'set -e; kubectl -n ebb create secret generic ci --from-file=value=/tmp/x.kubeconfig',
    'Secret ebb/ci',
  ],
  ['the namespace after it', 'kubectl create secret generic ci --from-file /root/.kube/config --namespace=ebb', 'Secret ebb/ci'],
  ['a certificate', 'kubectl --kubeconfig=/a create secret generic ci --from-file=/tmp/ca.crt', undefined],
  ['the namespace before its name', 'kubectl create secret generic -n ebb ci --from-file=/root/.kube/config', 'Secret ebb/ci'],
  [
    'options on lines of their own',
    'kubectl create secret generic ci \
  --from-file=/etc/kubernetes/admin.conf',
    'Secret tide/ci',
    false,
  ],
  ['another command after it', 'kubectl create secret generic ci --from-file=a && cat /b/kubeconfig', undefined],
];

/** The last step from tenants that may start no privileged pods. */
function lastOfTenants(resources: readonly Resource[]) {
  const safe = ['tide', 'ebb'].map((each) =>
    resourceOf('Namespace', each, null, { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } } }),
  );
  const { paths } = judgeRights([...resources, ...safe], { tenants: ['ebb', 'tide'], to: 'cluster-admin' });
  return paths[0]?.steps.at(-1);
}

for (const [name, command, held, doubt = true] of writes)
  test(`a Secret that a job makes of ${name}`, () => {
    const last = lastOfTenants([deployment('setup', 'tide', runs('sh', '-c', command))]);
    assert.deepEqual([last?.from, last && last.doubt !== null], held === undefined ? [undefined, undefined] : [held, doubt]);
  });

test('a Secret that a script in the ConfigMap of a job makes: its line, and that nobody knows whether it is run', () => {
  const script = '#!/bin/sh\nset -e\nkubectl -n ebb create secret generic ci \\\n  --from-file=/etc/kubernetes/admin.conf\n';
  const last = lastOfTenants([deployment('setup', 'tide', ofFiles), configMap({ 'setup.sh': script })]);
  assert.deepEqual(
    [last?.from, last?.sentence, last?.doubt],
    [
      'Secret ebb/ci',
      'Deployment tide/setup writes /etc/kubernetes/admin.conf into it (line 3 of setup.sh of its ConfigMap files).',
      'Nobody can say whether it is run.',
    ],
  );
});
