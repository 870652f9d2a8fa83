import type { FindingChange } from '../../../model/difference.ts';
import { type Severity, type SeverityCounts, severities } from '../../../model/severity.ts';

/** No findings of any severity. */
export const nothing: SeverityCounts = { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0, UNKNOWN: 0 };

/** What changes add to each severity, less what they take away. */
export function countChanges(changes: readonly FindingChange[]): SeverityCounts {
  const counts: Record<Severity, number> = { ...nothing };
  for (const { before, after } of changes) {
    if (before) counts[before.severity] -= 1;
    if (after) counts[after.severity] += 1;
  }
  return counts;
}

/** Adds counts, severity by severity. */
export function addCounts(all: readonly SeverityCounts[], sign: 1 | -1 = 1): SeverityCounts {
  const counts: Record<Severity, number> = { ...nothing };
  for (const one of all) for (const severity of severities) counts[severity] += sign * one[severity];
  return counts;
}
