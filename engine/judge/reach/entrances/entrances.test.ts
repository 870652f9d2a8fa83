import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import { findReach } from '../find-reach.ts';

function object(title: string, spec: JsonObject, labels: JsonObject = {}): Resource {
  const [apiVersion = '', kind = '', place = ''] = title.split(' ');
  const [namespace = '', name = ''] = place.split('/');
  const identity = { apiVersion, kind, namespace, name };
  const value = { apiVersion, kind, metadata: { name, namespace, labels }, spec };
  return { identity, value, source: 'yaml:.', file: 'a.yaml', line: 1, hook: false };
}

const pod = (place: string, labels: JsonObject) => object(`v1 Pod ${place}`, { containers: [{ name: 'c', image: 'i' }] }, labels);
const service = (place: string, spec: JsonObject = {}) =>
  object(`v1 Service ${place}`, { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }], ...spec });
const ingress = (backend: JsonObject, place = 'a/i') =>
  object(`networking.k8s.io/v1 Ingress ${place}`, { rules: [{ http: { paths: [{ backend }] } }] });
const toService = { service: { name: 's', port: { number: 80 } } };
const alias = (externalName: string) => service('b/s', { type: 'ExternalName', externalName, selector: null });
const route = (kind: string, place: string, backend: JsonObject, parents: readonly JsonObject[] = [{ name: 'g' }]) =>
  object(`gateway.networking.k8s.io/v1 ${kind} ${place}`, { parentRefs: [...parents], rules: [{ backendRefs: [backend] }] });
const grant = (kind: string, to: JsonObject) =>
  object('gateway.networking.k8s.io/v1beta1 ReferenceGrant a/g', {
    from: [{ group: 'gateway.networking.k8s.io', kind, namespace: 'b' }],
    to: [{ group: '', kind: 'Service', ...to }],
  });
const gateway = (from?: string) =>
  object('gateway.networking.k8s.io/v1 Gateway b/g', {
    listeners: [{ name: 'l', ...(from && { allowedRoutes: { namespaces: { from } } }) }],
  });
const crossed = { name: 's', namespace: 'a', port: 80 };
const onGateway = [{ name: 'g', namespace: 'b' }];
const virtual = (place: string, spec: JsonObject) => object(`networking.istio.io/v1 VirtualService ${place}`, spec);
const destination = (host: string) => ({ destination: { host, port: { number: 80 } } });
const istioGateway = object('networking.istio.io/v1 Gateway b/g', { selector: { istio: 'in' } });
const deny = object('networking.k8s.io/v1 NetworkPolicy a/deny', {
  podSelector: { matchLabels: { app: 'web' } },
  ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'b' } } }] }],
});

const rows: readonly (readonly [name: string, resources: readonly Resource[], leads: boolean, gaps?: readonly string[]])[] = [
  ['an Ingress', [service('a/s'), ingress(toService)], true],
  ['a Service for another', [service('a/s'), alias('s.a.svc.cluster.local'), ingress(toService, 'b/i')], true],
  ['a Service for something outside', [service('a/s'), alias('s.example.org'), ingress(toService, 'b/i')], false],
  ['a Service that stands for itself', [alias('s.b.svc'), ingress(toService, 'b/i')], false],
  ['a Service without selector', [service('a/s', { selector: null }), ingress(toService)], false, ['entrance-undecided']],
  [
    'an Ingress to a bucket',
    [service('a/s'), ingress({ resource: { kind: 'Bucket', name: 'b' } })],
    false,
    ['entrance-undecided'],
  ],
  ['an HTTPRoute', [service('a/s'), route('HTTPRoute', 'a/r', { name: 's', port: 80 })], true],
  [
    'a GRPCRoute of a mesh',
    [service('a/s'), route('GRPCRoute', 'a/r', { name: 's', port: 80 }, [{ kind: 'Service', name: 's' }])],
    false,
  ],
  ['a TLSRoute to another namespace', [service('a/s'), route('TLSRoute', 'b/r', crossed)], false, ['entrance-refused']],
  ['a TCPRoute that is granted', [service('a/s'), route('TCPRoute', 'b/r', crossed), grant('TCPRoute', {})], true],
  [
    'a grant for another kind',
    [service('a/s'), route('TCPRoute', 'b/r', crossed), grant('HTTPRoute', {})],
    false,
    ['entrance-refused'],
  ],
  [
    'a grant for another name',
    [service('a/s'), route('TCPRoute', 'b/r', crossed), grant('TCPRoute', { name: 'x' })],
    false,
    ['entrance-refused'],
  ],
  [
    'a Gateway for its namespace alone',
    [service('a/s'), gateway(), route('HTTPRoute', 'a/r', { name: 's' }, onGateway)],
    false,
    ['entrance-refused'],
  ],
  ['a Gateway for all', [service('a/s'), gateway('All'), route('HTTPRoute', 'a/r', { name: 's' }, onGateway)], true],
  ['an InferencePool', [route('HTTPRoute', 'a/r', { kind: 'InferencePool', name: 'p' })], false, ['entrance-undecided']],
  ['a VirtualService', [service('a/s'), virtual('b/v', { gateways: ['g'], tcp: [{ route: [destination('s.a')] }] })], true],
  [
    'a VirtualService within the mesh',
    [service('a/s'), virtual('a/v', { gateways: ['mesh'], http: [{ route: [destination('s')] }] })],
    false,
  ],
  [
    'a VirtualService to a host elsewhere',
    [virtual('a/v', { gateways: ['g'], http: [{ route: [destination('s.a.example.org')] }] })],
    false,
  ],
  [
    'a VirtualService that mirrors',
    [service('a/s'), virtual('a/v', { gateways: ['g'], http: [{ mirror: { host: 's', port: { number: 80 } } }] })],
    true,
  ],
  [
    'a VirtualService that delegates',
    [
      service('a/s'),
      virtual('b/v', { gateways: ['g'], http: [{ delegate: { name: 'inner', namespace: 'a' } }] }),
      virtual('a/inner', { http: [{ route: [destination('s')] }] }),
    ],
    true,
  ],
  [
    'somebody unknown, whom a policy does not let in',
    [service('a/s'), deny, virtual('b/v', { gateways: ['g'], tcp: [{ route: [destination('s.a')] }] })],
    false,
  ],
  [
    'the proxies of a Gateway, which it lets in',
    [
      service('a/s'),
      deny,
      istioGateway,
      pod('b/proxy', { istio: 'in' }),
      virtual('b/v', { gateways: ['g'], tcp: [{ route: [destination('s.a')] }] }),
    ],
    true,
  ],
];
for (const [name, resources, leads, codes = []] of rows)
  test(`${name} ${leads ? 'leads' : 'does not lead'} to the pod`, () => {
    const { connections, gaps } = findReach([pod('a/web', { app: 'web' }), ...resources]);
    const through = connections.filter(({ from }) => 'ingress' in from);
    assert.equal(
      through.some(({ ports }) => ports !== 'all' && ports[0]?.from === 8080),
      leads,
    );
    const found = gaps.filter(({ code }) => code !== 'service-missing').map(({ code }) => code);
    assert.deepEqual(found, codes);
  });
