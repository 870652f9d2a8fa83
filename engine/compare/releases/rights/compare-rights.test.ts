import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Rights, RightsPath, RightsPower, RightsSubject } from '../../../model/rights.ts';
import { compareRights } from './compare-rights.ts';

const gauge: RightsSubject = { kind: 'ServiceAccount', namespace: 'tide', name: 'gauge' };
const power = (namespace: string | null, binding = 'b'): RightsPower => ({
  ...{ kind: 'read-secrets', namespace, names: [], role: 'Role r', binding, file: 'a.yaml', line: 4 },
  sentence: `may read Secrets in ${namespace === null ? 'the whole cluster' : `namespace ${namespace}`}: ${binding} gives Role r`,
});
const path = (...to: readonly string[]): RightsPath => ({
  ...{ from: 'Deployment tide/site', start: 'exposed', to: 'cluster-admin' },
  steps: to.map((one) => ({ from: '', to: one, sentence: '', file: null, line: null, doubt: null })),
});
const empty: Rights = {
  ...{ product: 'Gauge', version: '1', tenants: [], subjects: [], workloads: [], paths: [], cuts: [] },
  ...{ sharing: [], unused: [], issues: [], gaps: [] },
};
const withPowers = (...powers: readonly RightsPower[]): Rights => ({
  ...empty,
  subjects: [{ subject: gauge, grants: [], powers, workloads: [] }],
});
const withPaths = (...paths: readonly RightsPath[]): Rights => ({ ...empty, paths });

const rows: readonly { name: string; old: Rights; now: Rights; powers?: RegExp[]; paths?: readonly string[] }[] = [
  { name: 'nothing changed', old: withPowers(power('tide')), now: withPowers(power('tide')) },
  {
    name: 'a right came',
    old: withPowers(),
    now: withPowers(power('tide')),
    powers: [/^ServiceAccount tide\/gauge can now read Secrets in namespace tide: b gives Role r\.$/],
  },
  {
    name: 'a right went',
    old: withPowers(power(null)),
    now: withPowers(),
    powers: [/no longer can, read Secrets in the whole cluster/],
  },
  {
    name: 'a right that reaches further',
    old: withPowers(power('tide')),
    now: withPowers(power(null)),
    powers: [/can now read Secrets in the whole cluster/, /no longer can, read Secrets in namespace tide/],
  },
  { name: 'another binding gives it', old: withPowers(power('tide')), now: withPowers(power('tide', 'c')) },
  { name: 'somebody new', old: empty, now: withPowers(power('tide')), powers: [/can now/] },
  { name: 'a way came', old: empty, now: withPaths(path('a', 'cluster-admin')), paths: ['gained null → 2'] },
  { name: 'a way went', old: withPaths(path('a')), now: empty, paths: ['lost 1 → null'] },
  { name: 'a shorter way', old: withPaths(path('a', 'b', 'c')), now: withPaths(path('c')), paths: ['changed 3 → 1'] },
  { name: 'the same way', old: withPaths(path('a')), now: withPaths(path('a')) },
];

for (const { name, old, now, powers = [], paths = [] } of rows) {
  test(`rights against others: ${name}`, () => {
    const found = compareRights(old, now);
    assert.deepEqual(
      found.paths.map(({ change, before, after }) => `${change} ${before} → ${after}`),
      paths,
    );
    assert.equal(found.powers.length, powers.length);
    for (const [index, says] of powers.entries()) assert.match(found.powers[index]?.sentence ?? '', says);
  });
}

test('who is on one side alone is told, and gaps of both sides', () => {
  const gap = { code: 'role-missing', unit: 'judge/rights', detail: 'A role.' };
  const { powers, gaps } = compareRights({ ...empty, gaps: [gap] }, { ...withPowers(power('tide')), gaps: [gap] });
  assert.deepEqual([powers[0]?.isNewOrGone, gaps.length], [true, 1]);
});

const anyPowers = fc.uniqueArray(fc.constantFrom(power('a'), power('b'), power(null)), { maxLength: 3 });

test('property: what came is what went the other way around', () => {
  fc.assert(
    fc.property(anyPowers, anyPowers, (old, now) => {
      const there = compareRights(withPowers(...old), withPowers(...now)).powers;
      const back = compareRights(withPowers(...now), withPowers(...old)).powers;
      const of = (all: typeof there, wanted: string) => all.filter(({ change }) => change === wanted).map((one) => one.power);
      assert.deepEqual([of(there, 'gained'), of(there, 'lost')], [of(back, 'lost'), of(back, 'gained')]);
    }),
  );
});
