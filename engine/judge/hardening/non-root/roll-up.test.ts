import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NonRootRow } from '../../../model/non-root.ts';
import { exposedFirst, followNonRoot, rollUpNonRoot } from './roll-up.ts';

const row = (verdict: NonRootRow['verdict'], over: Partial<NonRootRow> = {}): NonRootRow => ({
  resource: { apiVersion: 'v1', kind: 'Pod', namespace: null, name: 'gauge' },
  container: 'c',
  image: 'registry.example/gauge:1',
  verdict,
  set: {},
  because: [],
  ...over,
});
const rows: readonly NonRootRow[] = [
  row('enforced', { component: 'a', source: 'helm:a', owners: ['one'] }),
  row('ready', { component: 'b', source: 'helm:b', owners: ['one', 'two'], exposure: 'not-exposed' }),
  row('blocked', { component: 'b', source: 'helm:b', exposure: 'not-exposed' }),
  row('unknown', { component: 'c', source: 'helm:c', exposure: 'exposed' }),
];
const zero = { enforced: 0, ready: 0, 'ready-with': 0, blocked: 0, unknown: 0 };

test('verdicts are added up, the exposed and the most open first', () => {
  const { release, exposed, components, owners, charts } = rollUpNonRoot(rows);
  assert.deepEqual(release, { ...zero, containers: 4, enforced: 1, ready: 1, blocked: 1, unknown: 1 });
  assert.deepEqual(exposed, { ...zero, containers: 1, unknown: 1 });
  assert.deepEqual(
    components.map(({ name, containers }) => [name, containers]),
    [
      ['c', 1],
      ['b', 2],
      ['a', 1],
    ],
  );
  assert.deepEqual(
    owners.map(({ name, containers }) => [name, containers]),
    [
      [null, 2],
      ['one', 2],
      ['two', 1],
    ],
  );
  assert.deepEqual(
    charts.map(({ name }) => name),
    ['helm:c', 'helm:b', 'helm:a'],
  );
});

test('what the five verdicts count is all there is', () => {
  const { release, components } = rollUpNonRoot(rows);
  for (const { containers, enforced, ready, blocked, unknown, 'ready-with': readyWith } of [release, ...components])
    assert.equal(enforced + ready + readyWith + blocked + unknown, containers);
});

test('exposed containers come first, else the order stays', () => {
  assert.deepEqual(
    exposedFirst(rows).map(({ verdict }) => verdict),
    ['unknown', 'enforced', 'ready', 'blocked'],
  );
});

test('verdicts are followed over releases', () => {
  const steps = followNonRoot([
    { version: '1', nonRoot: rows },
    { version: '2', nonRoot: rows.map((one) => ({ ...one, verdict: 'enforced' })) },
  ]);
  assert.equal(steps[0]?.change, null);
  assert.deepEqual(steps[1]?.change, { ...zero, containers: 0, enforced: 3, ready: -1, blocked: -1, unknown: -1 });
});
