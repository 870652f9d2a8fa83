import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';

/** A resource of the sample: in namespace `tide`, declared at `a.yaml:3`. */
export function resource(
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

/** A container that fails no check. */
const hardened: JsonObject = {
  name: 'c',
  image: `registry.example/gauge:1.0@sha256:${'0'.repeat(64)}`,
  imagePullPolicy: 'Always',
  resources: {
    requests: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' },
    limits: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' },
  },
  securityContext: {
    runAsUser: 10001,
    runAsGroup: 10001,
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
};
/** A Deployment that fails no check, with other settings. */
export const deployment = (container: JsonObject = {}, pod: JsonObject = {}): Resource =>
  resource('apps/v1', 'Deployment', {
    spec: {
      template: {
        metadata: { labels: { app: 'gauge' } },
        spec: {
          serviceAccountName: 'gauge',
          automountServiceAccountToken: false,
          ...pod,
          containers: [{ ...hardened, ...container }],
        },
      },
    },
  });
/** A security context that is right but for some settings. */
export const context = (more: JsonObject): JsonObject => ({
  securityContext: { ...(hardened.securityContext as JsonObject), ...more },
});
/** The API of roles. */
export const rbac = 'rbac.authorization.k8s.io/v1';
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

const policy = (spec: JsonObject) => resource('networking.k8s.io/v1', 'NetworkPolicy', { spec });
const ingress = (service: string, annotations: JsonObject) =>
  resource('networking.k8s.io/v1', 'Ingress', {
    metadata: { annotations },
    spec: { tls: [{}], rules: [{ http: { paths: [{ backend: { service: { name: service } } }] } }] },
  });
const container = (more: JsonObject) => ({ containers: [{ ...hardened, ...more }] });
const elsewhere = (one: Resource, namespace: string): Resource => ({ ...one, identity: { ...one.identity, namespace } });

/** A workload with the token of an account that may do something. */
const withToken = (rule: JsonObject): readonly Resource[] => [
  deployment({}, { automountServiceAccountToken: true }),
  role(rule),
  resource(rbac, 'ClusterRoleBinding', {
    roleRef: { kind: 'ClusterRole', name: 'gauge' },
    subjects: [{ kind: 'ServiceAccount', name: 'gauge', namespace: 'tide' }],
  }),
];

/** Nothing fails here: what every check calls right. */
export const sound: readonly Resource[] = [
  deployment(),
  resource('v1', 'Namespace', { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } }, 'tide', null),
  resource('v1', 'ServiceAccount', {}),
  resource('v1', 'ConfigMap', { data: { 'gauge.yaml': 'password: see the secret\n', unit: 'm' } }),
  resource('v1', 'Service', { spec: { type: 'ClusterIP', selector: { app: 'gauge' } } }),
  policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
  policy({ podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, ingress: [{ from: [{ podSelector: {} }] }] }),
  ingress('gauge', {}),
  role({ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }),
  binding('gauge', 'somebody'),
];

/** Check → what fails it. */
export const failing: Readonly<Record<string, Resource>> = {
  'privileged-container': deployment(context({ privileged: true })),
  'privilege-escalation-container': deployment(context({ allowPrivilegeEscalation: true })),
  'run-as-non-root': deployment(context({ runAsNonRoot: false, runAsUser: null })),
  'no-read-only-root-fs': deployment(context({ readOnlyRootFilesystem: false })),
  'drop-net-raw-capability': deployment(context({ capabilities: {} })),
  'added-capabilities': deployment(context({ capabilities: { drop: ['ALL'], add: ['CAP_SYS_ADMIN'] } })),
  'unsafe-proc-mount': deployment(context({ procMount: 'Unmasked' })),
  'seccomp-profile': deployment(context({ seccompProfile: { type: 'Unconfined' } })),
  'latest-tag': deployment({ image: 'registry.example/gauge' }),
  'env-var-secret': deployment({ env: [{ name: 'DB_PASSWORD', value: 'tide' }] }),
  'empty-password-allowed': deployment({ env: [{ name: 'MYSQL_ALLOW_EMPTY_PASSWORD', value: 'true' }] }),
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
  'default-account-token': resource('v1', 'ServiceAccount', {}, 'default'),
  'default-service-account': deployment({}, { serviceAccountName: 'default' }),
  'service-account-token': deployment({}, { automountServiceAccountToken: true }),
  'non-existent-service-account': deployment({}, { serviceAccountName: 'nobody' }),
  'use-namespace': { ...deployment(), identity: { ...deployment().identity, namespace: 'default' } },
  'namespace-admin-role-binding': resource(rbac, 'RoleBinding', {
    roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'User', name: 'somebody' }],
  }),
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
  'contradictory-privileges': deployment(context({ privileged: true, allowPrivilegeEscalation: false })),
  'contradictory-user': deployment(context({ runAsUser: 0 })),
  'low-user-id': deployment(context({ runAsGroup: 100 })),
  'root-group': deployment({}, { securityContext: { supplementalGroups: [0] } }),
  'drop-all-capabilities': deployment(context({ capabilities: { drop: ['NET_RAW'] } })),
  'sudo-in-entrypoint': deployment({ command: ['sh', '-c', 'exec /usr/bin/sudo gauge'] }),
  'image-not-pinned': deployment({ image: 'registry.example/gauge:1.0' }),
  'image-pull-policy': deployment({ imagePullPolicy: 'IfNotPresent' }),
  'deprecated-registry': deployment({ image: 'k8s.gcr.io/pause:3.1' }),
  'registry-not-allowed': deployment({ image: 'registry.example.org/gauge:1.0' }),
  'tiller-deployed': deployment({ image: 'gcr.io/kubernetes-helm/tiller:v2.17.0' }),
  'dashboard-deployed': deployment({ image: 'kubernetesui/dashboard:v2.7.0' }),
  'retired-ingress-nginx': deployment({ image: 'registry.k8s.io/ingress-nginx/controller:v1.9.0' }),
  'unset-cpu-limit': deployment({ resources: { limits: { memory: '1Gi' } } }),
  'unset-ephemeral-storage': deployment({ resources: { limits: { cpu: '1' } } }),
  'duplicate-env-var': deployment({
    env: [
      { name: 'A', value: '1' },
      { name: 'A', value: '2' },
    ],
  }),
  'git-sync-program': deployment({ env: [{ name: 'GITSYNC_GIT', value: '/tide/git' }] }),
  'secret-in-config-map': resource('v1', 'ConfigMap', { data: { 'db-password': 'tide' } }),
  'cloud-credentials': hostPath('/root/.aws/credentials'),
  'writable-claim': deployment(
    { volumeMounts: [{ name: 'v', mountPath: '/v' }] },
    { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] },
  ),
  'host-aliases': deployment({}, { hostAliases: [{ ip: '10.0.0.1', hostnames: ['a'] }] }),
  'deprecated-service-account-field': deployment({}, { serviceAccountName: null, serviceAccount: 'gauge' }),
  'naked-pod': resource('v1', 'Pod', { metadata: { labels: { app: 'gauge' } }, spec: container({}) }),
  'kube-system': elsewhere(deployment(), 'kube-system'),
  'namespace-without-pod-security': resource(
    'v1',
    'Namespace',
    { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } },
    'tide',
    null,
  ),
  'namespace-below-restricted': resource(
    'v1',
    'Namespace',
    { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } } },
    'tide',
    null,
  ),
  'host-path': hostPath('/data'),
  'host-port': deployment({ ports: [{ containerPort: 8080, hostPort: 8080 }] }),
  'host-probe': deployment({ livenessProbe: { httpGet: { host: '10.0.0.1', port: 80 } } }),
  'app-armor-disabled': deployment(context({ appArmorProfile: { type: 'Unconfined' } })),
  'selinux-options': deployment(context({ seLinuxOptions: { type: 'spc_t' } })),
  'host-process': deployment(context({ windowsOptions: { hostProcess: true } })),
  'root-user': deployment(context({ runAsUser: 0 })),
  'volume-types': deployment({}, { volumes: [{ name: 'v', nfs: { server: 's', path: '/' } }] }),
  'access-to-roles': role({ apiGroups: [rbac.split('/')[0] ?? ''], resources: ['rolebindings'], verbs: ['create'] }),
  'access-to-persistent-volumes': role({ apiGroups: [''], resources: ['persistentvolumes'], verbs: ['create'] }),
  'access-to-nodes-proxy': role({ apiGroups: [''], resources: ['nodes/proxy'], verbs: ['get'] }),
  'access-to-approve-certificates': role({
    apiGroups: ['certificates.k8s.io'],
    resources: ['certificatesigningrequests/approval'],
    verbs: ['update'],
  }),
  'access-to-port-forward': role({ apiGroups: [''], resources: ['pods/portforward'], verbs: ['create'] }),
  'access-to-config-maps': role({ apiGroups: [''], resources: ['configmaps'], verbs: ['patch'] }),
  'access-to-networking': role({ apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['update'] }),
  'access-to-service-status': role({ apiGroups: [''], resources: ['services/status'], verbs: ['patch'] }),
  'access-to-delete': role({ apiGroups: ['batch'], resources: ['jobs'], verbs: ['delete'] }),
  'access-to-delete-traces': role({ apiGroups: [''], resources: ['events'], verbs: ['deletecollection'] }),
  'default-account-bound': resource(rbac, 'RoleBinding', {
    roleRef: { kind: 'ClusterRole', name: 'gauge' },
    subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'tide' }],
  }),
  'dashboard-account': deployment({}, { serviceAccountName: 'kubernetes-dashboard' }),
  'scc-deny-privileged-container': resource(
    'security.openshift.io/v1',
    'SecurityContextConstraints',
    { allowPrivilegedContainer: true },
    'gauge',
    null,
  ),
  'unrestricted-ingress': elsewhere(deployment(), 'elsewhere'),
  'unrestricted-egress': elsewhere(deployment(), 'elsewhere'),
  'dangling-networkpolicy': policy({ podSelector: { matchLabels: { app: 'lost' } } }),
  'dangling-networkpolicypeer-podselector': policy({
    podSelector: {},
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'lost' } } }] }],
  }),
  'dangling-service': resource('v1', 'Service', { spec: { selector: { app: 'lost' } } }),
  'dangling-route': resource('gateway.networking.k8s.io/v1', 'HTTPRoute', {
    spec: { rules: [{ backendRefs: [{ name: 'gauge', namespace: 'reef', port: 80 }] }] },
  }),
  'dangling-ingress': ingress('lost', {}),
  'ingress-nginx-snippets': ingress('gauge', { 'nginx.ingress.kubernetes.io/server-snippet': 'return 200;' }),
};

/** Checks that need something away, or several things: id → the resources that fail it. */
export const failingAlone: Readonly<Record<string, readonly Resource[]>> = {
  'workload-as-administrator': withToken({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }),
  'workload-can-take-over': withToken({ apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'] }),
  'namespace-without-network-policy': [
    deployment(),
    resource('v1', 'Namespace', { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } }, 'tide', null),
  ],
};
