import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fault } from '../model/fault.ts';
import type { GatePolicy, GateRule } from '../model/gate.ts';
import type { Release } from '../model/release.ts';
import { type PlantedRelease, plantAdvisory, plantRelease } from '../test/planted-releases.ts';
import { readRecordedPolicy, toRecordedPolicy } from './gate/recorded-policy.ts';
import { gateRecord } from './gate-record.ts';

const place = { file: 'plimsoll.yaml', line: 9, column: 5 };
const coverage = { unread: 0, allow: [] };
const fresh: GateRule = { severity: 'HIGH', fixable: true, since: 'previous', unit: 'finding', max: 0, place };
const policyOf = (...gate: readonly GateRule[]): GatePolicy => ({ coverage, gate });

const advisories = [
  plantAdvisory(1, 'one', '2.0.0'),
  plantAdvisory(2, 'two', '2.0.0'),
  plantAdvisory(3, 'three', undefined),
  plantAdvisory(4, 'four', '2.0.0', { severity: 'LOW' }),
];
const plant = (more: Partial<PlantedRelease> & Pick<PlantedRelease, 'images'>, version: string, now: string): Release => ({
  ...plantRelease({ advisories, asOf: '2026-01-01T00:00:00Z', ...more }),
  version,
  now,
});
const image = (packages: Readonly<Record<string, string>>) => ({ packages });
const old = plant({ images: { 'r.example/a:1': image({ one: '1.0.0' }) } }, '1', '2026-01-01T00:00:00Z');

const ratchets: readonly (readonly [
  name: string,
  images: PlantedRelease['images'],
  isNew: readonly string[],
  more?: Partial<PlantedRelease>,
])[] = [
  ['the same', { 'r.example/a:1': image({ one: '1.0.0' }) }, []],
  ['another version, still affected', { 'r.example/a:1': image({ one: '1.1.0' }) }, []],
  ['another tag of the image', { 'r.example/a:2': image({ one: '1.0.0' }) }, []],
  ['one more package', { 'r.example/a:1': image({ one: '1.0.0', two: '1.0.0' }) }, ['CVE-2020-0002']],
  ['one more package without a fix', { 'r.example/a:1': image({ one: '1.0.0', three: '1.0.0' }) }, []],
  ['one more package that is not that bad', { 'r.example/a:1': image({ one: '1.0.0', four: '1.0.0' }) }, []],
  ['one more image', { 'r.example/a:1': image({ one: '1.0.0' }), 'r.example/b:1': image({ one: '1.0.0' }) }, ['CVE-2020-0001']],
  [
    'one more package that is suppressed',
    { 'r.example/a:1': image({ one: '1.0.0', two: '1.0.0' }) },
    [],
    { suppress: ['CVE-2020-0002'] },
  ],
];

for (const [name, images, expected, more = {}] of ratchets) {
  test(`ratchet: ${name}`, () => {
    const release = plant({ images, ...more }, '2', '2026-02-01T00:00:00Z');
    const verdict = gateRecord(release, policyOf(fresh), [old]);
    assert.deepEqual(
      verdict.rules[0]?.rows.map(({ vulnerability }) => vulnerability),
      expected,
    );
    assert.equal(verdict.passed, expected.length === 0);
    assert.equal(verdict.against, '1');
  });
}

test('what a decision took out before and does not now is new', () => {
  const excused = plant({ images: { 'r.example/a:1': image({ one: '1.0.0' }) }, suppress: ['CVE-2020-0001'] }, '1', old.now);
  const release = plant({ images: { 'r.example/a:1': image({ one: '1.0.0' }) } }, '2', '2026-02-01T00:00:00Z');
  assert.equal(gateRecord(release, policyOf(fresh), [excused]).passed, false);
});

test('the newest of the older records is the one before, the oldest says since when', () => {
  const between = plant({ images: { 'r.example/a:1': image({ one: '1.0.0', two: '1.0.0' }) } }, '1.5', '2026-01-20T00:00:00Z');
  const release = plant({ images: { 'r.example/a:1': image({ one: '1.0.0', two: '1.0.0' }) } }, '2', '2026-02-01T00:00:00Z');
  const seen = (seenDays: number): GateRule => ({ seenDays, unit: 'finding', max: 0, place });
  const verdict = gateRecord(release, policyOf(fresh, seen(31), seen(32), seen(12)), [between, old]);
  assert.equal(verdict.against, '1.5');
  assert.deepEqual(
    verdict.rules.map(({ counted }) => counted),
    [0, 1, 0, 2],
  );
});

test('a rule that needs an older record is refused without one, with its place', () => {
  const isPlaced = (error: unknown) =>
    error instanceof Fault && error.code === 'usage-wrong' && error.message.startsWith('plimsoll.yaml:9:5: `since: previous`');
  assert.throws(() => gateRecord(old, policyOf(fresh), []), isPlaced);
  assert.throws(() => gateRecord(old, policyOf(fresh), [{ ...old, product: 'Another' }]), /not one product/);
});

test('a record of before there were priorities is triaged first', () => {
  const rule: GateRule = { priority: 'track', unit: 'finding', max: 0, place };
  const [judged] = gateRecord(old, policyOf(rule), []).rules;
  assert.deepEqual([judged?.counted, judged?.remarks], [1, []]);
});

test('coverage has a verdict of its own', () => {
  const gap = { code: 'image-unread', unit: 'gather/images', image: 'r.example/lost:1', detail: 'It is lost.' };
  const verdict = gateRecord({ ...old, gaps: [gap] }, policyOf(), []);
  assert.deepEqual([verdict.passed, verdict.demands, verdict.coverage.isAccepted], [true, false, false]);
  assert.deepEqual(verdict.coverage.open, ['r.example/lost:1']);
});

test('a record keeps the policy, and gives it back', () => {
  const policy: GatePolicy = {
    coverage: { unread: 1, allow: ['a:1'] },
    gate: [fresh],
    licenses: { deny: ['MIT'], unknown: 'deny', place },
  };
  const kept = { ...old, policy: JSON.parse(JSON.stringify(toRecordedPolicy(policy))) };
  assert.deepEqual(readRecordedPolicy(kept), policy);
  assert.deepEqual(toRecordedPolicy(policyOf()), {});
  const { policy: _policy, ...without } = old;
  assert.deepEqual(readRecordedPolicy(without), policyOf());
});

test('a rule of a newer version is refused rather than misread', () => {
  const newer = { ...old, policy: { gate: [{ ...fresh, phaseOfTheMoon: 'full' }] } } as unknown as Release;
  assert.throws(
    () => readRecordedPolicy(newer),
    (error) => error instanceof Fault && error.code === 'record-too-new',
  );
});

test('property: against itself nothing is new; suppressing never adds, whatever was before', () => {
  const names = ['one', 'two', 'three', 'four'];
  const contents = fc.dictionary(fc.constantFrom('r.example/a:1', 'r.example/b:1', 'r.example/a:2'), fc.subarray(names), {
    maxKeys: 3,
  });
  const planted = contents.map((drawn) =>
    Object.fromEntries(
      Object.entries(drawn).map(([reference, held]) => [
        reference,
        image(Object.fromEntries(held.map((name) => [name, '1.0.0']))),
      ]),
    ),
  );
  const rule: GateRule = { since: 'previous', unit: 'finding', max: 0, place };
  fc.assert(
    fc.property(planted, planted, fc.constantFrom('CVE-2020-0001', 'CVE-2020-0003'), (before, after, vulnerability) => {
      const [was, is] = [plant({ images: before }, '1', old.now), plant({ images: after }, '2', '2026-02-01T00:00:00Z')];
      assert.ok(gateRecord(is, policyOf(rule), [is]).passed);
      const fewer = plant({ images: after, suppress: [vulnerability] }, '2', '2026-02-01T00:00:00Z');
      const counted = (release: Release) => gateRecord(release, policyOf(rule), [was]).rules[0]?.counted ?? 0;
      assert.ok(counted(fewer) <= counted(is));
    }),
    { numRuns: 40 },
  );
});
