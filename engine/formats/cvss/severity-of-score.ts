import type { Severity } from '../../model/severity.ts';

/**
 * Severity word of a CVSS base score of version 3 or 4.
 *
 * in      0 to 10; 0, which CVSS calls "None", is LOW: it was rated, and UNKNOWN is for what was not
 * source  FIRST, CVSS 3.1 and 4.0, "Qualitative Severity Rating Scale"
 */
export function severityOfScore(score: number): Severity {
  if (score >= 9) return 'CRITICAL';
  if (score >= 7) return 'HIGH';
  return score >= 4 ? 'MEDIUM' : 'LOW';
}
