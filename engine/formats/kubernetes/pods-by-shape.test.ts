import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyJson } from '../../test/any-json.ts';
import { findOtherContainer, findPodsByShape } from './pods-by-shape.ts';

const containers = [{ name: 'a', image: 'x/a:1' }];
const template = { metadata: { labels: { app: 'a' } }, spec: { containers } };

const rows: readonly (readonly [name: string, spec: unknown, paths: readonly string[], other?: string])[] = [
  ['a template', { template }, ['spec.template.spec']],
  ['the specification itself', { containers }, ['spec']],
  ['a template without a specification of its own', { podTemplate: { containers } }, ['spec.podTemplate']],
  [
    'replicas of a training job',
    { tfReplicaSpecs: { Worker: { template }, PS: { template } } },
    ['spec.tfReplicaSpecs.Worker.template.spec', 'spec.tfReplicaSpecs.PS.template.spec'],
  ],
  [
    'groups of workers in a list',
    { headGroupSpec: { template }, workerGroupSpecs: [{ template }, { template }] },
    ['spec.headGroupSpec.template.spec', 'spec.workerGroupSpecs[0].template.spec', 'spec.workerGroupSpecs[1].template.spec'],
  ],
  ['a key with dots', { 'a.b': { containers } }, ['spec["a.b"]']],
  ['a pod whose sidecars hold others', { containers, sidecars: [{ containers }] }, ['spec']],
  ['an image that is filled in', { steps: [{ containers: [{ image: '{{inputs|a}}' }] }] }, ['spec.steps[0]']],
  ['a container of a workflow', { templates: [{ container: { image: 'a' } }] }, ['spec.templates[0]']],
  ['a script of a workflow', { templates: [{ script: { image: 'a' } }] }, ['spec.templates[0]']],
  ['a set of containers', { templates: [{ containerSet: { containers } }] }, ['spec.templates[0]']],
  [
    'a template in a step',
    { templates: [{ steps: [[{ inline: { script: { image: 'a' } } }]] }] },
    ['spec.templates[0].steps[0][0].inline'],
  ],
  ['defaults of templates', { templateDefaults: { container: { image: 'a' } }, templates: [] }, []],
  ['steps of a task', { taskSpec: { steps: [{ image: 'a' }, { ref: { name: 'b' } }] } }, ['spec.taskSpec']],
  ['a container by itself', { server: { container: { image: 'a' } } }, [], 'spec.server.container'],
  ['a script by itself', { server: { script: { image: 'a' } } }, [], 'spec.server.script'],
  ['a pattern of a policy', { pattern: { containers: [{ image: '!*:latest' }] } }, [], 'spec.pattern.containers'],
  ['containers without images', { containers: [{ name: 'a' }] }, []],
  ['words', { containers: ['a'] }, []],
];

for (const [name, spec, paths, other] of rows)
  test(`pods by shape: ${name}`, () => {
    const pods = findPodsByShape({ spec });
    assert.deepEqual(
      pods.map(({ path }) => path),
      paths,
    );
    assert.equal(findOtherContainer({ spec }, new Set(pods.map(({ holder }) => holder))), other);
  });

test('the template of a pod is what holds its specification', () => {
  assert.equal(findPodsByShape({ spec: { template } })[0]?.template, template);
  const own = { containers, metadata: { labels: {} } };
  assert.equal(findPodsByShape({ spec: own })[0]?.template, own);
});

test('property: whatever stands beside a pod, the pod is found', () => {
  fc.assert(
    fc.property(anyJson(), fc.boolean(), (value, isLast) => {
      const resource = { spec: isLast ? [value, { template }] : { a: { template }, b: value } };
      const pods = findPodsByShape(resource);
      assert.ok(pods.some(({ pod }) => pod === template.spec));
    }),
  );
});
