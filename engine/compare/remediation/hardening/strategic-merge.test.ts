import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ContextSetting } from '../../../model/hardening-change.ts';
import type { JsonObject } from '../../../model/json.ts';
import { applyStrategicMerge, invertPatch, toPatchBody } from './strategic-merge.ts';

const identity = { apiVersion: 'v1', kind: 'Pod', namespace: null, name: 'gauge' };

const merges: readonly {
  readonly name: string;
  readonly value: JsonObject;
  readonly patch: JsonObject;
  readonly result: JsonObject;
}[] = [
  {
    name: 'objects are merged, null takes away',
    value: { a: { b: 1, c: 2 } },
    patch: { a: { b: null, d: 3 } },
    result: { a: { c: 2, d: 3 } },
  },
  {
    name: 'containers are merged by name, and keep their order',
    value: {
      containers: [
        { name: 'a', image: 'x' },
        { name: 'b', image: 'y' },
      ],
    },
    patch: { containers: [{ name: 'b', securityContext: { privileged: false } }] },
    result: {
      containers: [
        { name: 'a', image: 'x' },
        { name: 'b', image: 'y', securityContext: { privileged: false } },
      ],
    },
  },
  {
    name: 'an anchor adds no container',
    value: { containers: [{ name: 'a' }] },
    patch: {
      containers: [
        { '(name)': 'gone', x: 1 },
        { '(name)': 'a', x: 2 },
      ],
    },
    result: { containers: [{ name: 'a', x: 2 }] },
  },
  { name: 'other lists are replaced', value: { drop: ['A', 'B'] }, patch: { drop: ['ALL'] }, result: { drop: ['ALL'] } },
  { name: 'what was null is taken for nothing', value: { a: null }, patch: { a: { b: 1 } }, result: { a: { b: 1 } } },
];

for (const { name, value, patch, result } of merges)
  test(`merge: ${name}`, () => assert.deepEqual(applyStrategicMerge(value, patch), result));

test('the body of a patch stands where the pod does, with init containers first', () => {
  const pod = { containers: [{ name: 'a' }], initContainers: [{ name: 'i' }] };
  const settings: readonly ContextSetting[] = [
    { container: 'a', name: 'runAsUser', value: 5 },
    { container: 'i', name: 'runAsUser', value: 6 },
    { container: null, name: 'fsGroup', value: 7 },
  ];
  const body = toPatchBody({ identity, pod, podPath: 'spec.template.spec' }, settings);
  assert.deepEqual(body, {
    spec: {
      template: {
        spec: {
          securityContext: { fsGroup: 7 },
          initContainers: [{ name: 'i', securityContext: { runAsUser: 6 } }],
          containers: [{ name: 'a', securityContext: { runAsUser: 5 } }],
        },
      },
    },
  });
  assert.deepEqual(toPatchBody({ identity, pod, podPath: 'spec' }, []), {});
});

const context = fc.dictionary(
  fc.constantFrom('runAsUser', 'privileged', 'capabilities', 'seccompProfile'),
  fc.constantFrom<JsonObject[string]>(
    1,
    true,
    { drop: ['A'], add: ['B'] },
    { type: 'Unconfined' },
    { type: 'X', localhostProfile: 'p' },
  ),
  { noNullPrototype: true },
);
const container = fc.record({ securityContext: context }, { requiredKeys: [], noNullPrototype: true });
const setting = fc.record({
  container: fc.constantFrom(null, 'a', 'b', 'gone'),
  name: fc.constantFrom('runAsUser', 'capabilities', 'seccompProfile', 'allowPrivilegeEscalation'),
  value: fc.constantFrom<JsonObject[string]>(9, false, { drop: ['ALL'] }, { type: 'RuntimeDefault' }),
});

test('property: what takes a patch back gives the value that it was made for', () => {
  fc.assert(
    fc.property(container, container, container, fc.array(setting), (pod, a, b, settings) => {
      const spec = {
        ...pod,
        containers: [
          { name: 'a', image: 'x', ...a },
          { name: 'b', ...b },
        ],
      } as JsonObject;
      const value: JsonObject = { kind: 'Pod', spec };
      for (const key of ['name', '(name)'] as const) {
        const patch = toPatchBody({ identity, pod: spec, podPath: 'spec' }, settings as readonly ContextSetting[], key);
        assert.deepEqual(applyStrategicMerge(applyStrategicMerge(value, patch), invertPatch(value, patch)), value);
      }
    }),
  );
});
