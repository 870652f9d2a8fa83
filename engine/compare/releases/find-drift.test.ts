import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseReference } from '../../formats/reference/reference.ts';
import type { RunningImage } from '../../model/drift.ts';
import type { DeclaredImage } from '../../model/inventory.ts';
import type { Occurrence } from '../../model/occurrence.ts';
import { findDrift } from './find-drift.ts';

const a = `sha256:${'a'.repeat(64)}`;
const b = `sha256:${'b'.repeat(64)}`;

function declare(reference: string, change: Partial<Occurrence> = {}): DeclaredImage {
  const occurrence = { reference, declared: reference, how: 'pod-spec', certainty: 'certain', resource: null, path: '' } as const;
  const place = { hook: false, conditional: [], file: 'x.yaml', line: 1, ...change };
  const digest = parseReference(reference)?.digest ?? null;
  return { reference, digest, components: [], owners: [], tier: 'core', occurrences: [{ ...occurrence, ...place }] };
}

function run(text: string): RunningImage {
  const [reference = '', digest = null] = text.split(' ');
  const resource = { apiVersion: 'v1', kind: 'Pod', namespace: null, name: 'p' };
  return { reference, digest, resource, containers: 1, file: 'pods.json', line: 1 };
}

const mirrors = [{ from: 'quay.io', to: 'r.example/quay' }];
const cases: readonly {
  name: string;
  declared: readonly DeclaredImage[];
  running: readonly string[];
  notDeclared?: readonly string[];
  notRunning?: readonly string[];
  otherDigest?: readonly string[];
}[] = [
  { name: 'the same', declared: [declare('q.io/x:1')], running: [`q.io/x:1 ${a}`] },
  { name: 'the same digest', declared: [declare(`q.io/x:1@${a}`)], running: [`q.io/x:1@${a} ${a}`] },
  { name: 'the same digest under another name', declared: [declare(`q.io/x@${a}`)], running: [`r.io/y:1 ${a}`] },
  { name: 'an image that nobody declared', declared: [], running: ['q.io/x:1'], notDeclared: ['q.io/x:1'] },
  { name: 'an image that does not run', declared: [declare('q.io/x:1')], running: [], notRunning: ['q.io/x:1'] },
  {
    name: 'another tag',
    declared: [declare('q.io/x:1')],
    running: ['q.io/x:2'],
    notDeclared: ['q.io/x:2'],
    notRunning: ['q.io/x:1'],
  },
  { name: 'another digest', declared: [declare(`q.io/x:1@${a}`)], running: [`q.io/x:1 ${b}`], otherDigest: ['q.io/x:1@'] },
  {
    name: 'one tag with two digests',
    declared: [declare('q.io/x:1')],
    running: [`q.io/x:1 ${a}`, `q.io/x:1 ${b}`],
    otherDigest: ['q.io/x:1'],
  },
  { name: 'a digest that is not known', declared: [declare(`q.io/x:1@${a}`)], running: ['q.io/x:1'] },
  { name: 'a configured mirror', declared: [declare('quay.io/x:1')], running: ['r.example/quay/x:1'] },
  { name: 'a mirror that nests the host', declared: [declare('quay.io/x/y:1')], running: ['m.example/quay.io/x/y:1'] },
  { name: 'a hook', declared: [declare('q.io/x:1', { hook: true })], running: [] },
  {
    name: 'an image of a switch',
    declared: [declare('q.io/x:1', { conditional: [{ value: 'on', equals: true }] })],
    running: [],
  },
];

for (const { name, declared, running, notDeclared = [], notRunning = [], otherDigest = [] } of cases) {
  test(`drift: ${name}`, () => {
    const drift = findDrift(declared, running.map(run), mirrors);
    assert.deepEqual(
      drift.notDeclared.map(({ reference }) => reference),
      notDeclared,
    );
    assert.deepEqual(
      drift.notRunning.map(({ reference }) => reference),
      notRunning,
    );
    assert.deepEqual(
      drift.otherDigest.map(({ reference }) => reference.replace(/sha256:.*/, '')),
      otherDigest,
    );
    assert.equal(drift.running, running.length);
  });
}

test('property: what runs as declared is no drift; every image that runs is explained or told', () => {
  const reference = fc.constantFrom('q.io/x:1', 'q.io/x:2', 'docker.io/library/y:1', `q.io/z@${a}`, `q.io/x:1@${b}`);
  fc.assert(
    fc.property(fc.uniqueArray(reference), fc.uniqueArray(reference), (stated, found) => {
      const declared = stated.map((each) => declare(each));
      const same = findDrift(declared, stated.map(run));
      assert.deepEqual([same.notDeclared, same.notRunning], [[], []]);
      const drift = findDrift(declared, found.map(run));
      assert.ok(drift.notDeclared.length <= found.length && drift.notRunning.length <= stated.length);
      assert.deepEqual(findDrift(declared.toReversed(), found.toReversed().map(run)), drift);
    }),
  );
});
