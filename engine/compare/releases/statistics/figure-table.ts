import { type SeverityCounts, severities } from '../../../model/severity.ts';
import type { Dimension, FigureRow, FigureTable } from '../../../model/statistics.ts';
import { type CountedRows, countRows } from './count-rows.ts';
import { addsUp, type Metric } from './metrics.ts';

/** A metric by the groups of a dimension. */
export function toFigureTable(metric: Metric, by: Dimension, rows: readonly CountedRows[]): FigureTable {
  const groups = Map.groupBy(rows, ({ groups }) => groups[by]);
  return {
    metric: metric.id,
    version: metric.version,
    unit: metric.unit,
    by,
    addsUp: addsUp(metric, by),
    rows: [...groups].map(([group, members]) => toRow(group, countRows(metric, members))).toSorted(worstFirst),
    whole: toRow('all', countRows(metric, rows)),
  };
}

function toRow(group: string, counts: SeverityCounts): FigureRow {
  return { group, counts, total: severities.reduce((sum, severity) => sum + counts[severity], 0) };
}

function worstFirst(a: FigureRow, b: FigureRow): number {
  for (const severity of severities) {
    const difference = b.counts[severity] - a.counts[severity];
    if (difference !== 0) return difference;
  }
  return a.group < b.group ? -1 : 1;
}
