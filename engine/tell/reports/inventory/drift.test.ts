import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunningImage } from '../../../model/drift.ts';
import { describeDrift } from './drift.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const run = (reference: string, change: Partial<RunningImage> = {}): RunningImage => ({
  reference,
  digest: null,
  resource: { apiVersion: 'v1', kind: 'Pod', namespace: 'n', name: 'p' },
  containers: 1,
  file: 'pods.json',
  line: 3,
  ...change,
});

test('each kind of difference is told with its place', () => {
  const drift = {
    running: 4,
    notDeclared: [run('q.io/x:1', { containers: 3 })],
    notRunning: [{ reference: 'q.io/y:1', file: 'y.yaml', line: 7 }],
    otherDigest: [
      { reference: 'q.io/z:1', declared: null, running: [run('q.io/z:1', { digest }), run(`q.io/z:1@${digest}`, { digest })] },
    ],
  };
  assert.deepEqual(describeDrift(drift), [
    'The cluster runs 4 images, and differs from the release.',
    'Running, not declared\n  q.io/x:1  Pod n/p and 2 more  pods.json:3',
    'Declared, not running\n  q.io/y:1  y.yaml:7',
    `The same tag, another digest\n  q.io/z:1\n    q.io/z:1 (${digest})  Pod n/p  pods.json:3\n    q.io/z:1@${digest}  Pod n/p  pods.json:3`,
  ]);
});

test('no difference is a sentence, and a long list is cut', () => {
  const none = { running: 1, notDeclared: [], notRunning: [], otherDigest: [] };
  assert.deepEqual(describeDrift(none), ['The cluster runs 1 image, and nothing differs from the release.']);
  const many = Array.from({ length: 30 }, (_, index) => run(`q.io/x:${index}`));
  assert.match(describeDrift({ ...none, notDeclared: many })[1] ?? '', /… and 10 more lines; --format json has them all$/);
});
