import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { checks } from './all.ts';
import { findFailures } from './find-failures.ts';

function resource(
  apiVersion: string,
  kind: string,
  value: JsonObject,
  name = 'gauge',
  namespace: string | null = 'tide',
): Resource {
  const metadata = { name, ...(namespace && { namespace }), ...(value.metadata as JsonObject) };
  return {
    identity: { apiVersion, kind, namespace, name },
    value: { apiVersion, kind, ...value, metadata },
    source: 'yaml:a',
    file: 'a.yaml',
    line: 3,
    hook: false,
  };
}

const hardened: JsonObject = {
  name: 'c',
  image: 'registry.example/gauge:1.0',
  resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } },
  securityContext: {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
};
const deployment = (container: JsonObject = {}, pod: JsonObject = {}): Resource =>
  resource('apps/v1', 'Deployment', {
    spec: {
      template: {
        metadata: { labels: { app: 'gauge' } },
        spec: { serviceAccountName: 'gauge', ...pod, containers: [{ ...hardened, ...container }] },
      },
    },
  });
const context = (more: JsonObject): JsonObject => ({ securityContext: { ...(hardened.securityContext as JsonObject), ...more } });
const rbac = 'rbac.authorization.k8s.io/v1';
const role = (rule: JsonObject) => resource(rbac, 'ClusterRole', { rules: [rule] }, 'gauge', null);
const binding = (roleName: string, subject: string) =>
  resource(
    rbac,
    'ClusterRoleBinding',
    { roleRef: { kind: 'ClusterRole', name: roleName }, subjects: [{ kind: 'User', name: subject }] },
    'gauge',
    null,
  );
const hostPath = (path: string) =>
  deployment({ volumeMounts: [{ name: 'h', mountPath: '/h' }] }, { volumes: [{ name: 'h', hostPath: { path } }] });

/** Nothing fails here: what every check calls right. */
const sound: readonly Resource[] = [
  deployment(),
  resource('v1', 'ServiceAccount', {}),
  resource('v1', 'Service', { spec: { type: 'ClusterIP' } }),
  resource('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {} } }),
  resource('networking.k8s.io/v1', 'Ingress', { spec: { tls: [{}] } }),
  role({ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }),
  binding('gauge', 'somebody'),
];

/** Check → what fails it. */
const failing: Readonly<Record<string, Resource>> = {
  'privileged-container': deployment(context({ privileged: true })),
  'privilege-escalation-container': deployment(context({ allowPrivilegeEscalation: true })),
  'run-as-non-root': deployment(context({ runAsNonRoot: false })),
  'no-read-only-root-fs': deployment(context({ readOnlyRootFilesystem: false })),
  'drop-net-raw-capability': deployment(context({ capabilities: {} })),
  'added-capabilities': deployment(context({ capabilities: { drop: ['ALL'], add: ['CAP_SYS_ADMIN'] } })),
  'unsafe-proc-mount': deployment(context({ procMount: 'Unmasked' })),
  'seccomp-profile': deployment(context({ seccompProfile: { type: 'Unconfined' } })),
  'latest-tag': deployment({ image: 'registry.example/gauge' }),
  'env-var-secret': deployment({ env: [{ name: 'DB_PASSWORD', value: 'tide' }] }),
  'read-secret-from-env-var': deployment({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] }),
  'privileged-ports': deployment({ ports: [{ containerPort: 80 }] }),
  'ssh-port': deployment({ ports: [{ containerPort: 22 }] }),
  'unset-memory-requirements': deployment({ resources: { requests: { cpu: '1' } } }),
  'unset-cpu-requirements': deployment({ resources: { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } } }),
  'host-network': deployment({}, { hostNetwork: true }),
  'host-pid': deployment({}, { hostPID: true }),
  'host-ipc': deployment({}, { hostIPC: true }),
  'sensitive-host-mounts': hostPath('/etc/'),
  'docker-sock': hostPath('/var/run/docker.sock'),
  'writable-host-mount': hostPath('/data'),
  'unsafe-sysctls': deployment({}, { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }),
  'default-service-account': deployment({}, { serviceAccountName: 'default' }),
  'service-account-token': deployment({}, { serviceAccountName: 'default' }),
  'non-existent-service-account': deployment({}, { serviceAccountName: 'nobody' }),
  'use-namespace': { ...deployment(), identity: { ...deployment().identity, namespace: 'default' } },
  'cluster-admin-role-binding': binding('cluster-admin', 'somebody'),
  'access-to-secrets': role({ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }),
  'wildcard-in-rules': role({ apiGroups: ['apps'], resources: ['*'], verbs: ['get'] }),
  'access-to-create-pods': role({ apiGroups: ['apps'], resources: ['deployments'], verbs: ['create'] }),
  'access-to-exec': role({ apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] }),
  'impersonate-bind-escalate': role({ apiGroups: [''], resources: ['users'], verbs: ['impersonate'] }),
  'webhook-configuration-access': role({
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['mutatingwebhookconfigurations'],
    verbs: ['patch'],
  }),
  'token-creation': role({ apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] }),
  'bound-to-everybody': binding('gauge', 'system:authenticated'),
  'binding-without-role': binding('lost', 'somebody'),
  'exposed-services': resource('v1', 'Service', { spec: { type: 'NodePort' } }),
  'external-ips': resource('v1', 'Service', { spec: { externalIPs: ['10.0.0.1'] } }),
  'non-isolated-pod': { ...deployment(), identity: { ...deployment().identity, namespace: 'elsewhere' } },
  'removed-api': resource('policy/v1beta1', 'PodDisruptionBudget', { spec: {} }),
  'deprecated-api': resource('storage.k8s.io/v1beta1', 'VolumeAttributesClass', {}, 'gauge', null),
  'ingress-without-tls': resource('networking.k8s.io/v1', 'Ingress', { spec: {} }),
};

test('what is sound fails nothing', () => {
  assert.deepEqual(
    findFailures(sound).map(({ check }) => check),
    [],
  );
});

test('every check has something that fails it, and only checks have', () => {
  assert.deepEqual(Object.keys(failing).toSorted(), checks.map(({ id }) => id).toSorted());
});

for (const [id, bad] of Object.entries(failing))
  test(`${id} is found, with its place`, () => {
    const found = findFailures([...sound, bad]).find(({ check }) => check === id);
    assert.ok(found);
    assert.deepEqual([found.file, found.line, found.path !== ''], ['a.yaml', 3, true]);
  });

test('annotations pass over a check, and it is told which', () => {
  const ignored = (annotations: JsonObject) => {
    const bad = deployment(context({ privileged: true }));
    const value = { ...bad.value, metadata: { ...(bad.value.metadata as JsonObject), annotations } };
    return findFailures([...sound, { ...bad, value }]).find(({ check }) => check === 'privileged-container')?.suppressedBy;
  };
  assert.equal(ignored({}), null);
  assert.equal(ignored({ 'plimsoll.dev/ignore': 'host-pid, privileged-container' }), 'plimsoll.dev/ignore');
  assert.equal(
    ignored({ 'ignore-check.kube-linter.io/privileged-container': 'needs it' }),
    'ignore-check.kube-linter.io/privileged-container',
  );
});

test('every check says what it is for, and where it is demanded', () => {
  for (const { id, title, rationale, remedy, standards } of checks) {
    assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    assert.ok(title && rationale.endsWith('.') && remedy.endsWith('.') && standards.length > 0, id);
  }
});

test('whatever a resource holds, it is judged', () => {
  const kinds = fc.constantFrom<readonly [string, string]>(
    ['apps/v1', 'Deployment'],
    ['v1', 'Pod'],
    [rbac, 'ClusterRole'],
    [rbac, 'RoleBinding'],
    ['v1', 'Service'],
    ['x.io/v1', 'Custom'],
  );
  fc.assert(
    fc.property(kinds, fc.jsonValue(), fc.jsonValue(), ([apiVersion, kind], spec, rules) => {
      const value = { spec, rules, template: spec } as unknown as JsonObject;
      findFailures([{ ...resource(apiVersion, kind, {}), value }]);
    }),
  );
});
