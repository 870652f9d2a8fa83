import type { LifeRow } from '../../../model/hardening.ts';
import type { Release } from '../../../model/release.ts';
import type { Dimension, FigureTable, MetricId, Shares, Statistics } from '../../../model/statistics.ts';
import { checkFigures } from './check-figures.ts';
import { toCountedRows } from './count-rows.ts';
import { toFigureTable } from './figure-table.ts';
import { toFindingRows } from './finding-rows.ts';
import { toHistogram } from './histogram.ts';
import { getMetric, metrics } from './metrics.ts';
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
  const counted = new Map(metrics.map((metric) => [metric.id, toCountedRows(metric, rows)]));
  const tableOf: TableOf = (metric, by) => toFigureTable(getMetric(metric), by, counted.get(metric) ?? []);
  const statistics = {
    tables: shown.map(([metric, by]) => tableOf(metric, by)),
    shares: toShares(tableOf, images.length),
    histogram: toHistogram(
      rows.flatMap(({ finding, suppressed }) => (suppressed ? [] : finding)),
      images,
    ),
    ages: toAges(release),
    lives,
  };
  checkFigures(statistics, images.length);
  return statistics;
}

/** A figure by the groups of a dimension. */
type TableOf = (metric: MetricId, by: Dimension) => FigureTable;

function toShares(tableOf: TableOf, images: number): Shares {
  const all = tableOf('findings', 'fix').whole;
  const fixable = tableOf('fixable', 'fix').whole;
  const worst = tableOf('images', 'tier').whole;
  return {
    critical: toShare(all.counts.CRITICAL, all.total),
    high: toShare(all.counts.HIGH, all.total),
    criticalFixable: toShare(fixable.counts.CRITICAL, all.counts.CRITICAL),
    highFixable: toShare(fixable.counts.HIGH, all.counts.HIGH),
    imagesWithCriticalOrHigh: toShare(worst.counts.CRITICAL + worst.counts.HIGH, images),
  };
}
