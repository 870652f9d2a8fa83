import { readCvss, severityOfScore } from '../../formats/cvss/read-cvss.ts';
import { ecosystemWithoutRelease } from '../../formats/ecosystem/ecosystem.ts';
import { type Severity, type SeverityStatement, severities } from '../../model/severity.ts';

/** A statement on severity, and whether it was made of a bundle of vulnerabilities rather than of this one. */
export interface WeighedStatement {
  readonly statement: SeverityStatement;
  readonly ofBundle: boolean;
}

/** Ecosystem without release → the databases of those who make it: they know best what a flaw means in their packages. */
const vendors: ReadonlyMap<string, readonly string[]> = new Map([
  ['AlmaLinux', ['almalinux']],
  ['Alpine', ['alpine']],
  ['Azure Linux', ['azure-linux']],
  ['Bitnami', ['bitnami']],
  ['Chainguard', ['chainguard']],
  ['crates.io', ['rustsec']],
  ['Debian', ['debian']],
  ['Go', ['go']],
  ['Mageia', ['mageia']],
  ['openEuler', ['openeuler']],
  ['openSUSE', ['suse']],
  ['PyPI', ['pypi']],
  ['Red Hat', ['redhat']],
  ['Rocky Linux', ['rocky']],
  ['SUSE', ['suse']],
  ['Ubuntu', ['ubuntu']],
  ['Wolfi', ['chainguard', 'wolfi']],
]);

/** After the vendor: the two general databases, CVE's own numbering authorities and GitHub, then everybody else. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['nvd', 1],
  ['cve', 2],
  ['ghsa', 3],
]);
const rankOfOthers = 4;
const rankOfBundles = 10;

/**
 * The severity of a finding, from everything that was said about it.
 *
 * in      the ecosystems whose advisories matched
 * out     the vendor's own word first, then NVD, the CVE's authority, GitHub, others; what was said of a whole bundle comes after what was
 *         said of this vulnerability; the highest at the same rank; UNKNOWN where nobody gave a rating that can be read
 */
export function chooseSeverity(stated: readonly WeighedStatement[], ecosystems: readonly string[]): Severity {
  const own = new Set(ecosystems.flatMap((ecosystem) => vendors.get(ecosystemWithoutRelease(ecosystem)) ?? []));
  let best: { rank: number; severity: Severity } | undefined;
  for (const { statement, ofBundle } of stated) {
    const severity = severityOf(statement);
    if (!severity || severity === 'UNKNOWN') continue;
    const rank = (own.has(statement.source) ? 0 : (ranks.get(statement.source) ?? rankOfOthers)) + (ofBundle ? rankOfBundles : 0);
    if (!best || rank < best.rank || (rank === best.rank && isHigher(severity, best.severity))) best = { rank, severity };
  }
  return best?.severity ?? 'UNKNOWN';
}

/** Whether the first severity is the higher one. */
export function isHigher(a: Severity, b: Severity): boolean {
  return severities.indexOf(a) < severities.indexOf(b);
}

function severityOf({ vector, score, word }: SeverityStatement): Severity | undefined {
  if (score === undefined) return (vector && readCvss(vector)?.severity) || word;
  const severity = severityOfScore(score);
  // Version 2 of CVSS, which has no prefix, has no CRITICAL.
  return severity === 'CRITICAL' && vector && !vector.startsWith('CVSS:') ? 'HIGH' : severity;
}
