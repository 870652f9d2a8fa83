import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { findFailures } from './find-failures.ts';
import { context, deployment, rbac, resource } from './sample-resources.ts';

const role = (rule: JsonObject, kind = 'ClusterRole') =>
  resource(rbac, kind, { rules: [rule] }, 'tide', kind === 'Role' ? 'tide' : null);
const rule = (apiGroup: string, kind: string, verb: string, of?: string) =>
  role({ apiGroups: [apiGroup], resources: [kind], verbs: [verb] }, of);
const bound = (name: string) =>
  resource(rbac, 'ClusterRoleBinding', { roleRef: { name }, subjects: [{ kind: 'User', name: 'a' }] }, 'tide', null);
const boundIn = (kind: string, name: string) =>
  resource(rbac, 'RoleBinding', { roleRef: { kind, name }, subjects: [{ kind: 'User', name: 'a' }] });
const service = (ports: readonly JsonObject[]) => resource('v1', 'Service', { spec: { ports } });
const ingress = (port: JsonObject, apiVersion = 'networking.k8s.io/v1') =>
  resource(apiVersion, 'Ingress', { spec: { defaultBackend: { service: { name: 'gauge', port } } } });
const route = (ref: JsonObject) =>
  resource('gateway.networking.k8s.io/v1', 'GRPCRoute', { spec: { rules: [{ backendRefs: [ref] }] } });
const policy = (policyTypes: JsonValue, podSelector: JsonObject = {}) =>
  resource('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector, policyTypes } });
const cilium = (namespace: string) => resource('cilium.io/v2', 'CiliumNetworkPolicy', { spec: {} }, 'tide', namespace);
const host = (path: string) => deployment({}, { volumes: [{ name: 'h', hostPath: { path } }] });
const image = (name: string) => deployment({ image: name });
const sysctl = (name: string) => deployment({}, { securityContext: { sysctls: [{ name, value: '1' }] } });
const ssh = (spec: JsonObject) => resource('v1', 'Service', { spec: { ports: [{ port: 80, targetPort: 2222 }], ...spec } });
const all: JsonObject = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
const bindTo = (kind: string, name: string, account: string) =>
  resource(rbac, 'RoleBinding', {
    roleRef: { kind, name },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace: 'tide' }],
  });
const withToken = deployment({}, { automountServiceAccountToken: true });
const namespacedRole = (namespace: string) => resource(rbac, 'Role', { rules: [all] }, 'gauge', namespace);
const digest = `sha256:${'0'.repeat(64)}`;

const rows: readonly (readonly [name: string, resources: readonly Resource[], check: string, isHit: boolean])[] = [
  ['every verb on roles', [rule('rbac.authorization.k8s.io', 'roles', '*')], 'impersonate-bind-escalate', true],
  [
    'every verb on what roles are not',
    [rule('rbac.authorization.k8s.io', 'rolebindings', '*')],
    'impersonate-bind-escalate',
    false,
  ],
  ['every verb on accounts', [rule('', 'serviceaccounts', '*')], 'impersonate-bind-escalate', true],
  ['commands in everything', [rule('', '*/exec', 'create')], 'access-to-exec', true],
  ['a subresource that only looks like an asterisk', [rule('', 'pods/*', 'create')], 'access-to-exec', false],
  ['a role as good as cluster-admin', [rule('*', '*', '*'), bound('tide')], 'cluster-admin-role-binding', true],
  ['every verb of the core group', [rule('', '*', '*'), bound('tide')], 'cluster-admin-role-binding', true],
  ['every verb of another group', [rule('apps', '*', '*'), bound('tide')], 'cluster-admin-role-binding', false],
  ['a role that reads everything', [rule('*', '*', 'get'), bound('tide')], 'cluster-admin-role-binding', false],
  ['a role in its namespace', [rule('*', '*', '*', 'Role'), boundIn('Role', 'tide')], 'namespace-admin-role-binding', true],
  ['a role of the cluster', [rule('*', '*', '*'), boundIn('ClusterRole', 'tide')], 'namespace-admin-role-binding', true],
  ['a role of another kind', [rule('*', '*', '*'), boundIn('Role', 'tide')], 'namespace-admin-role-binding', false],
  ['a role that is called cluster-admin', [boundIn('Role', 'cluster-admin')], 'namespace-admin-role-binding', false],
  ['a role that is enough', [rule('', 'pods', '*'), boundIn('ClusterRole', 'tide')], 'namespace-admin-role-binding', false],
  ['a user that is less than none', [deployment(context({ runAsNonRoot: null, runAsUser: -1 }))], 'run-as-non-root', true],
  ['a user that is a name', [deployment(context({ runAsNonRoot: null, runAsUser: 'tide' }))], 'run-as-non-root', true],
  ['no image', [deployment({ image: '' })], 'latest-tag', true],
  ['what is no image', [deployment({ image: '::' })], 'latest-tag', true],
  ['a port that is there', [service([{ port: 80 }]), ingress({ number: 80 })], 'dangling-ingress', false],
  ['a port by name', [service([{ port: 80, name: 'web' }]), ingress({ name: 'web' })], 'dangling-ingress', false],
  ['a port that is not there', [service([{ port: 80 }]), ingress({ number: 81 })], 'dangling-ingress', true],
  ['no Service, by an older Ingress', [ingress({ number: 80 }, 'extensions/v1beta1')], 'dangling-ingress', true],
  ['a Service of the route’s namespace', [service([{ port: 80 }]), route({ name: 'gauge', port: 80 })], 'dangling-route', false],
  ['a port that it lacks', [service([{ port: 80 }]), route({ name: 'gauge', port: 81 })], 'dangling-route', true],
  ['a backend that is no Service', [route({ name: 'a', group: 'x.io', kind: 'Custom' })], 'dangling-route', false],
  ['a policy of a kind that nobody reads', [deployment(), cilium('tide')], 'non-isolated-pod', false],
  ['one in another namespace', [deployment(), cilium('reef')], 'non-isolated-pod', true],
  ['ingress alone is denied', [deployment(), policy(['Ingress'])], 'unrestricted-ingress', false],
  ['egress alone is denied', [deployment(), policy(['Egress'])], 'unrestricted-ingress', true],
  ['a selector that is none', [deployment(), policy(['Ingress'], { matchLabel: {} })], 'unrestricted-ingress', true],
  ['a direction that is none', [deployment(), policy('Ingress')], 'unrestricted-ingress', true],
  [
    'a policy that is refused',
    [policy(['in']), resource('v1', 'Namespace', {}, 'tide', null)],
    'namespace-without-network-policy',
    true,
  ],
  ['the folder of a runtime', [host('/run/containerd')], 'docker-sock', true],
  ['a folder beside it', [host('/run/containerd-notes')], 'docker-sock', false],
  ['a digest', [image(`tide/gauge@${digest}`)], 'image-not-pinned', false],
  ['a digest that is cut off', [image('tide/gauge@sha256:0123')], 'image-not-pinned', true],
  ['accounts that differ', [deployment({}, { serviceAccount: 'a' })], 'deprecated-service-account-field', true],
  ['accounts that are the same', [deployment({}, { serviceAccount: 'gauge' })], 'deprecated-service-account-field', false],
  ['anything in default', [resource('v1', 'Service', {}, 'gauge', 'default')], 'use-namespace', true],
  ['the API server’s own Service', [resource('v1', 'Service', {}, 'kubernetes', 'default')], 'use-namespace', false],
  ['a policy for whatever comes', [policy(['Ingress'])], 'dangling-networkpolicy', false],
  ['a sysctl of the node’s routing', [sysctl('net.ipv4.ip_forward')], 'unsafe-sysctls', true],
  ['a sysctl of the pod', [sysctl('net.ipv4.tcp_syncookies')], 'unsafe-sysctls', false],
  ['a Service for an SSH server', [ssh({ selector: { app: 'gauge' } })], 'ssh-port', true],
  ['a Service for what is elsewhere', [ssh({})], 'ssh-port', false],
  ['an SSH server that is not root', [deployment({ ports: [{ containerPort: 2222 }] })], 'ssh-port', true],
  ['edit, which no release brings', [withToken, bindTo('ClusterRole', 'edit', 'gauge')], 'workload-can-take-over', true],
  ['view, which reads no Secrets', [withToken, bindTo('ClusterRole', 'view', 'gauge')], 'workload-can-take-over', false],
  ['rights of another account', [withToken, bindTo('ClusterRole', 'edit', 'buoy')], 'workload-can-take-over', false],
  ['rights without a token', [deployment(), bindTo('ClusterRole', 'edit', 'gauge')], 'workload-can-take-over', false],
  ['every right there', [withToken, bindTo('Role', 'gauge', 'gauge'), namespacedRole('tide')], 'workload-as-administrator', true],
  ['a role elsewhere', [withToken, bindTo('Role', 'gauge', 'gauge'), namespacedRole('reef')], 'workload-as-administrator', false],
  ['somebody with its role', [bindTo('Role', 'kubernetes-dashboard', 'gauge')], 'dashboard-account', true],
  ['the dashboard itself', [bindTo('Role', 'kubernetes-dashboard', 'kubernetes-dashboard')], 'dashboard-account', false],
  ['a namespace without pods', [resource('v1', 'Namespace', {}, 'tide', null)], 'namespace-without-pod-security', true],
  ['a secret by name', [deployment({ env: [{ name: 'SECRET_TIDE', value: 'x' }] })], 'env-var-secret', true],
  [
    'an older Deployment',
    [{ ...image('tide/gauge'), identity: { ...image('').identity, apiVersion: 'extensions/v1beta1' } }],
    'latest-tag',
    true,
  ],
];

for (const [name, resources, check, isHit] of rows)
  test(`${check}: ${name}`, () =>
    assert.equal(
      findFailures(resources).some((found) => found.check === check),
      isHit,
    ));
