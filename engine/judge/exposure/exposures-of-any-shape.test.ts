import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { findExposures } from './find-exposures.ts';

/** A resource of one line: `apps/v1 Deployment web/site`. */
function toResource(title: string, value: JsonObject): Resource {
  const [apiVersion = '', kind = ''] = title.split(' ');
  const identity = { apiVersion, kind, namespace: 'web', name: 'site' };
  return { identity, value: { apiVersion, kind, ...value }, source: 'yaml:a', file: `${kind}.yaml`, line: 1, hook: false };
}

const labels = { app: 'site' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'registry.example/site:1' }] } };
const deployment = toResource('apps/v1 Deployment web/site', { spec: { template } });
const service = toResource('v1 Service web/site', { spec: { selector: labels, ports: [{ port: 80 }] } });

const kinds = [
  'v1 Service web/site',
  'v1 Pod web/site',
  'apps/v1 Deployment web/site',
  'networking.k8s.io/v1 Ingress web/site',
  'gateway.networking.k8s.io/v1 HTTPRoute web/site',
  'networking.istio.io/v1 Gateway web/site',
  'networking.istio.io/v1 VirtualService web/site',
  'networking.istio.io/v1 EnvoyFilter web/site',
  'route.openshift.io/v1 Route web/site',
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding web/site',
  'rbac.authorization.k8s.io/v1 ClusterRole web/site',
  'serving.knative.dev/v1 Service web/site',
];
const word = fc.constantFrom(
  ...[
    'spec',
    'template',
    'selector',
    'rules',
    'http',
    'paths',
    'backend',
    'service',
    'name',
    'containers',
    'metadata',
    'labels',
    'gateways',
  ],
  ...[
    '__proto__',
    'type',
    'route',
    'destination',
    'host',
    'delegate',
    'parentRefs',
    'backendRefs',
    'subjects',
    'roleRef',
    'securityContext',
  ],
);
const anyJson = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<JsonValue>('site', 'web', 0, null, true, 'LoadBalancer', ''),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(word, tie('value'), { maxKeys: 4 }),
  ),
})).value;

test('property: resources of any shape are read without a throw, each workload once', () => {
  const any = fc.tuple(fc.constantFrom(...kinds), fc.dictionary(word, anyJson)).map(([title, value]) => toResource(title, value));
  fc.assert(
    fc.property(fc.array(any, { maxLength: 8 }), (resources) => {
      const found = findExposures([...resources, deployment, service]);
      assert.equal(found.filter(({ workload }) => workload === deployment.identity).length, 1);
    }),
  );
});
