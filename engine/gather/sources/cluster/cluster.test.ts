import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyJson } from '../../../test/any-json.ts';
import { memoryWorld } from '../memory-world.ts';
import { cluster } from './cluster.ts';

const read = (state: unknown) => {
  const text = typeof state === 'string' ? state : JSON.stringify(state, null, 1);
  return cluster.read({ kind: 'cluster', at: 'pods.json' }, memoryWorld({ files: { 'pods.json': text } }));
};
const digest = `sha256:${'a'.repeat(64)}`;
const pod = (spec: object, status: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'n' },
  spec,
  status,
});
const list = (...items: object[]) => ({ apiVersion: 'v1', kind: 'List', items });

const cases: readonly { name: string; state: unknown; found?: readonly string[]; gaps?: readonly string[] }[] = [
  {
    name: 'containers of every kind, with what was pulled',
    state: list(
      pod(
        {
          containers: [{ name: 'a', image: 'x:1' }],
          initContainers: [{ name: 'b', image: 'y:1' }],
          ephemeralContainers: [{ name: 'c', image: 'z' }],
        },
        {
          containerStatuses: [{ name: 'a', imageID: `docker-pullable://x@${digest}` }],
          initContainerStatuses: [{ name: 'b', imageID: `docker.io/library/y@${digest}` }],
          ephemeralContainerStatuses: [{ name: 'c', imageID: digest }],
        },
      ),
    ),
    found: [`docker.io/library/y:1 ${digest} 1`, `docker.io/library/x:1 ${digest} 1`, 'docker.io/library/z:latest null 1'],
  },
  {
    name: 'one image in several pods once',
    state: list(pod({ containers: [{ name: 'a', image: 'x:1' }] }), pod({ containers: [{ name: 'a', image: 'docker.io/x:1' }] })),
    found: ['docker.io/library/x:1 null 2'],
  },
  {
    name: 'pods before what makes them',
    state: list(pod({ containers: [{ image: 'x:1' }] }), {
      kind: 'ReplicaSet',
      spec: { template: { spec: { containers: [{ image: 'old:1' }] } } },
    }),
    found: ['docker.io/library/x:1 null 1'],
  },
  {
    name: 'workloads where there are no pods, without those scaled to nothing',
    state: list(
      { kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec: { containers: [{ image: 'x:1' }] } } } } } },
      { kind: 'Deployment', spec: { replicas: 0, template: { spec: { containers: [{ image: 'old:1' }] } } } },
      { kind: 'Service', spec: {} },
    ),
    found: ['docker.io/library/x:1 null 1'],
  },
  {
    name: 'YAML',
    state:
      'kind: PodList\nitems:\n- kind: Pod\n  spec:\n    containers:\n    - image: x:1\n---\nkind: Pod\nspec: {containers: [{image: y}]}\n',
    found: ['docker.io/library/x:1 null 1', 'docker.io/library/y:latest null 1'],
  },
  {
    name: 'an image that is none',
    state: list(pod({ containers: [{ image: 'A B' }, { image: 'A B' }, { image: 3 }, null] })),
    gaps: ['reference-unreadable'],
  },
  { name: 'no pods', state: list(), gaps: ['cluster-empty'] },
  { name: 'other things', state: '3', gaps: ['cluster-empty'] },
  { name: 'what is no JSON and no YAML', state: '{"a": [', gaps: ['yaml-unreadable'] },
  { name: 'nothing', state: '', gaps: ['cluster-empty'] },
];

for (const { name, state, found = [], gaps = [] } of cases) {
  test(`reads ${name}`, async () => {
    const reading = await read(state);
    assert.deepEqual(
      reading.running?.map((image) => `${image.reference} ${image.digest} ${image.containers}`),
      found,
    );
    assert.deepEqual(
      reading.gaps.map(({ code }) => code),
      gaps,
    );
    assert.deepEqual([reading.resources, reading.occurrences], [[], []]);
  });
}

test('an image has its line and the first pod that runs it', async () => {
  const { running = [] } = await read(list(pod({ containers: [{ image: 'x:10' }, { image: 'x:1' }] })));
  const text = JSON.stringify(list(pod({ containers: [{ image: 'x:10' }, { image: 'x:1' }] })), null, 1).split('\n');
  assert.ok(running.every(({ line }, index) => text[line - 1]?.includes(index === 0 ? '"x:10"' : '"x:1"')));
  assert.deepEqual(running[0]?.resource, { apiVersion: 'v1', kind: 'Pod', namespace: 'n', name: 'p' });
});

test('a state that is not there is a gap', async () => {
  const { gaps } = await cluster.read({ kind: 'cluster', at: 'gone.json' }, memoryWorld({ files: {} }));
  assert.deepEqual(
    gaps.map(({ code }) => code),
    ['source-missing'],
  );
});

test('property: any text, and any JSON, gives a reading', async () => {
  await fc.assert(fc.asyncProperty(fc.string({ maxLength: 60 }), async (text) => void (await read(text))));
  await fc.assert(
    fc.asyncProperty(anyJson({ maxDepth: 5 }), async (value) => void (await read(list({ kind: 'Pod', spec: value })))),
  );
});
