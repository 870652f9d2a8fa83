import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Finding } from '../../../model/finding.ts';
import type { GateRule } from '../../../model/gate.ts';
import { tiers } from '../../../model/inventory.ts';
import { priorities } from '../../../model/priority.ts';
import { severities } from '../../../model/severity.ts';
import { sampleRelease } from '../../../test/sample-release.ts';
import { judgeGate } from './judge-gate.ts';
import { judgeRule } from './judge-rule.ts';
import type { GateSetting } from './to-criteria.ts';

const place = { file: 'plimsoll.yaml', line: 7, column: 5 };
const [declared] = sampleRelease.inventory.images;
const [sample] = sampleRelease.findings;
assert.ok(declared && sample);
const now = '2026-01-31T00:00:00Z';

const images = new Map(
  [
    { ...declared, reference: 'core:1', tier: 'core' as const, components: ['tide'], owners: ['wg-tide'] },
    { ...declared, reference: 'test:1', tier: 'test' as const, components: ['beacon', 'light'], owners: [] },
  ].map((image) => [image.reference, image]),
);
const setting: GateSetting = {
  now,
  images,
  isNew: ({ vulnerability }) => vulnerability === 'CVE-2026-0001',
  seenSince: ({ vulnerability }) => (vulnerability === 'CVE-2026-0001' ? undefined : '2026-01-21T00:00:00Z'),
};

const { priority: _, publishedAt: __, ...bare } = sample;
const plain: Finding = { ...bare, image: 'core:1', severity: 'HIGH', state: 'fixed', kev: false, suppressedBy: null };

const findings: readonly Finding[] = [
  { ...plain, vulnerability: 'CVE-2020-0001', severity: 'CRITICAL', publishedAt: '2026-01-01T00:00:00Z', priority: 'act' },
  {
    ...plain,
    vulnerability: 'CVE-2020-0001',
    severity: 'HIGH',
    image: 'test:1',
    publishedAt: '2026-01-30T12:00:00Z',
    priority: 'attend',
  },
  {
    ...plain,
    vulnerability: 'CVE-2026-0001',
    severity: 'HIGH',
    state: 'not-fixed',
    kev: true,
    publishedAt: '2026-02-07T00:00:00Z',
    priority: 'track',
  },
  {
    ...plain,
    vulnerability: 'CVE-2020-0002',
    severity: 'MEDIUM',
    state: 'wont-fix',
    priority: 'track-closely',
    publishedAt: 'no date',
  },
  { ...plain, vulnerability: 'CVE-2020-0003', severity: 'UNKNOWN', image: 'lost:1', publishedAt: '2020-01-01T00:00:00Z' },
  {
    ...plain,
    vulnerability: 'CVE-2020-0004',
    severity: 'CRITICAL',
    suppressedBy: 'E-1',
    priority: 'act',
    publishedAt: '2020-01-01T00:00:00Z',
  },
];

type Asked = Partial<Omit<GateRule, 'place'>>;
const rows: readonly (readonly [asked: Asked, counted: number, says: string, remarks?: readonly string[]])[] = [
  [{}, 5, 'findings: at most 0'],
  [{ severity: 'CRITICAL' }, 1, 'findings CRITICAL: at most 0', ['1 more of UNKNOWN severity is not counted.']],
  [{ severity: 'HIGH' }, 3, 'findings HIGH or worse: at most 0', ['1 more of UNKNOWN severity is not counted.']],
  [{ severity: 'UNKNOWN', max: 5 }, 5, 'findings of any severity: at most 5'],
  [{ fixable: true }, 3, 'findings with a fix: at most 0'],
  [{ fixable: false }, 2, 'findings without a fix: at most 0'],
  [{ fixable: false, severity: 'HIGH' }, 1, 'findings HIGH or worse, without a fix: at most 0'],
  [{ kev: true }, 1, 'findings known to be exploited: at most 0'],
  [{ kev: false }, 4, 'findings not known to be exploited: at most 0'],
  [
    { tiers: ['core', 'add-on'] },
    4,
    'findings in tier core or add-on: at most 0',
    ['1 of them counts because what the image belongs to is not known.'],
  ],
  [
    { components: ['light'], severity: 'LOW' },
    1,
    'findings LOW or worse, of component light: at most 0',
    ['1 more of UNKNOWN severity is not counted.'],
  ],
  [
    { components: ['lihgt'], severity: 'LOW' },
    0,
    'findings LOW or worse, of component lihgt: at most 0',
    ['1 more of UNKNOWN severity is not counted.', 'No image belongs to a component `lihgt`.'],
  ],
  [
    { owners: ['wg-tide'], severity: 'LOW' },
    3,
    'findings LOW or worse, owned by wg-tide: at most 0',
    ['1 more of UNKNOWN severity is not counted.'],
  ],
  [
    { owners: ['wg-moon'], severity: 'CRITICAL', name: 'moon' },
    0,
    'moon: findings CRITICAL, owned by wg-moon: at most 0',
    ['1 more of UNKNOWN severity is not counted.', 'No image is owned by `wg-moon`.'],
  ],
  [{ priority: 'act' }, 2, 'findings of priority act: at most 0', ['1 of them counts because the priority is not known.']],
  [
    { priority: 'attend' },
    3,
    'findings of priority attend or more urgent: at most 0',
    ['1 of them counts because the priority is not known.'],
  ],
  [
    { publishedDays: 30 },
    3,
    'findings published 30 days ago or longer: at most 0',
    ['1 of them counts because the date of publication is not known.'],
  ],
  [
    { publishedDays: 31 },
    2,
    'findings published 31 days ago or longer: at most 0',
    ['1 of them counts because the date of publication is not known.'],
  ],
  [
    { publishedDays: 1 },
    3,
    'findings published 1 day ago or longer: at most 0',
    ['1 of them counts because the date of publication is not known.'],
  ],
  [{ seenDays: 10 }, 4, 'findings in our releases for 10 days or longer: at most 0'],
  [{ seenDays: 11 }, 0, 'findings in our releases for 11 days or longer: at most 0'],
  [{ since: 'previous' }, 1, 'findings that the release before does not have: at most 0'],
  [{ unit: 'vulnerability' }, 4, 'vulnerabilities: at most 0'],
  [{ unit: 'image' }, 3, 'images with findings: at most 0'],
];

for (const [asked, counted, says, remarks = []] of rows) {
  test(says, () => {
    const judged = judgeRule({ unit: 'finding', max: 0, place, ...asked }, findings, setting);
    assert.deepEqual([judged.counted, judged.says], [counted, says]);
    assert.deepEqual(judged.remarks, remarks);
    assert.equal(judged.passed, counted <= (asked.max ?? 0));
    assert.equal(judged.of, 5);
  });
}

test('what a decision takes out is told and not counted', () => {
  const judged = judgeRule({ severity: 'CRITICAL', unit: 'finding', max: 1, place }, findings, setting);
  assert.deepEqual([judged.passed, judged.counted, judged.suppressed], [true, 1, 1]);
});

test('without rules nothing is demanded', () => {
  const { demands, passed } = judgeGate(sampleRelease, { coverage: { unread: 0, allow: [] }, gate: [] }, {});
  assert.deepEqual([demands, passed], [false, true]);
});

const anyFindings = fc.array(
  fc
    .record({
      vulnerability: fc.constantFrom('CVE-2020-0001', 'CVE-2026-0001', 'CVE-2020-0002'),
      image: fc.constantFrom('core:1', 'test:1', 'lost:1'),
      severity: fc.constantFrom(...severities),
      state: fc.constantFrom('fixed' as const, 'not-fixed' as const, 'unknown' as const),
      kev: fc.boolean(),
      suppressedBy: fc.constantFrom(null, 'E-1'),
      priority: fc.option(fc.constantFrom(...priorities), { nil: undefined }),
      publishedAt: fc.option(fc.constantFrom('2026-01-01T00:00:00Z', '2025-01-01T00:00:00Z', '?'), { nil: undefined }),
    })
    .map(({ priority, publishedAt, ...rest }) => ({
      ...plain,
      ...rest,
      ...(priority && { priority }),
      ...(publishedAt && { publishedAt }),
    })),
  { maxLength: 12 },
);

const anyRule: fc.Arbitrary<GateRule> = fc.record(
  {
    severity: fc.constantFrom(...severities),
    fixable: fc.boolean(),
    kev: fc.boolean(),
    tiers: fc.subarray([...tiers], { minLength: 1 }),
    components: fc.subarray(['tide', 'light', 'none'], { minLength: 1 }),
    owners: fc.subarray(['wg-tide', 'none'], { minLength: 1 }),
    priority: fc.constantFrom(...priorities),
    publishedDays: fc.nat(400),
    seenDays: fc.nat(20),
    since: fc.constant('previous' as const),
    unit: fc.constantFrom('finding' as const, 'vulnerability' as const, 'image' as const),
    max: fc.nat(5),
    place: fc.constant(place),
  },
  { requiredKeys: ['unit', 'max', 'place'] },
);

/** The rule made stricter, in one way. */
const tighter: Readonly<Record<string, (rule: GateRule) => GateRule>> = {
  'a lower maximum': (rule) => ({ ...rule, max: Math.max(0, rule.max - 1) }),
  'a lower severity': (rule) =>
    rule.severity ? { ...rule, severity: severities[severities.indexOf(rule.severity) + 1] ?? 'UNKNOWN' } : rule,
  'a lower priority': (rule) =>
    rule.priority ? { ...rule, priority: priorities[priorities.indexOf(rule.priority) + 1] ?? 'track' } : rule,
  'fewer days': ({ publishedDays, seenDays, ...rule }) => ({
    ...rule,
    ...(publishedDays !== undefined && { publishedDays: Math.max(0, publishedDays - 10) }),
    ...(seenDays !== undefined && { seenDays: Math.max(0, seenDays - 3) }),
  }),
  'more tiers': (rule) => (rule.tiers ? { ...rule, tiers } : rule),
  'more components': (rule) => (rule.components ? { ...rule, components: ['tide', 'light', 'none', 'beacon'] } : rule),
  'no ratchet': ({ since: _since, ...rule }) => rule,
  'with and without a fix': ({ fixable: _fixable, ...rule }) => rule,
};

for (const [name, tighten] of Object.entries(tighter)) {
  test(`property: ${name} never turns a no into a yes`, () => {
    fc.assert(
      fc.property(anyRule, anyFindings, (rule, drawn) => {
        const before = judgeRule(rule, drawn, setting);
        const after = judgeRule(tighten(rule), drawn, setting);
        assert.ok(before.passed || !after.passed);
        assert.ok(after.counted >= before.counted);
      }),
    );
  });
}

test('property: suppressing a finding never adds to what is counted', () => {
  fc.assert(
    fc.property(anyRule, anyFindings, fc.nat(), (rule, drawn, index) => {
      const fewer = drawn.map((finding, at) => (at === index % drawn.length ? { ...finding, suppressedBy: 'E-2' } : finding));
      const [before, after] = [judgeRule(rule, drawn, setting), judgeRule(rule, fewer, setting)];
      assert.ok(after.counted <= before.counted);
      assert.ok(after.rows.length + after.suppressed === before.rows.length + before.suppressed);
    }),
  );
});

test('property: the same findings in another order give the same verdict', () => {
  fc.assert(
    fc.property(anyRule, anyFindings, (rule, drawn) => {
      const { rows: _rows, ...one } = judgeRule(rule, drawn, setting);
      const { rows: _others, ...other } = judgeRule(rule, drawn.toReversed(), setting);
      assert.deepEqual(one, other);
    }),
  );
});
