import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import { hardenResources } from './harden-resources.ts';

function toResource(apiVersion: string, kind: string, value: JsonObject): Resource {
  const identity = { apiVersion, kind, namespace: 'web', name: 'tide' };
  return { identity, value: { apiVersion, kind, ...value }, source: 'yaml:a', file: `${kind}.yaml`, line: 1, hook: false };
}

const podOf = (app: string) => ({
  template: { metadata: { labels: { app } }, spec: { containers: [{ name: app, image: `registry.example/${app}:1` }] } },
});
const service = toResource('v1', 'Service', { spec: { type: 'LoadBalancer', selector: { app: 'head' }, ports: [{ port: 80 }] } });
const exposuresOf = (spec: JsonObject) =>
  hardenResources(
    {
      product: 'Tide',
      version: '1',
      resources: [toResource('jobs.example/v1', 'TideCluster', { spec }), service],
      images: [],
      now: '2030-01-01T00:00:00Z',
      gaps: [],
    },
    { podSecurity: 34, kubernetes: 34 },
  ).nonRoot.map(({ exposure }) => exposure);

for (const [name, spec] of [
  ['first', { head: podOf('head'), worker: podOf('worker') }],
  ['last', { worker: podOf('worker'), head: podOf('head') }],
] as const)
  test(`of several pods in one resource the most exposed counts, where it stands ${name}`, () =>
    assert.deepEqual(exposuresOf(spec), ['exposed', 'exposed']));
