import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countTotals } from '../../../judge/findings/count-findings.ts';
import { plantAdvisory, plantRelease } from '../../../test/planted-releases.ts';
import { toHistory } from './to-history.ts';

const days = ['2020-02-01', '2020-03-01', '2020-04-01', '2020-05-01'].map((day) => `${day}T00:00:00Z`);
const history = (versions: readonly (string | undefined)[], fixed: string, publishedAt = '2020-01-01T00:00:00Z') => {
  const advisories = [plantAdvisory(1, 'a', fixed, { publishedAt })];
  const releases = versions.map((version, index) => {
    const images = { 'x:1': { packages: { quiet: '1.0.0', ...(version && { a: version }) } } };
    const asOf = days[index] ?? '';
    const known = advisories.filter((one) => (one.publishedAt ?? '') <= asOf);
    const release = { ...plantRelease({ images, advisories: known, asOf }), version: `1.${index}`, now: asOf };
    return { release, asKnownNow: plantRelease({ images, advisories, asOf: days[3] ?? '' }).findings };
  });
  return toHistory(releases, countTotals);
};

const rows: readonly (readonly [
  name: string,
  versions: readonly (string | undefined)[],
  expected: Readonly<Record<string, unknown>>,
])[] = [
  [
    'fixed in the third release',
    ['1.0.0', '1.0.0', '2.0.0', '2.0.0'],
    { introducedIn: '1.0', firstSeen: '1.0', fixedIn: '1.2', reopenedIn: [], daysToFix: 60 },
  ],
  ['still there', ['2.0.0', '1.0.0', '1.0.0', '1.0.0'], { introducedIn: '1.1', fixedIn: null, daysToFix: null }],
  [
    'came back',
    ['1.0.0', '2.0.0', '1.0.0', undefined],
    { introducedIn: '1.0', fixedIn: '1.3', reopenedIn: ['1.2'], daysToFix: 90 },
  ],
];

for (const [name, versions, expected] of rows)
  test(name, () => {
    const [one] = history(versions, '1.5.0').vulnerabilities;
    assert.ok(one);
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, one[key as keyof typeof one]])), expected);
  });

test('what was published later was there before, and nobody saw it', () => {
  const { points, vulnerabilities } = history(['1.0.0', '1.0.0', '1.0.0', '2.0.0'], '1.5.0', '2020-03-15T00:00:00Z');
  assert.deepEqual(
    points.map(({ asKnownThen, asKnownNow }) => [asKnownThen.findings.HIGH, asKnownNow.findings.HIGH]),
    [
      [0, 1],
      [0, 1],
      [1, 1],
      [0, 0],
    ],
  );
  assert.deepEqual(
    [vulnerabilities[0]?.introducedIn, vulnerabilities[0]?.firstSeen, vulnerabilities[0]?.daysToFix],
    ['1.0', '1.2', 47],
  );
});
