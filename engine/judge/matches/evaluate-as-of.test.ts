import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Advisory } from '../../model/advisory.ts';
import { createAdvisoryMemory } from './advisory-memory.ts';
import { evaluateAsOf } from './evaluate-as-of.ts';
import { matchPackages } from './match-packages.ts';

const snapshot = { id: 'sha256:0', asOf: '2099-12-31T00:00:00Z' };
const item = { purl: 'pkg:npm/a@1.0.0', type: 'npm', name: 'a', version: '1.0.0' };

function advisory(id: string, dates: Partial<Advisory>): Advisory {
  const entry = {
    ecosystem: 'npm',
    name: 'a',
    scheme: 'semver',
    versions: ['1.0.0'],
    ranges: [],
    severities: [],
    architectures: [],
  } as const;
  return {
    id,
    aliases: [],
    upstream: [],
    modifiedAt: '2099-01-01T00:00:00Z',
    severities: [],
    affected: [entry],
    database: 'test',
    ...dates,
  };
}

const source = createAdvisoryMemory({
  snapshot,
  advisories: [
    advisory('A-early', { publishedAt: '2099-01-10T12:00:00.5Z' }),
    advisory('B-late', { publishedAt: '2099-03-01T00:00:00Z' }),
    advisory('C-withdrawn', { publishedAt: '2099-01-01T00:00:00Z', withdrawnAt: '2099-02-01T00:00:00Z' }),
    advisory('D-undated', {}),
    advisory('E-undated, withdrawn', { withdrawnAt: '2099-02-01T00:00:00Z' }),
  ],
  exploited: [{ id: 'CVE-2099-1001', addedOn: '2099-02-02' }],
  predictions: [{ id: 'CVE-2099-1001', score: 0.5, asOf: '2099-02-02' }],
});

const rows: readonly (readonly [name: string, instant: string, matches: string, gaps: number])[] = [
  ['before everything', '2098-01-01T00:00:00Z', 'D-undated, E-undated, withdrawn', 1],
  ['the second of a publication', '2099-01-10T12:00:00Z', 'A-early, C-withdrawn, D-undated, E-undated, withdrawn', 1],

  ['at the withdrawal', '2099-02-01T00:00:00Z', 'A-early, D-undated', 1],
  ['at the end of the day before a publication', '2099-02-28T23:59:59Z', 'A-early, D-undated', 1],
  ['at a publication', '2099-03-01T00:00:00Z', 'A-early, B-late, D-undated', 1],
  ['at the date of the snapshot nothing is open', '2099-12-31T00:00:00Z', 'A-early, B-late, D-undated', 0],
];

for (const [name, instant, matches, gaps] of rows) {
  test(`as of: ${name}`, () => {
    const dated = evaluateAsOf(source, instant);
    const found = matchPackages([item], undefined, dated);
    assert.equal(found.matches.map((match) => match.advisory).join(', '), matches);
    assert.deepEqual(
      dated.gaps().map(({ code }) => code),
      Array.from({ length: gaps }, () => 'advisory-undated'),
    );
    assert.equal(dated.find('npm', 'a').filter(({ withdrawnAt }) => !withdrawnAt).length, found.matches.length);
  });
}

test('as of: what was exploited and predicted later is not known yet', () => {
  const at = (instant: string) => {
    const dated = evaluateAsOf(source, instant);
    return [dated.findExploited('CVE-2099-1001')?.addedOn, dated.findPrediction('CVE-2099-1001')?.score];
  };
  assert.deepEqual(at('2099-02-01T23:59:59Z'), [undefined, undefined]);
  assert.deepEqual(at('2099-02-02T23:59:59Z'), ['2099-02-02', 0.5]);
});

test('property: the later, the more is published, and at the end everything is as it is', () => {
  const day = fc.integer({ min: 0, max: 400 }).map((days) => new Date(Date.UTC(2098, 11, 1) + days * 864e5).toISOString());
  const published = (instant: string) =>
    new Set(matchPackages([item], undefined, evaluateAsOf(source, instant)).matches.map((match) => match.advisory));
  fc.assert(
    fc.property(day, day, (a, b) => {
      const [first, second] = [a < b ? a : b, a < b ? b : a];
      const withdrawn = new Set(['C-withdrawn', 'E-undated, withdrawn']);
      for (const id of published(first)) assert.ok(withdrawn.has(id) || published(second).has(id));
    }),
  );
});
