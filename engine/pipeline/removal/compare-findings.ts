import { countTotals } from '../../judge/findings/count-findings.ts';
import type { Finding } from '../../model/finding.ts';
import type { Removal, RemovedCounts, RemovedVulnerability } from '../../model/removal.ts';
import { type SeverityCounts, severities } from '../../model/severity.ts';

/**
 * Findings and vulnerabilities before and after, and which vulnerabilities go with what is removed.
 *
 * in      findings that count
 * out     `before` less `gone` is `after`, severity by severity
 */
export function compareFindings(
  before: readonly Finding[],
  after: readonly Finding[],
): Pick<Removal, 'findings' | 'vulnerabilities' | 'removedVulnerabilities'> {
  const [was, is] = [countTotals(before, 0), countTotals(after, 0)];
  return {
    findings: toCounts(was.findings, is.findings),
    vulnerabilities: toCounts(was.vulnerabilities, is.vulnerabilities),
    removedVulnerabilities: findRemoved(before, after),
  };
}

function toCounts(before: SeverityCounts, after: SeverityCounts): RemovedCounts {
  const gone = Object.fromEntries(severities.map((severity) => [severity, before[severity] - after[severity]]));
  return { before, gone: gone as SeverityCounts, after };
}

/** Those with a finding that is no more, with the worst of their severities. */
function findRemoved(before: readonly Finding[], after: readonly Finding[]): readonly RemovedVulnerability[] {
  const kept = new Set(after.map(keyOf));
  const left = Map.groupBy(after, ({ vulnerability }) => vulnerability);
  const gone = Map.groupBy(
    before.filter((finding) => !kept.has(keyOf(finding))),
    ({ vulnerability }) => vulnerability,
  );
  return [...gone]
    .map(([vulnerability, findings]): RemovedVulnerability => {
      const severity = severities.find((each) => findings.some((finding) => finding.severity === each)) ?? 'UNKNOWN';
      const otherImages = new Set((left.get(vulnerability) ?? []).map(({ image }) => image)).size;
      return { vulnerability, severity, kev: findings.some(({ kev }) => kev), otherImages };
    })
    .toSorted(byRank);
}

function byRank(one: RemovedVulnerability, other: RemovedVulnerability): number {
  const rank = severities.indexOf(one.severity) - severities.indexOf(other.severity);
  return rank === 0 ? (one.vulnerability < other.vulnerability ? -1 : 1) : rank;
}

function keyOf({ image, platform, purl, vulnerability }: Finding): string {
  return JSON.stringify([image, platform, purl, vulnerability]);
}
