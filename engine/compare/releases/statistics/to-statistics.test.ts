import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { judgeLife } from '../../../judge/hardening/judge-life.ts';
import type { Release } from '../../../model/release.ts';
import { severities } from '../../../model/severity.ts';
import type { FigureTable } from '../../../model/statistics.ts';
import { sampleRelease } from '../../../test/sample-release.ts';
import { checkFigures } from './check-figures.ts';
import { metrics } from './metrics.ts';
import { ageMetric } from './to-ages.ts';
import { lifeMetric } from './to-lives.ts';
import { toStatistics as countAll } from './to-statistics.ts';

const toStatistics = (release: Release) => countAll(release, judgeLife(release.images, release.now));

const [declared] = sampleRelease.inventory.images;
const [read] = sampleRelease.images;
const [finding] = sampleRelease.findings;
assert.ok(declared && read && finding);

/** A release of ten images whose findings are drawn: image, vulnerability, package, severity, state, suppression. */
const releases = fc
  .array(fc.tuple(fc.nat(9), fc.nat(5), fc.nat(3), fc.constantFrom(...severities), fc.boolean(), fc.boolean()), { maxLength: 60 })
  .map((drawn) => ({
    ...sampleRelease,
    inventory: {
      ...sampleRelease.inventory,
      images: Array.from({ length: 10 }, (_, index) => ({
        ...declared,
        reference: `image:${index}`,
        components: index % 3 === 0 ? ['a', 'b'] : index % 3 === 1 ? ['a'] : [],
      })),
    },
    images: Array.from({ length: 10 }, (_, index) => ({ ...read, reference: `image:${index}` })),
    findings: drawn.map(([image, vulnerability, name, severity, fixed, suppressed]) => ({
      ...finding,
      image: `image:${image}`,
      vulnerability: `CVE-2020-000${vulnerability}`,
      purl: `pkg:deb/debian/p${name}@1`,
      severity,
      state: fixed ? ('fixed' as const) : ('not-fixed' as const),
      suppressedBy: suppressed ? 'exception' : null,
    })),
  }));

test('every figure of any release closes, and equals a count made another way', () => {
  fc.assert(
    fc.property(releases, (release) => {
      const { tables, shares } = toStatistics(release);
      const shown = release.findings.filter(({ suppressedBy }) => suppressedBy === null);
      const whole = (id: FigureTable['metric']) => tables.find(({ metric }) => metric === id)?.whole.total;
      assert.equal(whole('findings'), shown.length);
      assert.equal(whole('suppressed'), release.findings.length - shown.length);
      assert.equal(whole('vulnerabilities'), new Set(shown.map(({ vulnerability }) => vulnerability)).size);
      assert.equal(whole('images'), new Set(shown.map(({ image }) => image)).size);
      assert.equal(whole('packages'), new Set(shown.map(({ purl }) => purl)).size);
      assert.equal(shares.imagesWithCriticalOrHigh.whole, 10);
    }),
  );
});

test('an image of two components is counted once, in a group that names both', () => {
  const release = {
    ...sampleRelease,
    inventory: { ...sampleRelease.inventory, images: [{ ...declared, components: ['b', 'a'] }] },
  };
  const table = toStatistics(release).tables.find(({ metric, by }) => metric === 'findings' && by === 'component');
  assert.deepEqual(
    table?.rows.map(({ group, total }) => [group, total]),
    [['a + b', 1]],
  );
});

test('a figure that was tampered with is refused, and its cell is named', () => {
  const statistics = toStatistics(sampleRelease);
  const [table, ...tables] = statistics.tables;
  assert.ok(table);
  const wrong = { ...table, whole: { ...table.whole, counts: { ...table.whole.counts, LOW: 1 }, total: table.whole.total + 1 } };
  assert.throws(
    () => checkFigures({ ...statistics, tables: [wrong, ...tables] }, 2),
    /findings by component, LOW: the groups sum to 0, the whole is 1/,
  );
  const share = { part: 1, whole: 2, percent: 49.9 };
  assert.throws(
    () => checkFigures({ ...statistics, shares: { ...statistics.shares, high: share } }, 2),
    /high: 49.9 % is not 1 of 2/,
  );
  assert.throws(() => checkFigures({ ...statistics, histogram: [] }, 2), /histogram: its bins hold 0 images/);
  const lives = { ...statistics.lives, counts: { ...statistics.lives.counts, ended: 5 } };
  assert.throws(() => checkFigures({ ...statistics, lives }, 2), /life: its groups hold \d images, the release has 2/);
});

test('the concept page defines every metric, in its version', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/concepts/metrics.md'), 'utf8');
  for (const { id, version, unit, definition } of [...metrics, ageMetric, lifeMetric])
    assert.ok(page.includes(`| ${id} | ${version} | ${unit} | ${definition} |`), id);
});

test('images are as old as their youngest platform, and those that say no day are counted apart', () => {
  const image = (reference: string, createdAt?: string) => ({
    ...read,
    reference,
    configuration: read.configuration && { ...read.configuration, ...(createdAt && { createdAt }) },
  });
  const images = [
    image('a', '2025-12-20T00:00:00Z'),
    image('b', '2020-01-01T00:00:00Z'),
    image('b', '2025-11-01T00:00:00Z'),
    image('c', '1970-01-01T00:00:00Z'),
    image('d'),
  ];
  const { bins, unknown } = toStatistics({ ...sampleRelease, images, findings: [] }).ages;
  assert.deepEqual([bins.map((bin) => bin.images), unknown], [[1, 1, 0, 0, 0, 0], 2]);
});

test('images are grouped by the updates of their distribution, and the groups are all images', () => {
  const image = (reference: string, versionId: string | null, status: 'read' | 'failed' = 'read') => ({
    ...read,
    reference,
    status,
    distribution: versionId === null ? null : { id: 'debian', like: [], path: '', versionId },
  });
  const images = [
    image('ended', '9'),
    image('ended', '12'),
    image('supported', '12'),
    image('unknown', '99'),
    image('none', null),
    image('unread', '9', 'failed'),
  ];
  const findings = [
    { ...finding, image: 'ended' },
    { ...finding, image: 'unread' },
  ];
  const { lives, tables } = toStatistics({ ...sampleRelease, now: '2026-01-01T00:00:00Z', images, findings });
  assert.deepEqual(lives.counts, { ended: 1, supported: 1, unknown: 1, none: 1, unread: 1 });
  assert.deepEqual(lives.images[0], {
    reference: 'ended',
    life: 'ended',
    distribution: 'debian 9',
    endsOn: '2022-07-01',
    endedRuntimes: [],
  });
  const table = tables.find(({ metric, by }) => metric === 'findings' && by === 'life');
  assert.deepEqual(
    table?.rows.map(({ group, total }) => [group, total]),
    [
      ['ended', 1],
      ['unread', 1],
    ],
  );
});
