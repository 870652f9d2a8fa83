import type { Finding } from '../../model/finding.ts';
import type { Severity, SeverityCounts } from '../../model/severity.ts';
import type { Totals } from '../../model/totals.ts';
import { isHigher } from './choose-severity.ts';

/**
 * How many findings there are of each severity; every word has its number.
 *
 * units   findings
 */
export function countFindings(findings: readonly Pick<Finding, 'severity'>[]): SeverityCounts {
  return countSeverities(findings.map((finding) => finding.severity));
}

/**
 * The figures of a release over one relation of findings.
 *
 * in      every finding; suppressed ones are counted apart. How many distinct images the release has, read or not
 * units   findings, vulnerabilities and images, as the names say
 */
export function countTotals(all: readonly Finding[], imagesTotal: number): Totals {
  const findings = all.filter(isUnsuppressed);
  const urgent = findings.filter(({ severity }) => severity === 'CRITICAL' || severity === 'HIGH');
  return {
    findings: countFindings(findings),
    fixable: countFindings(findings.filter(({ state }) => state === 'fixed')),
    suppressed: countFindings(all.filter((finding) => !isUnsuppressed(finding))),
    vulnerabilities: countSeverities([...highestByVulnerability(findings).values()]),
    images: { total: imagesTotal, withCriticalOrHigh: new Set(urgent.map(({ image }) => image)).size },
  };
}

/** Whether it counts: no statement or exception takes it out. */
export function isUnsuppressed({ suppressedBy }: Pick<Finding, 'suppressedBy'>): boolean {
  return suppressedBy === undefined || suppressedBy === null;
}

function highestByVulnerability(findings: readonly Finding[]): ReadonlyMap<string, Severity> {
  const highest = new Map<string, Severity>();
  for (const { vulnerability, severity } of findings) {
    const known = highest.get(vulnerability);
    if (!known || isHigher(severity, known)) highest.set(vulnerability, severity);
  }
  return highest;
}

function countSeverities(words: readonly Severity[]): SeverityCounts {
  const counts: Record<Severity, number> = { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0, UNKNOWN: 0 };
  for (const word of words) counts[word] += 1;
  return counts;
}
