import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Ssvc } from '../../../model/advisory.ts';
import { accountReaches } from '../../../model/exposure.ts';
import type { Finding } from '../../../model/finding.ts';
import { tiers } from '../../../model/inventory.ts';
import { priorities } from '../../../model/priority.ts';
import { severities } from '../../../model/severity.ts';
import { exploitations, missions, technicalImpacts } from '../../../model/triage.ts';
import { sampleRelease } from '../../../test/sample-release.ts';
import { cisaTable } from './cisa-table.ts';
import { compareUrgency, type TriagedFinding } from './compare-urgency.ts';
import { allPoints, decide, findUndecided, move } from './decide.ts';
import type { Setting } from './find-setting.ts';
import { judgeAttack } from './judge-attack.ts';
import { judgeExploitation } from './judge-exploitation.ts';
import { judgeMission } from './judge-mission.ts';
import { type Circumstances, prioritize } from './prioritize.ts';

const [sample] = sampleRelease.findings;
assert.ok(sample);
const { priority: _, why: __, ...finding } = sample;
const rce = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const open: Setting = {
  exposure: 'exposed',
  privilege: 'root',
  rights: 'none',
  isRoot: true,
  because: ['It is open to the outside: a way.', 'It runs as root.'],
};
const closed: Setting = {
  exposure: 'not-exposed',
  privilege: 'limited',
  rights: 'none',
  isRoot: false,
  because: ['Nothing from outside leads to it.'],
};
const core: Circumstances = { ssvc: undefined, image: { tier: 'core' }, setting: open, table: cisaTable };

test('every combination has an outcome, and exactly one row', () => {
  assert.deepEqual([allPoints.length, cisaTable.rows.length, findUndecided(cisaTable)], [36, 36, []]);
});

test("outcomes are as often what they are in CISA's table", () => {
  const counts = priorities.map((priority) => cisaTable.rows.filter((row) => row.priority === priority).length);
  assert.deepEqual(counts, [4, 10, 4, 18]);
});

const rank = (priority: (typeof priorities)[number] | undefined) => -priorities.indexOf(priority ?? 'track');

test('a worse answer to any question never lowers what the table says', () => {
  for (const points of allPoints) {
    const worse = [
      { ...points, exploitation: exploitations[exploitations.indexOf(points.exploitation) + 1] ?? points.exploitation },
      { ...points, automatable: true },
      { ...points, technicalImpact: technicalImpacts[1] },
      { ...points, mission: missions[missions.indexOf(points.mission) + 1] ?? points.mission },
    ];
    for (const one of worse) assert.ok(rank(decide(cisaTable, one)) >= rank(decide(cisaTable, points)));
  }
});

const exploited: readonly { name: string; of: Partial<Finding>; ssvc?: Ssvc; is: string; says: RegExp }[] = [
  { name: 'nothing', of: { epss: null }, is: 'none', says: /^No exploitation is known\.$/ },
  { name: 'EPSS below', of: { epss: 0.099 }, is: 'none', says: /EPSS gives 9\.9 %/ },
  { name: 'EPSS from the threshold on', of: { epss: 0.1 }, is: 'poc', says: /stands for a public exploit \(from 10 % on\)/ },
  { name: 'EPSS at its highest', of: { epss: 1 }, is: 'poc', says: /100 %/ },
  { name: "CISA's word before EPSS", of: { epss: 0.9 }, ssvc: { exploitation: 'none' }, is: 'none', says: /CISA says/ },
  {
    name: "CISA's catalog before everything",
    of: { kev: true, epss: 0 },
    ssvc: { exploitation: 'none' },
    is: 'active',
    says: /catalog/,
  },
  { name: 'with its day', of: { kev: true, exploited: { addedOn: '2024-01-02' } }, is: 'active', says: /since 2024-01-02/ },
];
for (const { name, of, ssvc, is, says } of exploited) {
  test(`exploitation: ${name}`, () => {
    const { value, because } = judgeExploitation({ ...finding, ...of }, ssvc, cisaTable);
    assert.equal(value, is);
    assert.match(because, says);
  });
}

const vector = (text: string, source = 'nvd'): Partial<Finding> => ({ severities: [{ source, vector: text }] });
const attacks: readonly { name: string; of: Partial<Finding>; ssvc?: Ssvc; is: readonly [boolean, string]; says: RegExp }[] = [
  { name: 'CVSS 3, everything lost', of: vector(rce), is: [true, 'total'], says: /can be automated, .* total \(CVSS of nvd\)/ },
  { name: 'CVSS 3, a user has to help', of: vector(rce.replace('UI:N', 'UI:R')), is: [false, 'total'], says: /cannot/ },
  { name: 'CVSS 3, only what is secret', of: vector(rce.replace('I:H', 'I:N')), is: [true, 'partial'], says: /partial/ },
  { name: 'CVSS 2', of: vector('AV:N/AC:L/Au:N/C:C/I:C/A:C'), is: [true, 'total'], says: /nvd/ },
  {
    name: 'CVSS 4 that needs something in place',
    of: vector('CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N'),
    is: [false, 'total'],
    says: /nvd/,
  },
  {
    name: 'the source that the severity is of',
    of: {
      severityBy: 'debian',
      severities: [
        { source: 'nvd', vector: rce },
        { source: 'debian', vector: rce.replace('AV:N', 'AV:L') },
      ],
    },
    is: [false, 'total'],
    says: /debian/,
  },
  { name: 'no vector, CRITICAL', of: { severities: [], severity: 'CRITICAL' }, is: [true, 'total'], says: /severity CRITICAL/ },
  { name: 'no vector, UNKNOWN', of: { severities: [], severity: 'UNKNOWN' }, is: [false, 'total'], says: /severity UNKNOWN/ },
  { name: 'no vector, LOW', of: { severities: [], severity: 'LOW' }, is: [false, 'partial'], says: /severity LOW/ },
  { name: 'a vector of nonsense', of: { ...vector('://::/AV'), severity: 'LOW' }, is: [false, 'partial'], says: /without/ },
  {
    name: "CISA's values",
    of: vector(rce),
    ssvc: { automatable: false, technicalImpact: 'partial' },
    is: [false, 'partial'],
    says: /\(CISA\)/,
  },
  {
    name: "one of CISA's",
    of: vector(rce),
    ssvc: { automatable: false },
    is: [false, 'total'],
    says: /\(CISA\), .*\(CVSS of nvd\)/,
  },
];
for (const { name, of, ssvc, is, says } of attacks) {
  test(`attack: ${name}`, () => {
    const { automatable, technicalImpact, because } = judgeAttack({ ...finding, ...of }, ssvc);
    assert.deepEqual([automatable, technicalImpact], is);
    assert.match(because, says);
  });
}

const placed: readonly { name: string; image: Circumstances['image']; is: string }[] = [
  { name: 'core', image: { tier: 'core' }, is: 'high' },
  { name: 'add-on', image: { tier: 'add-on' }, is: 'medium' },
  { name: 'optional', image: { tier: 'optional' }, is: 'low' },
  { name: 'optional, where users are', image: { tier: 'optional', plane: 'user-access' }, is: 'medium' },
  { name: 'a plane of the project', image: { tier: 'test', plane: 'constructor' }, is: 'low' },
  { name: 'nobody declares it', image: undefined, is: 'high' },
];
for (const { name, image, is } of placed) test(`mission: ${name}`, () => assert.equal(judgeMission(image, cisaTable).value, is));

test('the sentences of what comes first', () => {
  const { priority, why, decision } = prioritize({ ...finding, ...vector(rce) }, core);
  assert.deepEqual([priority, decision], ['act', why()[0]]);
  assert.deepEqual(why(), [
    "CISA's table says attend (exploitation none, automatable yes, impact total, mission high); one step up since it is open to the outside, with privileges: act.",
    'No exploitation is known; EPSS gives 0.1 %.',
    'Attacks can be automated, and their impact is total (CVSS of nvd).',
    'Its mission is high: tier core.',
    'It is open to the outside: a way.',
    'It runs as root.',
    'It is fixed in 3.0.11-1~deb12u2.',
  ]);
});

test('what nothing leads to and nobody fixed goes down twice, and no further than to the end', () => {
  const { priority, decision } = prioritize(
    { ...finding, ...vector(rce), state: 'not-fixed', fixedIn: [] },
    { ...core, setting: closed },
  );
  assert.equal(priority, 'track');
  assert.match(decision, /says attend .*one step down since nothing.*; one step down since there is no fix.*: track\.$/);
  assert.equal(move('track', -3), 'track');
  assert.equal(move('attend', 5), 'act');
});

const anyFinding = fc
  .record({
    severity: fc.constantFrom(...severities),
    state: fc.constantFrom('fixed' as const, 'not-fixed' as const, 'wont-fix' as const, 'unknown' as const),
    epss: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    vector: fc.option(fc.constantFrom(rce, rce.replace('PR:N', 'PR:L'), rce.replace('C:H', 'C:N'))),
    vulnerability: fc.constantFrom('CVE-2024-1', 'CVE-2024-2'),
  })
  .map(({ vector: stated, ...rest }) => ({ ...finding, ...rest, severities: stated ? [{ source: 'nvd', vector: stated }] : [] }));
const anySetting = fc.record({
  exposure: fc.constantFrom('exposed' as const, 'unknown' as const, 'not-exposed' as const),
  privilege: fc.constantFrom('host' as const, 'root' as const, 'unknown' as const, 'limited' as const),
  rights: fc.constantFrom(...accountReaches),
  isRoot: fc.boolean(),
});
const anySsvc = fc.option(
  fc.record(
    {
      exploitation: fc.constantFrom(...exploitations),
      automatable: fc.boolean(),
      technicalImpact: fc.constantFrom(...technicalImpacts),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Ssvc>,
  { nil: undefined },
);
const anyTier = fc.constantFrom(...tiers);

test('property: more exposure, privileges, EPSS or a place in the catalog never make a finding less urgent', () => {
  fc.assert(
    fc.property(anyFinding, anySetting, anySsvc, anyTier, (one, setting, ssvc, tier) => {
      const of = (more: Partial<Finding>, moved: Partial<Setting> = {}) =>
        rank(
          prioritize({ ...one, ...more }, { ...core, ssvc, image: { tier }, setting: { because: [], ...setting, ...moved } })
            .priority,
        );
      const least = of({});
      assert.ok(of({ kev: true }) >= least);
      assert.ok(of({}, { exposure: 'exposed' }) >= least);
      if (setting.exposure === 'not-exposed') assert.ok(of({}, { exposure: 'unknown' }) >= least);
      assert.ok(of({}, { privilege: 'host' }) >= least);
      assert.ok(of({}, { rights: 'cluster' }) >= least);
      assert.ok(of({}, { rights: 'none' }) <= least);
      assert.ok(of({ epss: Math.min(1, (one.epss ?? 0) + 0.3) }) >= least);
      assert.ok(of({ state: 'fixed' }) >= least);
      assert.ok(of({ kev: true, epss: 0 }) >= of({ kev: false, epss: 1 }), 'a place in the catalog counts more than any EPSS');
    }),
  );
});

const everything = { severity: 'CRITICAL', state: 'fixed' } as const;

test('property: critical, fixable, open, as root, with rights to Secrets comes before everything that lacks one of these', () => {
  const triage = (one: Finding, setting: Setting, tier: (typeof tiers)[number]): TriagedFinding => ({
    finding: one,
    setting,
    ...prioritize(one, { ...core, image: { tier }, setting }),
  });
  fc.assert(
    fc.property(
      anyFinding,
      anySetting,
      fc.constantFrom('cluster' as const, 'secrets' as const),
      anyTier,
      anyTier,
      (one, setting, rights, a, b) => {
        const first = triage({ ...one, ...everything }, { ...open, rights }, a);
        const isSame = one.severity === 'CRITICAL' && one.state === 'fixed' && setting.exposure === 'exposed';
        fc.pre(!(isSame && setting.rights !== 'none' && setting.rights !== 'other') && setting.privilege !== 'host');
        assert.ok(compareUrgency(first, triage(one, { because: [], ...setting, isRoot: setting.privilege === 'root' }, b)) < 0);
      },
    ),
  );
});

test('property: the order is total, and holds the priority before everything', () => {
  const triaged = fc.tuple(anyFinding, anySetting, fc.constantFrom(...priorities), fc.boolean()).map(
    ([one, setting, priority, kev]): TriagedFinding => ({
      finding: { ...one, kev },
      setting: { because: [], ...setting },
      priority,
      decision: '',
      why: () => [],
    }),
  );
  fc.assert(
    fc.property(triaged, triaged, triaged, (a, b, c) => {
      assert.equal(Math.sign(compareUrgency(a, b)), -Math.sign(compareUrgency(b, a)) || 0);
      assert.ok(compareUrgency(a, b) > 0 || compareUrgency(b, c) > 0 || compareUrgency(a, c) <= 0);
      const priority = rank(b.priority) - rank(a.priority);
      if (priority !== 0) assert.equal(Math.sign(compareUrgency(a, b)), Math.sign(priority));
      else if (a.finding.kev !== b.finding.kev) assert.equal(compareUrgency(a, b) < 0, a.finding.kev);
    }),
  );
});
