import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckFinding } from '../../model/hardening.ts';
import type { Resource } from '../../model/resource.ts';
import type { CheckOutcome, ScanReport } from '../../model/scan.ts';
import { compareChecks, tellUnplaced } from './compare-checks.ts';

const identity = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'tide', name: 'gauge' };
const custom = { apiVersion: 'x.io/v1', kind: 'Gauge', namespace: 'tide', name: 'gauge' };
const resources = [identity, custom].map(
  (one): Resource => ({ identity: one, value: {}, source: 's', file: 'a.yaml', hook: false }),
);
const failure = (check: string, suppressedBy: string | null = null, resource = identity): CheckFinding => ({
  ...{ check, severity: 'HIGH', resource, path: 'p', file: 'a.yaml', line: 1, remedy: 'r', component: null },
  suppressedBy,
});
const outcome = (id: string, says: CheckOutcome['outcome'], name = 'gauge', namespace: string | null = 'tide'): CheckOutcome => ({
  ...{ id, title: id, subject: name, outcome: says, word: says },
  resource: { kind: 'Deployment', namespace, name },
});
const report = (outcomes: readonly CheckOutcome[], more: Partial<ScanReport> = {}): ScanReport => ({
  ...{ file: 'r.json', format: 'lint', tool: 'lint', engine: 'lint', version: '1', kind: 'checks' as const, outcomes },
  ...{ images: [], rows: [], ignored: [], packages: null, checks: [], statements: [], endOfLife: [], databaseAt: null, gaps: [] },
  ...more,
});
/** Theirs `L-x` asks what our `x` asks. */
const oursFor = (_: string, id: string) => (id.startsWith('L-') ? [id.slice(2)] : []);

/** Name → our failures, their outcomes → row by row: check, our word, class. */
const rows: readonly (readonly [string, readonly CheckFinding[], ScanReport, readonly string[]])[] = [
  ['both fail', [failure('a')], report([outcome('L-a', 'failed')]), ['a failed agreed']],
  ['neither fails', [], report([outcome('L-a', 'passed')]), ['a passed agreed']],
  ['they pass what we fail', [failure('a')], report([outcome('L-a', 'passed')]), ['a failed judged-differently']],
  ['they fail what we pass', [], report([outcome('L-a', 'failed')]), ['a passed judged-differently']],
  [
    'what is suppressed here fails all the same',
    [failure('a', 'x')],
    report([outcome('L-a', 'failed')]),
    ['a suppressed agreed'],
  ],
  ['a control that we have no check for', [], report([outcome('M', 'failed')]), ['null nothing only-theirs']],
  ['what is not checked is no pass', [failure('a')], report([outcome('L-a', 'not-checked')]), ['a failed not-checked']],
  ['nor one where we pass', [], report([outcome('L-a', 'not-checked')]), ['a passed not-checked']],
  [
    'the worst of several containers counts',
    [],
    report([outcome('L-a', 'passed'), outcome('L-a', 'failed')]),
    ['a passed judged-differently'],
  ],
  [
    'what a Deployment made is the Deployment’s',
    [failure('a')],
    report([{ ...outcome('L-a', 'failed'), resource: { kind: 'ReplicaSet', namespace: 'tide', name: 'gauge-7c6b5d4f98' } }]),
    ['a failed agreed'],
  ],
  ['another object', [], report([outcome('L-a', 'failed', 'buoy')]), ['a nothing not-in-release']],
  ['an object of another namespace', [], report([outcome('L-a', 'failed', 'gauge', 'ebb')]), ['a nothing not-in-release']],
  ['an object without namespace', [failure('a')], report([outcome('L-a', 'failed', 'gauge', null)]), ['a failed agreed']],
  [
    'silence on another object is no pass',
    [failure('a', null, custom)],
    report([outcome('L-a', 'failed')]),
    ['a passed judged-differently', 'a failed only-ours'],
  ],
  [
    'silence of who lists failures only is a pass',
    [failure('a')],
    report([], { silentPasses: ['L-a'] }),
    ['a failed judged-differently'],
  ],
  [
    'but not on kinds that it does not know',
    [failure('a', null, custom)],
    report([], { silentPasses: ['L-a'] }),
    ['a failed only-ours'],
  ],
  ['what they have no control for is not listed', [failure('b')], report([outcome('L-a', 'passed')]), ['a passed agreed']],
];

for (const [name, failures, theirs, expected] of rows)
  test(`beside another tool: ${name}`, () => {
    const { rows: found, reports } = compareChecks({ resources, failures, reports: [theirs], oursFor });
    assert.deepEqual(
      found.map(({ check, ours, theirs: [word] }) => `${check} ${ours} ${word?.class}`),
      expected,
    );
    assert.equal(
      Object.values(reports[0]?.counts ?? {}).reduce((sum, count) => sum + count, 0),
      found.length,
    );
  });

const node = (id: string, says: CheckOutcome['outcome'], title = 'Ensure it (Automated)'): CheckOutcome => ({
  ...{ id, title, subject: 'master', outcome: says, word: says.toUpperCase() },
});
const bench = (outcomes: readonly CheckOutcome[]) => report(outcomes, { tool: 'kube-bench', engine: 'kube-bench' });

test('failures of no resource are told, but of a benchmark', () => {
  const told = tellUnplaced([
    report([node('L-a', 'failed'), node('L-b', 'passed'), outcome('L-c', 'failed')]),
    bench([node('1', 'failed')]),
  ]);
  assert.deepEqual(
    told.map(({ code, path, detail }) => [code, path, detail]),
    [['controls-unplaced', 'r.json', '1 of its failures names no resource and is compared with nothing: L-a.']],
  );
});

const outside = (says: CheckOutcome['outcome']): CheckOutcome => ({ ...node('L-a', says), isOutside: true });

/** Name → outcomes → how many are counted as outside, and how many gaps there are. */
const unplaced: readonly (readonly [string, ScanReport, readonly [outside: number | undefined, gaps: number]])[] = [
  ['a failure of a Dockerfile is counted and no gap', report([outside('failed'), outcome('L-a', 'failed')]), [1, 0]],
  ['what passes in one is not', report([outside('passed'), outside('not-checked')]), [undefined, 0]],
  [
    'a failure of a manifest that names no resource is a gap beside it',
    report([outside('failed'), node('L-a', 'failed')]),
    [1, 1],
  ],
  ['failures of a benchmark are neither', bench([node('1', 'failed')]), [undefined, 0]],
];

for (const [name, theirs, expected] of unplaced)
  test(`failures of no resource: ${name}`, () => {
    const { reports } = compareChecks({ resources, failures: [], reports: [theirs], oursFor });
    assert.deepEqual([reports[0]?.outside, tellUnplaced([theirs]).length], expected);
  });

test('a benchmark is counted, and what is not checked is no pass', () => {
  const outcomes = [node('1.1.1', 'passed'), node('1.1.2', 'failed'), node('1.1.3', 'not-checked')];
  const { benchmarks, rows: found } = compareChecks({ resources, failures: [], reports: [bench(outcomes)], oursFor });
  assert.deepEqual([found.length, benchmarks[0]?.passed, benchmarks[0]?.failed, benchmarks[0]?.notChecked], [0, 1, 1, 1]);
});

test('two reports of a benchmark: what broke, what was fixed, what nobody looked at', () => {
  const before = [
    ...[node('1.1.1', 'passed'), node('1.1.2', 'failed'), node('1.1.9', 'passed'), node('1.1.10', 'not-checked')],
    ...[node('1.2.1', 'passed'), node('1.2.2', 'passed'), node('1.2.3', 'failed')],
  ];
  const after = [
    ...[node('1.1.1', 'failed'), node('1.1.2', 'passed'), node('1.1.9', 'not-checked'), node('1.1.10', 'failed')],
    ...[node('1.2.1', 'passed', 'Ensure it(Manual)'), node('1.2.2', 'failed', 'Ensure that'), node('1.2.4', 'passed')],
  ];
  const { changes } = compareChecks({ resources, failures: [], reports: [bench(before), bench(after)], oursFor });
  assert.equal(changes[0]?.unchanged, 1);
  assert.deepEqual(
    changes[0]?.changes.map(({ id, change }) => `${id} ${change}`),
    [
      '1.1.1 broken',
      '1.1.2 fixed',
      '1.1.9 no-longer-checked',
      '1.1.10 newly-checked',
      '1.2.2 reworded',
      '1.2.3 removed',
      '1.2.4 added',
    ],
  );
});
