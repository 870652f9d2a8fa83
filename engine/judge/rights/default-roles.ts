import type { RightsRule } from '../../model/rights.ts';

/** A cluster role as the API server makes it when it starts. */
export interface DefaultRole {
  readonly name: string;
  /** That other roles aggregate it by. */
  readonly labels: Readonly<Record<string, string>>;
  /** The label that it aggregates others by. */
  readonly aggregates?: string;
  readonly rules: readonly RightsRule[];
}

const read = ['get', 'list', 'watch'];
const write = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const list = (text: string) => text.split(' ');

/** Verbs, API groups (`core` for the empty one) and resources, a space between them. */
function rule(verbs: readonly string[], groups: string, resources: string, names: readonly string[] = []): RightsRule {
  const apiGroups = list(groups).map((group) => (group === 'core' ? '' : group));
  return { verbs, apiGroups, resources: list(resources), resourceNames: names, nonResourceUrls: [] };
}

function urls(...nonResourceUrls: readonly string[]): RightsRule {
  return { verbs: ['get'], apiGroups: [], resources: [], resourceNames: [], nonResourceUrls };
}

const to = (name: string) => ({ [`rbac.authorization.k8s.io/aggregate-to-${name}`]: 'true' });
const aggregating = (name: string) => `rbac.authorization.k8s.io/aggregate-to-${name}`;
const plain = (name: string, ...rules: readonly RightsRule[]): DefaultRole => ({ name, labels: {}, rules });
const events = rule(['create', 'patch', 'update'], 'core events.k8s.io', 'events');
const reviews = [
  rule(['create'], 'authentication.k8s.io', 'tokenreviews'),
  rule(['create'], 'authorization.k8s.io', 'subjectaccessreviews'),
];
const signer = (name: string, verb = 'approve') => rule([verb], 'certificates.k8s.io', 'signers', [name]);

const editRules: readonly RightsRule[] = [
  rule(read, 'core', 'pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy'),
  rule(['impersonate'], 'core', 'serviceaccounts'),
  rule(write, 'core', 'pods pods/attach pods/exec pods/portforward pods/proxy'),
  rule(['create'], 'core', 'pods/eviction serviceaccounts/token'),
  rule(
    write,
    'core',
    'configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy',
  ),
  rule(
    write,
    'apps',
    'daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale',
  ),
  rule(write, 'autoscaling', 'horizontalpodautoscalers'),
  rule(write, 'batch', 'cronjobs jobs'),
  rule(
    write,
    'extensions',
    'daemonsets deployments deployments/rollback deployments/scale ingresses networkpolicies replicasets replicasets/scale replicationcontrollers/scale',
  ),
  rule(write, 'policy', 'poddisruptionbudgets'),
  rule(write, 'networking.k8s.io', 'ingresses networkpolicies'),
  rule([...read, ...write], 'coordination.k8s.io', 'leases'),
];

const viewRules: readonly RightsRule[] = [
  rule(
    read,
    'core',
    'configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status',
  ),
  rule(
    read,
    'core',
    'bindings events limitranges namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status namespaces',
  ),
  rule(read, 'discovery.k8s.io', 'endpointslices'),
  rule(
    read,
    'apps',
    'controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status',
  ),
  rule(read, 'autoscaling', 'horizontalpodautoscalers horizontalpodautoscalers/status'),
  rule(read, 'batch', 'cronjobs cronjobs/status jobs jobs/status'),
  rule(
    read,
    'extensions',
    'daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses ingresses/status networkpolicies replicasets replicasets/scale replicasets/status replicationcontrollers/scale',
  ),
  rule(read, 'policy', 'poddisruptionbudgets poddisruptionbudgets/status'),
  rule(read, 'networking.k8s.io', 'ingresses ingresses/status networkpolicies'),
];

/**
 * The cluster roles that a release may bind to without bringing them.
 *
 * source  kubernetes/kubernetes, plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata/cluster-roles.yaml at 025f2834a128;
 *         https://kubernetes.io/docs/reference/access-authn-authz/rbac/, "Default roles and role bindings"
 */
export const defaultRoles: readonly DefaultRole[] = [
  plain('cluster-admin', rule(['*'], '*', '*'), { ...urls('*'), verbs: ['*'] }),
  { name: 'admin', labels: {}, aggregates: aggregating('admin'), rules: [] },
  { name: 'edit', labels: to('admin'), aggregates: aggregating('edit'), rules: [] },
  { name: 'view', labels: to('edit'), aggregates: aggregating('view'), rules: [] },
  {
    name: 'system:aggregate-to-admin',
    labels: to('admin'),
    rules: [
      rule(['create'], 'authorization.k8s.io', 'localsubjectaccessreviews'),
      rule([...read, ...write], 'rbac.authorization.k8s.io', 'rolebindings roles'),
    ],
  },
  { name: 'system:aggregate-to-edit', labels: to('edit'), rules: editRules },
  { name: 'system:aggregate-to-view', labels: to('view'), rules: viewRules },
  plain('system:auth-delegator', ...reviews),
  plain(
    'system:basic-user',
    rule(['create'], 'authorization.k8s.io', 'selfsubjectaccessreviews selfsubjectrulesreviews'),
    rule(['create'], 'authentication.k8s.io', 'selfsubjectreviews'),
  ),
  plain(
    'system:discovery',
    urls(
      '/api',
      '/api/*',
      '/apis',
      '/apis/*',
      '/healthz',
      '/livez',
      '/openapi',
      '/openapi/*',
      '/readyz',
      '/version',
      '/version/',
    ),
  ),
  plain('system:public-info-viewer', urls('/healthz', '/livez', '/readyz', '/version', '/version/')),
  plain('system:service-account-issuer-discovery', urls('/.well-known/openid-configuration', '/openid/v1/jwks')),
  plain(
    'system:monitoring',
    urls('/healthz', '/healthz/*', '/livez', '/livez/*', '/metrics', '/metrics/slis', '/readyz', '/readyz/*'),
  ),
  plain(
    'system:certificates.k8s.io:certificatesigningrequests:nodeclient',
    rule(['create'], 'certificates.k8s.io', 'certificatesigningrequests/nodeclient'),
  ),
  plain(
    'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient',
    rule(['create'], 'certificates.k8s.io', 'certificatesigningrequests/selfnodeclient'),
  ),
  plain('system:certificates.k8s.io:kube-apiserver-client-approver', signer('kubernetes.io/kube-apiserver-client')),
  plain(
    'system:certificates.k8s.io:kube-apiserver-client-kubelet-approver',
    signer('kubernetes.io/kube-apiserver-client-kubelet'),
  ),
  plain('system:certificates.k8s.io:kubelet-serving-approver', signer('kubernetes.io/kubelet-serving')),
  plain('system:certificates.k8s.io:legacy-unknown-approver', signer('kubernetes.io/legacy-unknown')),
  plain('system:heapster', rule(read, 'core', 'events namespaces nodes pods'), rule(read, 'extensions', 'deployments')),
  plain('system:kube-aggregator', rule(read, 'core', 'endpoints services')),
  plain('system:kube-dns', rule(['list', 'watch'], 'core', 'endpoints services')),
  plain(
    'system:kubelet-api-admin',
    rule([...read, 'proxy'], 'core', 'nodes'),
    rule(['*'], 'core', 'nodes/log nodes/metrics nodes/proxy nodes/stats'),
  ),
  plain('system:node-bootstrapper', rule(['create', ...read], 'certificates.k8s.io', 'certificatesigningrequests')),
  plain('system:node-problem-detector', rule(['get'], 'core', 'nodes'), rule(['patch'], 'core', 'nodes/status'), events),
  plain(
    'system:node-proxier',
    rule(['list', 'watch'], 'core', 'endpoints services'),
    rule(read, 'core', 'nodes'),
    rule(['list', 'watch'], 'discovery.k8s.io', 'endpointslices'),
    events,
  ),
  plain(
    'system:persistent-volume-provisioner',
    rule(['create', 'delete', ...read], 'core', 'persistentvolumes'),
    rule(['update', ...read], 'core', 'persistentvolumeclaims'),
    rule(read, 'storage.k8s.io', 'storageclasses'),
    rule(['watch'], 'core', 'events'),
    events,
  ),
  plain(
    'system:volume-scheduler',
    rule([...read, 'patch', 'update'], 'core', 'persistentvolumes persistentvolumeclaims'),
    rule(read, 'storage.k8s.io', 'storageclasses'),
  ),
  plain(
    'system:kube-controller-manager',
    rule(['create', 'delete', 'get', 'update'], 'core', 'secrets'),
    rule(['create', 'get', 'update'], 'core', 'serviceaccounts'),
    rule(['get'], 'core', 'configmaps namespaces'),
    rule(['list', 'watch'], '*', '*'),
    rule(['create'], 'core', 'serviceaccounts/token'),
    rule(['create'], 'coordination.k8s.io', 'leases'),
    rule(['get', 'update'], 'coordination.k8s.io', 'leases', ['kube-controller-manager']),
    events,
    ...reviews,
  ),
  plain(
    'system:kube-scheduler',
    rule(read, 'core', 'nodes namespaces persistentvolumeclaims persistentvolumes replicationcontrollers services'),
    rule(['delete', ...read], 'core', 'pods'),
    rule(['create'], 'core', 'bindings pods/binding'),
    rule(['patch', 'update'], 'core', 'pods/status'),
    rule(read, 'apps extensions', 'replicasets'),
    rule(read, 'apps', 'statefulsets'),
    rule(read, 'policy', 'poddisruptionbudgets'),
    rule(read, 'storage.k8s.io', 'csinodes csidrivers csistoragecapacities'),
    rule(['create'], 'coordination.k8s.io', 'leases'),
    rule(['get', 'update'], 'coordination.k8s.io', 'leases', ['kube-scheduler']),
    events,
    ...reviews,
  ),
];

/**
 * What the API server binds when it starts: cluster role → groups.
 *
 * source  https://kubernetes.io/docs/reference/access-authn-authz/rbac/, "API discovery roles" and "User-facing roles"
 */
export const defaultBindings: Readonly<Record<string, readonly string[]>> = {
  'cluster-admin': ['system:masters'],
  'system:basic-user': ['system:authenticated'],
  'system:discovery': ['system:authenticated'],
  'system:public-info-viewer': ['system:authenticated', 'system:unauthenticated'],
  'system:monitoring': ['system:monitoring'],
  'system:service-account-issuer-discovery': ['system:serviceaccounts'],
};
