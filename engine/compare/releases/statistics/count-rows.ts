import { type Severity, type SeverityCounts, severities } from '../../../model/severity.ts';
import type { FindingRow } from './finding-rows.ts';
import type { Metric } from './metrics.ts';

/** Rows of the relation that no figure of a metric tells apart. */
export interface CountedRows {
  readonly groups: FindingRow['groups'];
  readonly severity: Severity;
  /** The metric's key; empty where every row is one. */
  readonly key: string;
  readonly count: number;
}

/**
 * The rows that a metric counts, those that it does not tell apart taken together: its tables go over some hundreds rather than 40,000.
 *
 * in      rows whose groups are one object where they are equal; others are only not taken together
 */
export function toCountedRows({ counts, keyOf }: Metric, rows: readonly FindingRow[]): readonly CountedRows[] {
  const counted: { groups: FindingRow['groups']; severity: Severity; key: string; count: number }[] = [];
  const places = new Map<FindingRow['groups'], Map<string, number>>();
  for (const row of rows) {
    if (!counts(row)) continue;
    const { groups, finding } = row;
    const key = keyOf?.(row) ?? '';
    const ofGroups = places.get(groups) ?? new Map<string, number>();
    places.set(groups, ofGroups);
    const alike = counted[ofGroups.get(finding.severity + key) ?? -1];
    if (alike) alike.count += 1;
    else ofGroups.set(finding.severity + key, counted.push({ groups, severity: finding.severity, key, count: 1 }) - 1);
  }
  return counted;
}

const ranks: SeverityCounts = { CRITICAL: 0, HIGH: 1, MEDIUM: 2, LOW: 3, UNKNOWN: 4 };

/**
 * How many there are of each severity.
 *
 * units   the metric's
 */
export function countRows({ keyOf }: Metric, rows: readonly CountedRows[]): SeverityCounts {
  const counts: Record<Severity, number> = { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0, UNKNOWN: 0 };
  if (!keyOf) {
    for (const { severity, count } of rows) counts[severity] += count;
    return counts;
  }
  const highest = new Map<string, number>();
  for (const { key, severity } of rows) {
    const rank = ranks[severity];
    if (rank < (highest.get(key) ?? severities.length)) highest.set(key, rank);
  }
  for (const rank of highest.values()) counts[severities[rank] ?? 'UNKNOWN'] += 1;
  return counts;
}
