import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { findFailures } from './find-failures.ts';
import { context, deployment, rbac, resource } from './sample-resources.ts';

const env = (...entries: readonly JsonObject[]) => deployment({ env: [{ name: 'TIDE', value: 'high' }, ...entries] });
const host = (path: string, mount: JsonObject = {}) =>
  deployment(
    { volumeMounts: [{ name: 'scratch' }, { name: 'node', ...mount }] },
    {
      volumes: [
        { name: 'scratch', emptyDir: {} },
        { name: 'node', hostPath: { path } },
      ],
    },
  );
const role = (rule: JsonObject) => resource(rbac, 'Role', { rules: [rule] });
const limits = (resources: JsonObject) => deployment({ resources });

/** What fails a check → where it is told, which is what somebody would change; in the pod, where the path begins with a dot. */
const rows: readonly (readonly [check: string, of: Resource, ...at: readonly string[]])[] = [
  ['env-var-secret', env({ name: 'PASSWORD', value: 'tide' }), '.containers[0].env[1].value'],
  ['duplicate-env-var', env({ name: 'OTHER' }, { name: 'TIDE' }), '.containers[0].env[2].name'],
  [
    'read-secret-from-env-var',
    deployment({ envFrom: [{ configMapRef: {} }, { secretRef: {} }] }),
    '.containers[0].envFrom[1].secretRef',
  ],
  [
    'added-capabilities',
    deployment(context({ capabilities: { add: ['NET_BIND_SERVICE', 'SYS_ADMIN', 'SYS_TIME'] } })),
    '.containers[0].securityContext.capabilities.add[1]',
    '.containers[0].securityContext.capabilities.add[2]',
  ],
  ['docker-sock', host('/run/docker.sock'), '.volumes[1].hostPath.path'],
  ['sensitive-host-mounts', host('/etc/'), '.volumes[1].hostPath.path'],
  ['cloud-credentials', host('/root/.aws'), '.volumes[1].hostPath.path'],
  ['writable-host-mount', host('/tide'), '.containers[0].volumeMounts[1]'],
  ['writable-host-mount', host('/tide', { readOnly: true })],
  [
    'unsafe-sysctls',
    deployment({}, { securityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start' }, { name: 'kernel.sem' }] } }),
    '.securityContext.sysctls[1].name',
  ],
  ['root-group', deployment({}, { securityContext: { supplementalGroups: [0] } }), '.securityContext.supplementalGroups'],
  ['root-group', deployment(context({ runAsGroup: 0 })), '.containers[0].securityContext.runAsGroup'],
  ['unset-memory-requirements', limits({ limits: { memory: '1Gi' } }), '.containers[0].resources.requests.memory'],
  ['unset-memory-requirements', limits({ limits: { memory: null } }), '.containers[0].resources.limits.memory'],
  ['unset-memory-requirements', limits({ limits: { memory: 'much' } }), '.containers[0].resources.limits.memory'],
  ['unset-cpu-limit', limits({ limits: { cpu: -1 } }), '.containers[0].resources.limits.cpu'],
  ['unset-cpu-requirements', limits({ requests: { cpu: 0 } }), '.containers[0].resources.requests.cpu'],
  ['wildcard-in-rules', role({ apiGroups: [''], resources: ['pods', '*'], verbs: ['get'] }), 'rules[0].resources[1]'],
  ['access-to-secrets', role({ apiGroups: [''], resources: ['pods', 'secrets'], verbs: ['get'] }), 'rules[0].resources[1]'],
  ['access-to-secrets', role({ apiGroups: [''], resources: ['secrets'], verbs: ['list', 'get'] }), 'rules[0].resources[0]'],
  ['access-to-secrets', role({ apiGroups: [''], resources: ['secrets'], verbs: ['patch', 'get'] }), 'rules[0].verbs[1]'],
  ['access-to-exec', role({ apiGroups: [''], resources: ['pods', '*/exec'], verbs: ['create'] }), 'rules[0].resources[1]'],
  [
    'access-to-create-pods',
    role({ apiGroups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: ['get', 'create'] }),
    'rules[0].verbs[1]',
  ],
  ['impersonate-bind-escalate', role({ apiGroups: ['x'], resources: ['y'], verbs: ['get', 'bind'] }), 'rules[0].verbs[1]'],
  ['impersonate-bind-escalate', role({ apiGroups: [''], resources: ['users'], verbs: ['*'] }), 'rules[0].resources[0]'],
  ['non-existent-service-account', deployment({}, { serviceAccountName: null, serviceAccount: 'nobody' }), '.serviceAccount'],
  ['non-existent-service-account', deployment({}, { serviceAccountName: 'a', serviceAccount: 'b' }), '.serviceAccountName'],
];

for (const [check, of, ...at] of rows)
  test(`${check} is told at ${at.join(' and ') || 'no place'}`, () => {
    const found = findFailures([of]).filter((failure) => failure.check === check);
    assert.deepEqual(
      found.map(({ path }) => path.replace(/^spec\.template\.spec/, '')),
      at,
    );
  });
