import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { findReach } from './find-reach.ts';

const istio = (kind: string, spec: JsonObject): Resource => ({
  identity: { apiVersion: 'networking.istio.io/v1', kind, namespace: 'a', name: 'x' },
  value: { spec },
  ...{ source: 'yaml:.', file: 'a.yaml', line: 1, hook: false },
});

const rows: readonly (readonly [name: string, resource: Resource, why: RegExp | undefined])[] = [
  ['a Sidecar that names hosts', istio('Sidecar', { egress: [{ hosts: ['./*', 'istio-system/*'] }] }), /passes its proxy by/],
  ['a Sidecar that refuses what is unknown', istio('Sidecar', { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }), /narrows/],
  ['a Sidecar for every host', istio('Sidecar', { egress: [{ hosts: ['*/*'] }] }), undefined],
  ['a Sidecar of ports', istio('Sidecar', { ingress: [{ port: { number: 80 } }] }), undefined],
  [
    'a DestinationRule without the TLS of the mesh',
    istio('DestinationRule', { host: 'db', trafficPolicy: { tls: { mode: 'DISABLE' } } }),
    /^Proxies speak to db with TLS mode DISABLE/,
  ],
  ['one with it', istio('DestinationRule', { host: 'db', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }), undefined],
  ['one of subsets', istio('DestinationRule', { host: 'db', subsets: [] }), undefined],
];

for (const [name, resource, why] of rows)
  test(`beyond policies: ${name}`, () => {
    const { beyond } = findReach([resource]);
    if (why) assert.match(beyond[0]?.why ?? '', why);
    else assert.deepEqual(beyond, []);
  });
