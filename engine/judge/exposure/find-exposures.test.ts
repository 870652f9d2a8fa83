import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { describeWay } from './describe-way.ts';
import { findExposures } from './find-exposures.ts';

/** A resource of one line: `networking.k8s.io/v1 Ingress web/site`. */
function resource(title: string, value: JsonObject, extra: Partial<Resource> = {}): Resource {
  const [apiVersion = '', kind = '', place = ''] = title.split(' ');
  const [namespace = '', name = ''] = place.split('/');
  const identity = { apiVersion, kind, namespace: namespace || null, name };
  return {
    identity,
    value: { apiVersion, kind, ...value },
    source: 'yaml:a',
    file: `${kind}.yaml`,
    line: 1,
    hook: false,
    ...extra,
  };
}

const labels = { app: 'site' };
const container = { name: 'main', image: 'registry.example/site:1' };
const template = { metadata: { labels }, spec: { containers: [container] } };
const deployment = resource('apps/v1 Deployment web/site', { spec: { template } });
const serviceOf = (spec: JsonObject, place = 'web/site') => resource(`v1 Service ${place}`, { spec });
const service = serviceOf({ selector: labels, ports: [{ port: 80 }] });
const backend = { service: { name: 'site', port: { number: 80 } } };
const ingressOf = (spec: JsonObject, place = 'web/site') => resource(`networking.k8s.io/v1 Ingress ${place}`, { spec });
const ingress = ingressOf({ rules: [{ host: 'tide.example', http: { paths: [{ path: '/app', backend }] } }] });
const httpRoute = (spec: JsonObject) => resource('gateway.networking.k8s.io/v1 HTTPRoute web/site', { spec });
const backendRefs = [{ backendRefs: [{ name: 'site', port: 80 }] }];
const virtual = (spec: JsonObject, place = 'web/site') => resource(`networking.istio.io/v1 VirtualService ${place}`, { spec });
const to = (host: string): JsonObject => ({ route: [{ destination: { host } }] });
const proxy = resource('apps/v1 Deployment mesh/proxy', {
  spec: { template: { metadata: { labels: { istio: 'in' } }, spec: { containers: [container] } } },
});
const istioGateway = resource('networking.istio.io/v1 Gateway mesh/in', {
  spec: { selector: { istio: 'in' }, servers: [{ port: { number: 443 } }] },
});
const podSpec = (extra: JsonObject, own: JsonObject = {}): Resource =>
  resource('apps/v1 DaemonSet web/site', {
    spec: { template: { metadata: { labels }, spec: { containers: [{ ...container, ...own }], ...extra } } },
  });

const rows: readonly { name: string; resources: readonly Resource[]; is: string; by?: readonly string[] }[] = [
  { name: 'a workload alone', resources: [deployment], is: 'not-exposed' },
  { name: 'a Service that is only reached from within', resources: [deployment, service], is: 'not-exposed' },
  { name: 'Ingress, by path', resources: [deployment, service, ingress], is: 'exposed', by: ['ingress'] },
  {
    name: 'Ingress, default backend',
    resources: [deployment, service, ingressOf({ defaultBackend: backend })],
    is: 'exposed',
    by: ['ingress'],
  },
  {
    name: 'Ingress of an older version',
    resources: [
      deployment,
      service,
      resource('extensions/v1beta1 Ingress web/old', {
        spec: { rules: [{ http: { paths: [{ backend: { serviceName: 'site' } }] } }] },
      }),
    ],
    is: 'exposed',
    by: ['ingress'],
  },
  {
    name: 'Ingress of another namespace',
    resources: [deployment, service, ingressOf({ defaultBackend: backend }, 'other/site')],
    is: 'not-exposed',
  },
  {
    name: 'Ingress by way of a Service that stands for one of another namespace',
    resources: [
      deployment,
      service,
      serviceOf({ type: 'ExternalName', externalName: 'site.web.svc.cluster.local' }, 'other/site'),
      ingressOf({ defaultBackend: backend }, 'other/site'),
    ],
    is: 'exposed',
    by: ['ingress'],
  },
  {
    name: 'Ingress to a Service without selector',
    resources: [deployment, serviceOf({ ports: [{ port: 80 }] }), ingress],
    is: 'unknown',
  },
  {
    name: 'Ingress to a Service whose selector is a list',
    resources: [deployment, serviceOf({ selector: ['app'] }), ingress],
    is: 'unknown',
  },
  {
    name: 'Ingress where nobody says the namespace',
    resources: [deployment, serviceOf({ selector: labels }, '/site'), ingressOf({ defaultBackend: backend }, '/site')],
    is: 'unknown',
    by: ['ingress'],
  },
  {
    name: 'LoadBalancer',
    resources: [deployment, serviceOf({ type: 'LoadBalancer', selector: labels })],
    is: 'exposed',
    by: ['load-balancer'],
  },
  {
    name: 'NodePort',
    resources: [deployment, serviceOf({ type: 'NodePort', selector: labels })],
    is: 'exposed',
    by: ['node-port'],
  },
  {
    name: 'external addresses',
    resources: [deployment, serviceOf({ externalIPs: ['192.0.2.1'], selector: labels })],
    is: 'exposed',
    by: ['external-ip'],
  },
  {
    name: 'LoadBalancer for other pods',
    resources: [deployment, serviceOf({ type: 'LoadBalancer', selector: { app: 'x' } })],
    is: 'not-exposed',
  },
  {
    name: 'HTTPRoute',
    resources: [deployment, service, httpRoute({ parentRefs: [{ name: 'in' }], rules: backendRefs })],
    is: 'exposed',
    by: ['gateway-api'],
  },
  {
    name: 'TCPRoute to another namespace',
    resources: [
      deployment,
      service,
      resource('gateway.networking.k8s.io/v1alpha2 TCPRoute db/t', {
        spec: { parentRefs: [{ name: 'in' }], rules: [{ backendRefs: [{ name: 'site', namespace: 'web' }] }] },
      }),
    ],
    is: 'exposed',
    by: ['gateway-api'],
  },
  {
    name: 'HTTPRoute within the mesh',
    resources: [deployment, service, httpRoute({ parentRefs: [{ kind: 'Service', name: 's' }], rules: backendRefs })],
    is: 'not-exposed',
  },
  {
    name: 'HTTPRoute to what is no Service',
    resources: [
      deployment,
      httpRoute({ parentRefs: [{ name: 'in' }], rules: [{ backendRefs: [{ kind: 'InferencePool', name: 'x' }] }] }),
    ],
    is: 'unknown',
  },
  { name: "Istio's Gateway, its proxies", resources: [proxy, istioGateway], is: 'exposed', by: ['istio-gateway'] },
  {
    name: 'VirtualService on a Gateway',
    resources: [deployment, service, istioGateway, virtual({ gateways: ['mesh/in'], http: [to('site')] })],
    is: 'exposed',
    by: ['istio-gateway'],
  },
  {
    name: 'VirtualService by whole name',
    resources: [deployment, service, virtual({ gateways: ['mesh/in'], tcp: [to('site.web.svc.cluster.local')] }, 'x/y')],
    is: 'exposed',
    by: ['istio-gateway'],
  },
  {
    name: 'VirtualService within the mesh',
    resources: [deployment, service, virtual({ gateways: ['mesh'], http: [to('site')] })],
    is: 'not-exposed',
  },
  {
    name: 'VirtualService to a host elsewhere',
    resources: [deployment, service, virtual({ gateways: ['mesh/in'], http: [to('site.example.org')] })],
    is: 'not-exposed',
  },
  {
    name: 'VirtualService that delegates',
    resources: [
      deployment,
      service,
      virtual({ http: [to('site')] }, 'web/inner'),
      virtual({ gateways: ['mesh/in'], http: [{ delegate: { name: 'inner', namespace: 'web' } }] }, 'mesh/outer'),
    ],
    is: 'exposed',
    by: ['istio-gateway'],
  },
  {
    name: 'Route of OpenShift',
    resources: [
      deployment,
      service,
      resource('route.openshift.io/v1 Route web/r', { spec: { host: 'a.example', to: { kind: 'Service', name: 'site' } } }),
    ],
    is: 'exposed',
    by: ['openshift-route'],
  },
  { name: 'host network', resources: [podSpec({ hostNetwork: true })], is: 'exposed', by: ['host-network'] },
  {
    name: 'host port',
    resources: [podSpec({}, { ports: [{ containerPort: 80, hostPort: 80 }] })],
    is: 'exposed',
    by: ['host-port'],
  },
  {
    name: 'a controller of its own',
    resources: [
      deployment,
      service,
      resource('traefik.io/v1alpha1 IngressRoute web/i', { spec: { routes: [{ services: [{ name: 'site' }] }] } }),
    ],
    is: 'unknown',
    by: ['custom'],
  },
  {
    name: 'a filter that names an address',
    resources: [
      deployment,
      service,
      resource('networking.istio.io/v1 EnvoyFilter mesh/f', { spec: { patch: { uri: 'http://site.web.svc.cluster.local/x' } } }),
    ],
    is: 'unknown',
    by: ['custom'],
  },
  {
    name: 'a kind that others define',
    resources: [resource('serving.knative.dev/v1 Service web/site', { spec: { template } })],
    is: 'unknown',
  },
  {
    name: 'labels that cannot be read',
    resources: [resource('apps/v1 Deployment web/site', { spec: { template: { ...template, metadata: { labels: ['x'] } } } })],
    is: 'unknown',
  },
];

for (const { name, resources, is, by = [] } of rows) {
  test(`exposure: ${name}`, () => {
    const [found] = findExposures(resources);
    assert.deepEqual([found?.exposure, found?.ways.map(({ kind }) => kind)], [is, by]);
    assert.ok(is !== 'unknown' || found?.doubts.length || found?.ways.every(({ doubt }) => doubt));
  });
}

test('a way is told from outside inward, with the place of each step', () => {
  const [found] = findExposures([deployment, service, ingress]);
  assert.deepEqual(found?.ways.map(describeWay), [
    'Ingress web/site (Ingress.yaml:1, tide.example/app) → Service web/site (Service.yaml:1, type ClusterIP, port 80) → Deployment web/site (Deployment.yaml:1)',
  ]);
});

test('property: one more resource never hides a way', () => {
  const all = rows.flatMap(({ resources }) => resources).filter(({ identity }) => identity.kind !== 'Deployment');
  const rank = { exposed: 2, unknown: 1, 'not-exposed': 0 };
  const of = (resources: readonly Resource[]) => rank[findExposures([deployment, ...resources])[0]?.exposure ?? 'unknown'];
  fc.assert(fc.property(fc.subarray(all), fc.constantFrom(...all), (some, more) => assert.ok(of([...some, more]) >= of(some))));
});
