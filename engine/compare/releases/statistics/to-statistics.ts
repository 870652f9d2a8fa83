import type { LifeRow } from '../../../model/hardening.ts';
import type { Release } from '../../../model/release.ts';
import type { Dimension, MetricId, Shares, Statistics } from '../../../model/statistics.ts';
import { checkFigures } from './check-figures.ts';
import { toFigureTable } from './figure-table.ts';
import { type FindingRow, toFindingRows } from './finding-rows.ts';
import { toHistogram } from './histogram.ts';
import { getMetric } from './metrics.ts';
import { toShare } from './share.ts';
import { toAges } from './to-ages.ts';
import { toLives } from './to-lives.ts';

const shown: readonly (readonly [metric: MetricId, by: Dimension])[] = [
  ...(['component', 'owner', 'tier', 'plane', 'party', 'life', 'origin', 'fix', 'image'] as const).map(
    (by) => ['findings', by] as const,
  ),
  ...(['component', 'owner', 'image'] as const).map((by) => ['fixable', by] as const),
  ...(['component', 'owner', 'life'] as const).map((by) => ['images', by] as const),
  ['vulnerabilities', 'component'],
  ['packages', 'origin'],
  ['suppressed', 'component'],
];

/**
 * The statistics of a release.
 *
 * in      `life`: until when what is in its images gets security updates, as hardening judges it
 * faults  throws a bug that names the cells when a sum does not close
 */
export function toStatistics(release: Release, life: readonly LifeRow[]): Statistics {
  const lives = toLives(release.images, life);
  const rows = toFindingRows(release, new Map(lives.images.map((image) => [image.reference, image.life])));
  const images = [...new Set(release.images.map(({ reference }) => reference))];
  const statistics = {
    tables: shown.map(([metric, by]) => toFigureTable(getMetric(metric), by, rows)),
    shares: toShares(rows, images.length),
    histogram: toHistogram(rows, images),
    ages: toAges(release),
    lives,
  };
  checkFigures(statistics, images.length);
  return statistics;
}

function toShares(rows: readonly FindingRow[], images: number): Shares {
  const all = toFigureTable(getMetric('findings'), 'fix', rows).whole;
  const fixable = toFigureTable(getMetric('fixable'), 'fix', rows).whole;
  const worst = toFigureTable(getMetric('images'), 'tier', rows).whole;
  return {
    critical: toShare(all.counts.CRITICAL, all.total),
    high: toShare(all.counts.HIGH, all.total),
    criticalFixable: toShare(fixable.counts.CRITICAL, all.counts.CRITICAL),
    highFixable: toShare(fixable.counts.HIGH, all.counts.HIGH),
    imagesWithCriticalOrHigh: toShare(worst.counts.CRITICAL + worst.counts.HIGH, images),
  };
}
