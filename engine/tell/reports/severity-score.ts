import { readCvss } from '../../formats/cvss/read-cvss.ts';
import { severityOfScore } from '../../formats/cvss/severity-of-score.ts';
import type { Finding } from '../../model/finding.ts';
import type { Severity, SeverityStatement } from '../../model/severity.ts';

/** What stands for a word where no source gives a score: the middle of its range. */
const middles: Readonly<Record<Exclude<Severity, 'UNKNOWN'>, number>> = { CRITICAL: 9.5, HIGH: 8, MEDIUM: 5.5, LOW: 2 };

/**
 * A score for programs that sort by scores alone, which says the same as the finding's severity.
 *
 * out     the score of the source whose word the severity is; another source's where that has none; the middle of the word's range where
 *         no score fits the word; undefined where it is UNKNOWN
 */
export function severityScore({ severity, severityBy, severities }: Finding): number | undefined {
  if (severity === 'UNKNOWN') return undefined;
  const ordered = [...severities].sort((a, b) => Number(b.source === severityBy) - Number(a.source === severityBy));
  const scores = ordered.flatMap((statement) => statedScore(statement) ?? []);
  return scores.find((score) => score > 0 && severityOfScore(score) === severity) ?? middles[severity];
}

/** The score that a source gives, by number or by vector; undefined where it gives none. */
export function statedScore({ score, vector }: SeverityStatement): number | undefined {
  return score ?? (vector === undefined ? undefined : readCvss(vector)?.score);
}
