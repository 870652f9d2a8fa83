import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { anyJson } from '../../test/any-json.ts';
import { findUnreadable } from './find-unreadable.ts';

function resource(apiVersion: string, kind: string, value: JsonObject): Resource {
  const identity = { apiVersion, kind, namespace: 'tide', name: 'gauge' };
  return { identity, value, source: 'yaml:a', file: 'a.yaml', line: 4, hook: false };
}

const pod = (spec: JsonValue) => resource('v1', 'Pod', { spec });
const machine = (spec: JsonValue) => resource('tide.example/v1', 'Machine', { spec });
const container = { name: 'c', image: 'tide/gauge:1' };
const containers = [container];
const inContainer = (more: JsonObject) => pod({ containers: [{ ...container, ...more }] });
const context = (securityContext: JsonValue) => inContainer({ securityContext });

const rows: readonly { name: string; of: Resource; is: readonly string[]; says?: RegExp }[] = [
  { name: 'a sound pod', of: pod({ containers, hostNetwork: true, securityContext: { runAsUser: 7 } }), is: [] },
  { name: 'what is null', of: pod({ containers, hostNetwork: null, securityContext: null, volumes: null }), is: [] },
  { name: 'a pod of nothing', of: pod(7), is: ['workload-unreadable'], says: /^Pod tide\/gauge holds no pod/ },
  { name: 'a template that is not there', of: resource('apps/v1', 'Deployment', { spec: {} }), is: ['workload-unreadable'] },
  { name: 'no containers', of: pod({}), is: ['workload-unreadable'], says: /spec\.containers of Pod tide\/gauge/ },
  { name: 'an empty list of containers', of: pod({ containers: [] }), is: ['workload-unreadable'], says: /are no containers/ },
  { name: 'containers that are a word', of: pod({ containers: 'many' }), is: ['workload-unreadable'] },
  { name: 'a container that is a word', of: pod({ containers: [container, 'c'] }), is: ['workload-unreadable'] },
  {
    name: 'a first container that is a word',
    of: pod({ containers, initContainers: ['c'] }),
    is: ['field-unreadable'],
    says: /spec\.initContainers\[0\]/,
  },
  {
    name: 'a context that is a word',
    of: context('strict'),
    is: ['field-unreadable'],
    says: /spec\.containers\[0\]\.securityContext of/,
  },
  { name: 'a switch that is a word', of: context({ runAsNonRoot: 'maybe' }), is: ['field-unreadable'], says: /runAsNonRoot/ },
  { name: 'a user that is a name', of: context({ runAsUser: 'root' }), is: ['field-unreadable'], says: /runAsUser/ },
  { name: 'capabilities that are a number', of: context({ capabilities: 7 }), is: ['field-unreadable'] },
  { name: 'a capability that is a number', of: context({ capabilities: { drop: ['ALL', 7] } }), is: ['field-unreadable'] },
  { name: 'a user that is a negative number', of: context({ runAsUser: -1 }), is: ['field-unreadable'], says: /runAsUser/ },
  { name: 'a user that is half a number', of: context({ runAsUser: 1.5 }), is: ['field-unreadable'] },
  { name: 'a user beyond the last', of: context({ runAsUser: 2 ** 31 }), is: ['field-unreadable'] },
  {
    name: 'a group that is a word',
    of: pod({ containers, securityContext: { supplementalGroups: [7, 'root'] } }),
    is: ['field-unreadable'],
  },
  {
    name: 'a volume that is a word',
    of: pod({ containers, volumes: [{}, '/'] }),
    is: ['field-unreadable'],
    says: /spec\.volumes\[1\] of/,
  },
  {
    name: 'a folder of the node that is a word',
    of: pod({ containers, volumes: [{ hostPath: '/' }] }),
    is: ['field-unreadable'],
  },
  {
    name: 'a folder of the node that is a number',
    of: pod({ containers, volumes: [{ hostPath: { path: 7 } }] }),
    is: ['field-unreadable'],
  },
  { name: 'a variable that is a word', of: inContainer({ env: ['TIDE=high'] }), is: ['field-unreadable'], says: /env\[0\] of/ },
  {
    name: 'a variable that is a number',
    of: inContainer({ env: [{ name: 'TIDE', value: 7 }] }),
    is: ['field-unreadable'],
    says: /env\[0\]\.value/,
  },
  { name: 'a port that is a word', of: inContainer({ ports: [{ containerPort: '22' }] }), is: ['field-unreadable'] },
  { name: 'a port that is a negative number', of: inContainer({ ports: [{ hostPort: -1 }] }), is: ['field-unreadable'] },
  { name: 'resources that are a word', of: inContainer({ resources: '1Gi' }), is: ['field-unreadable'] },
  {
    name: 'sound resources',
    of: inContainer({ resources: { limits: { cpu: 1, memory: '1.5Gi', x: null }, requests: { cpu: '1e3' } } }),
    is: [],
  },
  {
    name: 'a limit that is a negative number',
    of: inContainer({ resources: { limits: { cpu: -1 } } }),
    is: ['field-unreadable'],
  },
  { name: 'a limit that is a word', of: inContainer({ resources: { limits: { memory: 'much' } } }), is: ['field-unreadable'] },
  { name: 'a policy that is a switch', of: inContainer({ imagePullPolicy: true }), is: ['field-unreadable'] },
  { name: 'a switch of the pod', of: pod({ containers, hostPID: 'yes' }), is: ['field-unreadable'], says: /spec\.hostPID/ },
  { name: "others' kind with a pod where one is read", of: machine({ template: { spec: { containers } } }), is: [] },
  { name: "others' kind without a pod", of: machine({ replicas: 2, containers: ['sidecar'] }), is: [] },
  { name: "others' kind that is a number", of: machine(7), is: [] },
  {
    name: "others' kind with a container in no list, beside a pod",
    of: machine({ template: { spec: { containers } }, steps: [{}, { script: { image: 'a' } }] }),
    is: ['pods-elsewhere'],
    says: /^Machine tide\/gauge holds containers in spec\.steps\[1\]\.script,/,
  },
  {
    name: "others' kind with a field that cannot be read in its second pod",
    of: machine({ head: { containers }, workers: [{ containers, hostPID: 'yes' }] }),
    is: ['field-unreadable'],
    says: /spec\.workers\[0\]\.hostPID/,
  },
  {
    name: 'a kind in the group that had it first',
    of: resource('extensions/v1beta1', 'DaemonSet', { spec: { template: { spec: { containers } } } }),
    is: [],
  },
  {
    name: 'a kind in a group that never had it',
    of: resource('apps/v1', 'Pod', { spec: { containers } }),
    is: ['workload-unreadable'],
    says: /^Pod tide\/gauge is of a kind that apps\/v1 does not have\.$/,
  },
  ...['apps/v2', 'apps/v1beta3', 'extensions/v1', 'batch/v2alpha1'].map((version) => ({
    name: `a Deployment of ${version}`,
    of: resource(version, 'Deployment', { spec: { template: { spec: { containers } } } }),
    is: ['workload-unreadable'],
    says: /is of a kind that \S+ does not have\.$/,
  })),
  {
    name: 'a version that is no longer served',
    of: resource('batch/v2alpha1', 'CronJob', { spec: { jobTemplate: { spec: { template: { spec: { containers } } } } } }),
    is: [],
  },
  { name: 'a Deployment of v1 without containers', of: resource('v1', 'Deployment', { spec: {} }), is: ['workload-unreadable'] },
  { name: "others' kind of the same name", of: resource('batch.tide.example/v1', 'Job', { spec: {} }), is: [] },
  { name: 'a kind of Kubernetes without pods', of: resource('v1', 'ConfigMap', { data: { containers: 'x' } }), is: [] },
];

for (const { name, of, is, says = /^/ } of rows) {
  test(`unreadable: ${name}`, () => {
    const gaps = findUnreadable([of], 'judge/hardening');
    assert.deepEqual(
      gaps.map(({ code }) => code),
      is,
    );
    assert.match(gaps[0]?.detail ?? '', says);
    for (const gap of gaps) assert.deepEqual([gap.unit, gap.path, gap.line], ['judge/hardening', 'a.yaml', 4]);
  });
}

test('property: whatever a workload holds, it is read or told, and never thrown at', () => {
  fc.assert(
    fc.property(anyJson(), (value) => {
      const all = findUnreadable([pod(value as JsonValue), machine(value as JsonValue)], 'judge/hardening');
      assert.ok(all.some(({ code }) => code === 'workload-unreadable') || Array.isArray(Object(value).containers));
    }),
  );
});

test('what is deep is walked to its end', () => {
  let value: JsonValue = { containers };
  for (let depth = 0; depth < 20_000; depth += 1) value = { a: value };
  assert.deepEqual(
    findUnreadable([machine(value)], 'x').map(({ code }) => code),
    ['pods-elsewhere'],
  );
});
