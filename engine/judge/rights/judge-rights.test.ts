import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { anyJson } from '../../test/any-json.ts';
import { judgeRights } from './judge-rights.ts';
import { binding, deployment, resourceOf, role } from './sample-rights.ts';

const gauge = deployment('gauge', 'tide', { serviceAccountName: 'gauge' });
const exposed = [gauge.identity];
const rule = (verbs: string, resource: string, group = '') => ({
  verbs: verbs.split(','),
  apiGroups: [group],
  resources: [resource],
});
const rbac = 'rbac.authorization.k8s.io';
const toGauge = 'ServiceAccount:tide/gauge';

const powers: readonly { name: string; resources: readonly Resource[]; kinds: readonly string[]; reaches: boolean }[] = [
  { name: 'cluster-admin', resources: [binding(null, 'cluster-admin', toGauge)], kinds: ['everything'], reaches: true },
  {
    name: 'Secrets that are read',
    resources: [role('r', rule('list', 'secrets')), binding('tide', 'r', toGauge)],
    kinds: ['read-secrets'],
    reaches: false,
  },
  {
    name: 'pods in kube-system',
    resources: [role('r', rule('create', 'pods')), binding('kube-system', 'r', toGauge)],
    kinds: ['create-pods'],
    reaches: true,
  },
  {
    name: 'exec in another pod',
    resources: [role('r', rule('create', 'pods/exec')), binding('tide', 'r', toGauge)],
    kinds: ['exec'],
    reaches: false,
  },
  {
    name: 'users that are impersonated',
    resources: [role('r', rule('impersonate', 'users')), binding(null, 'r', toGauge)],
    kinds: ['impersonate'],
    reaches: true,
  },
  {
    name: 'bind without bindings',
    resources: [role('r', rule('bind', 'clusterroles', rbac)), binding(null, 'r', toGauge)],
    kinds: ['bind'],
    reaches: false,
  },
  {
    name: 'escalate alone',
    resources: [role('r', rule('escalate', 'clusterroles', rbac)), binding(null, 'r', toGauge)],
    kinds: ['escalate'],
    reaches: false,
  },
  {
    name: 'escalate with patch',
    resources: [role('r', rule('escalate,patch', 'clusterroles', rbac)), binding(null, 'r', toGauge)],
    kinds: ['escalate', 'edit-roles'],
    reaches: true,
  },
  {
    name: 'tokens of everybody',
    resources: [role('r', rule('create', 'serviceaccounts/token')), binding(null, 'r', toGauge)],
    kinds: ['mint-tokens'],
    reaches: true,
  },
  {
    name: 'mutating webhooks',
    resources: [
      role('r', rule('patch', 'mutatingwebhookconfigurations', 'admissionregistration.k8s.io')),
      binding(null, 'r', toGauge),
    ],
    kinds: ['webhooks'],
    reaches: true,
  },
  {
    name: 'webhooks by a binding of one namespace',
    resources: [
      role('r', rule('patch', 'mutatingwebhookconfigurations', 'admissionregistration.k8s.io')),
      binding('tide', 'r', toGauge),
    ],
    kinds: [],
    reaches: false,
  },
  {
    name: 'nodes/proxy, and an admin on the node',
    resources: [
      role('r', rule('get', 'nodes/proxy')),
      binding(null, 'r', toGauge),
      binding(null, 'cluster-admin', 'ServiceAccount:tide/pilot'),
      deployment('pilot', 'tide', { serviceAccountName: 'pilot' }),
    ],
    kinds: ['nodes'],
    reaches: true,
  },
  {
    name: 'certificates of one signer',
    resources: [
      role('r', { ...rule('approve', 'signers', 'certificates.k8s.io'), resourceNames: ['kubernetes.io/kubelet-serving'] }),
      binding(null, 'r', toGauge),
    ],
    kinds: ['approve-certificates'],
    reaches: false,
  },
  {
    name: 'images of pods that are there',
    resources: [role('r', rule('patch', 'pods')), binding('kube-system', 'r', toGauge)],
    kinds: ['exec'],
    reaches: false,
  },
  { name: 'no rights', resources: [], kinds: [], reaches: false },
];

for (const { name, resources, kinds, reaches } of powers) {
  test(`a pod with ${name}`, () => {
    const { workloads, paths, cuts } = judgeRights([gauge, ...resources], { exposed });
    assert.deepEqual(
      workloads.find(({ workload }) => workload.name === 'gauge')?.powers.map(({ kind }) => kind),
      kinds,
    );
    assert.deepEqual([paths.length > 0, cuts.length > 0], [reaches, reaches]);
  });
}

const pods: readonly { name: string; pod: object; resources?: readonly Resource[]; reaches: boolean; doubt?: boolean }[] = [
  {
    name: 'its token refused',
    pod: { automountServiceAccountToken: false },
    resources: [binding(null, 'cluster-admin', toGauge)],
    reaches: false,
  },
  {
    name: 'its token refused by its account',
    pod: {},
    resources: [
      binding(null, 'cluster-admin', toGauge),
      resourceOf('ServiceAccount', 'gauge', 'tide', { automountServiceAccountToken: false }),
    ],
    reaches: false,
  },
  {
    name: 'the folder of the control plane',
    pod: { volumes: [{ name: 'k', hostPath: { path: '/etc/kubernetes/admin.conf' } }] },
    reaches: true,
  },
  {
    name: 'a kubeconfig',
    pod: { volumes: [{ name: 'k', secret: { secretName: 'ci-kubeconfig' } }] },
    reaches: true,
    doubt: true,
  },
  {
    name: 'a token that is kept in a Secret',
    pod: { automountServiceAccountToken: false, volumes: [{ name: 't', secret: { secretName: 't' } }] },
    resources: [
      resourceOf('Secret', 't', 'tide', {
        type: 'kubernetes.io/service-account-token',
        metadata: { annotations: { 'kubernetes.io/service-account.name': 'pilot' } },
      }),
      binding(null, 'cluster-admin', 'ServiceAccount:tide/pilot'),
    ],
    reaches: true,
  },
];

for (const { name, pod, resources = [], reaches, doubt = false } of pods) {
  test(`a pod with ${name}`, () => {
    const { paths } = judgeRights([deployment('gauge', 'tide', { serviceAccountName: 'gauge', ...pod }), ...resources], {
      exposed,
    });
    assert.deepEqual([paths.length > 0, paths.some(({ steps }) => steps.some((step) => step.doubt !== null))], [reaches, doubt]);
  });
}

test('tenants: who gets from one to another, who acts in all, and what keeps them apart', () => {
  const tenants = ['team-a', 'team-b'].map((name) => resourceOf('Namespace', name, null, {}));
  const reader = [role('reader', rule('get', 'secrets')), binding(null, 'reader', 'ServiceAccount:team-a/ci')];
  const level = { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } } };
  const safe = ['team-a', 'team-b'].map((name) => resourceOf('Namespace', name, null, level));
  const found = judgeRights([...safe, ...reader], { tenants: ['team-*'] });
  assert.deepEqual(
    found.paths.map(({ from, to }) => `${from} ${to}`),
    ['tenant team-a tenant'],
  );
  assert.deepEqual(
    found.cuts.map(({ edges }) => edges?.map(({ from }) => from)),
    [['ServiceAccount team-a/ci']],
  );
  assert.deepEqual(judgeRights(safe, { tenants: ['team-*'] }).paths, []);
  assert.deepEqual(judgeRights(tenants, { tenants: ['team-?'] }).tenants, []);
  const maker = judgeRights([...safe, role('m', rule('create', 'pods')), binding(null, 'm', toGauge)], { tenants: ['team-*'] });
  assert.deepEqual(
    maker.sharing.map(({ namespace, subject }) => `${namespace} ${subject.name}`),
    ['team-a gauge', 'team-b gauge'],
  );
  assert.deepEqual(
    maker.issues.map(({ code }) => code),
    ['pods-of-tenants'],
  );
});

test('what the group of the accounts of a namespace may, who works there may, though no manifest names an account', () => {
  const level = { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } };
  const of = (group: string) =>
    judgeRights([resourceOf('Namespace', 'team-a', null, level), binding(null, 'cluster-admin', `Group:${group}`)], {
      to: 'cluster-admin',
      tenants: ['team-*'],
    }).paths.map(({ from, to, steps }) => `${from} → ${to} by ${steps.at(-1)?.from}`);
  for (const group of ['system:serviceaccounts:team-a', 'system:serviceaccounts', 'system:authenticated'])
    assert.deepEqual(of(group), [`tenant team-a → cluster-admin by Group ${group}`]);
  assert.deepEqual(of('system:serviceaccounts:team-b'), []);
});

test('rights that nothing uses are told, and verbs that nobody knows', () => {
  const whole = resourceOf('ClusterServingRuntime', 'runs-anywhere', null, { spec: { containers: [{ name: 'a', image: 'a' }] } });
  const template = { ...whole, identity: { ...whole.identity, apiVersion: 'serving.example.org/v1' } };
  const { unused, issues } = judgeRights([
    deployment('web', 'tide'),
    template,
    role('idle', rule('gett', 'pods')),
    role('used', rule('get', 'pods')),
    binding('tide', 'used', 'ServiceAccount:tide/ghost'),
  ]);
  assert.deepEqual(
    unused.map(({ kind, name }) => `${kind} ${name}`),
    ['account ServiceAccount tide/ghost', 'role ClusterRole idle', 'token Deployment tide/web'],
  );
  assert.deepEqual(
    issues.map(({ code }) => code),
    ['unknown-verb'],
  );
});

test('a role with asterisks is bound, taken in by another, or neither', () => {
  const says = (labels: object, ...more: Resource[]) =>
    judgeRights([role('wide', rule('*', 'pods'), { labels }), ...more]).issues.map(({ sentence }) => sentence)[0];
  assert.match(says({}) ?? '', /Nothing in the release binds it\./);
  assert.match(says({}, binding('tide', 'wide', 'User:jo')) ?? '', /It is bound to User jo\./);
  const labels = { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' };
  assert.match(says(labels) ?? '', /An aggregating role takes its rules in\./);
});

test('whatever stands in resources, it ends', () => {
  const kinds = fc.constantFrom(
    'Role',
    'ClusterRole',
    'RoleBinding',
    'ClusterRoleBinding',
    'Secret',
    'Deployment',
    'Namespace',
    'Profile',
  );
  const names = fc.constantFrom('a', '__proto__', 'constructor', '');
  const value = fc.oneof(
    anyJson(),
    fc.record({
      spec: fc.record({ template: fc.record({ spec: anyJson() }) }),
      rules: anyJson(),
      data: anyJson(),
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(kinds, names, value), { maxLength: 6 }), (all) => {
      const resources = all.map(([kind, name, each]) => resourceOf(kind, name, name, each as JsonObject));
      judgeRights(resources, { exposed: resources.map(({ identity }) => identity), tenants: ['*', 'a*b**c'] });
    }),
  );
});

test('2,000 subjects in 200 namespaces take seconds at most', () => {
  const namespaces = Array.from({ length: 200 }, (_, index) => `team-${index}`);
  const resources = namespaces.flatMap((namespace) => [
    resourceOf('Namespace', namespace, null, {}),
    ...Array.from({ length: 10 }, (_, index) => [
      deployment(`w${index}`, namespace, { serviceAccountName: `s${index}` }),
      binding(namespace, index % 2 ? 'edit' : 'view', `ServiceAccount:${namespace}/s${index}`),
    ]).flat(),
  ]);
  const start = process.cpuUsage();
  const found = judgeRights(resources, {
    tenants: ['team-*'],
    exposed: resources.filter(({ identity }) => identity.name === 'w1').map(({ identity }) => identity),
  });
  const { user } = process.cpuUsage(start);
  assert.deepEqual([found.subjects.length, found.tenants.length], [2000, 200]);
  assert.ok(user < 2e6, `${user / 1e6} s of CPU`);
});
