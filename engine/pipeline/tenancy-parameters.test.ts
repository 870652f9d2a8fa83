import assert from 'node:assert/strict';
import { test } from 'node:test';
import { served, stated } from '../judge/tenancy/sample-tenancy.ts';
import type { Resource } from '../model/resource.ts';
import type { ParameterRule } from '../model/tenancy.ts';
import { tenancyOfResources } from './tenancy-of-resources.ts';

const rule: ParameterRule = {
  ...{ service: 'tide/runs', parameter: 'namespace', in: 'query', allowed: ['tide/gateway'] },
  ...{ file: 'plimsoll.yaml', line: 7 },
};
const runs = served('tide/runs', { image: 'runs:1' }, { serviceAccountName: 'runs' });
const team = stated('Namespace', 'team-a');
const meshed = stated('Namespace', 'tide', {}, { labels: { 'istio-injection': 'enabled' } });
const judge = (resources: readonly Resource[], change: Partial<ParameterRule> = {}) =>
  tenancyOfResources([team, ...resources], {
    ...{ product: 'tide', version: '1', tenants: ['team-*'] },
    rules: { parameters: [{ ...rule, ...change }], stores: [] },
  });

const route = [
  stated('Gateway', 'tide/door', {
    spec: { selector: { app: 'gateway' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }] },
  }),
  stated('VirtualService', 'tide/runs', {
    spec: { hosts: ['*'], gateways: ['door'], http: [{ route: [{ destination: { host: 'runs' } }] }] },
  }),
];
const closed = stated('NetworkPolicy', 'tide/closed', {
  spec: {
    podSelector: { matchLabels: { app: 'runs' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'gateway' } } }] }],
  },
});
const gateway = served('tide/gateway', { image: 'gateway:1' });
const asks = stated('EnvoyFilter', 'tide/authn', {
  spec: { configPatches: [{ patch: { value: { name: 'envoy.filters.http.ext_authz' } } }] },
});

const policy = (spec: object) =>
  stated('AuthorizationPolicy', 'tide/runs', { spec: { selector: { matchLabels: { app: 'runs' } }, ...spec } });
const from = [{ source: { namespaces: ['team-a'] } }];
const byHeader = policy({ rules: [{ from, when: [{ key: 'request.headers[Namespace]', values: ['team-a'] }] }] });
const byPath = policy({ rules: [{ from, to: [{ operation: { paths: ['/runs/team-a/*'] } }] }] });
const everybody = stated('AuthorizationPolicy', 'tide/everybody', {
  spec: { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] },
});
const custom = policy({ action: 'CUSTOM', provider: { name: 'judge' }, rules: [{}] });

const reviewer = [
  stated('ClusterRole', 'reviewer', {
    rules: [{ verbs: ['create'], apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'] }],
  }),
  stated('ClusterRoleBinding', 'reviewer', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reviewer' },
    subjects: [{ kind: 'ServiceAccount', name: 'runs', namespace: 'tide' }],
  }),
];

const rows: readonly { name: string; resources: readonly Resource[]; change?: Partial<ParameterRule>; is: string }[] = [
  { name: 'anybody in the cluster', resources: runs, is: 'open tenant-from-parameter' },
  { name: 'who is allowed alone', resources: [...runs, ...gateway, closed], is: 'restricted' },
  {
    name: 'who is not allowed',
    resources: [...runs, ...gateway, closed],
    change: { allowed: [] },
    is: 'open tenant-from-parameter',
  },
  {
    name: 'all of a namespace are allowed',
    resources: [...runs, ...gateway, closed],
    change: { allowed: ['tide/*'] },
    is: 'restricted',
  },
  { name: 'people through a gateway', resources: [...runs, ...gateway, closed, ...route], is: 'open tenant-from-parameter' },
  { name: 'a header that is tied', resources: [meshed, ...runs, byHeader], change: { in: 'header' }, is: 'tied' },
  {
    name: 'a header that is tied, and no proxy that holds the policy',
    resources: [...runs, byHeader],
    change: { in: 'header' },
    is: 'open tenant-from-parameter',
  },
  {
    name: 'a header that one of two policies ties',
    resources: [meshed, ...runs, byHeader, everybody],
    change: { in: 'header' },
    is: 'open tenant-from-parameter',
  },
  {
    name: 'another header',
    resources: [...runs, byHeader],
    change: { in: 'header', parameter: 'x' },
    is: 'open tenant-from-parameter',
  },
  { name: 'a query, which no policy sees', resources: [...runs, byHeader], is: 'open tenant-from-parameter' },
  { name: 'a path that is tied', resources: [meshed, ...runs, byPath], change: { in: 'path' }, is: 'tied' },
  { name: 'somebody else is asked', resources: [meshed, ...runs, custom], is: 'unknown tenant-from-parameter' },
  {
    name: 'a Service beside it that is open and selects nobody knows what',
    resources: [...runs, ...gateway, closed, stated('Service', 'tide/open', { spec: { type: 'LoadBalancer' } })],
    is: 'unknown tenant-from-parameter',
  },
  {
    name: 'a way that a chart installs somewhere',
    resources: [...runs, ...gateway, closed, ...route].map((each) => ({
      ...each,
      identity: { ...each.identity, namespace: null },
      defaultNamespace: 'tide',
    })),
    is: 'open tenant-from-parameter',
  },
  { name: 'the service asks', resources: [...runs, ...reviewer], change: { checks: 'subject-access-review' }, is: 'checked' },
  {
    name: 'the service may not ask',
    resources: runs,
    change: { checks: 'subject-access-review' },
    is: 'open tenant-from-parameter check-without-right',
  },
  { name: 'the service knows by itself', resources: runs, change: { checks: 'own' }, is: 'checked' },
];

for (const { name, resources, change = {}, is } of rows) {
  test(`a parameter: ${name}`, () => {
    const { parameters, findings } = judge(resources, change);
    const codes = findings
      .filter(({ code }) => code === 'tenant-from-parameter' || code === 'check-without-right')
      .map(({ code }) => code);
    assert.equal([...parameters.map(({ verdict }) => verdict), ...codes].join(' '), is);
  });
}

test('the finding names the way in, who asks who calls, and the line of the rule', () => {
  const { findings } = judge([...runs, ...gateway, closed, ...route, asks]);
  const found = findings.find(({ code }) => code === 'tenant-from-parameter');
  assert.deepEqual([found?.file, found?.line, found?.tenants], ['plimsoll.yaml', 7, ['team-a']]);
  assert.match(
    found?.sentence ?? '',
    /takes the tenant from namespace \(query\).*where EnvoyFilter authn asks who calls and not for whom.*SubjectAccessReview/,
  );
  assert.ok(
    found?.evidence.some(({ sentence }) => /^From outside: Gateway tide\/door .*→ VirtualService tide\/runs/.test(sentence)),
  );
});

test('a rule about a Service that is not there is a gap with the place of the rule', () => {
  const { gaps, parameters } = judge([]);
  assert.deepEqual(parameters, []);
  assert.deepEqual(
    gaps.map(({ code, path, line }) => [code, path, line]),
    [['parameter-service-missing', 'plimsoll.yaml', 7]],
  );
});
