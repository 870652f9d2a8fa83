import { severityOfScore } from '../../formats/cvss/severity-of-score.ts';
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
  ['Amazon Linux', ['amazon']],
  ['Azure Linux', ['azure-linux']],
  ['Bitnami', ['bitnami']],
  ['Chainguard', ['chainguard']],
  ['crates.io', ['rustsec']],
  ['Debian', ['debian']],
  ['Go', ['go']],
  ['Mageia', ['mageia']],
  ['openEuler', ['openeuler']],
  ['openSUSE', ['suse']],
  ['Photon OS', ['photon']],
  ['PyPI', ['pypi']],
  ['Red Hat', ['redhat']],
  ['Rocky Linux', ['rocky']],
  ['SUSE', ['suse']],
  ['Ubuntu', ['ubuntu']],
  ['Wolfi', ['chainguard', 'wolfi']],
]);

/**
 * Whose word counts first, where nobody says otherwise: `vendor` is whoever makes the ecosystem, `cna` whoever gave the CVE its number;
 * `others` is everybody who is not named. Every other word is a source by its name (`suse`, `cna:VulDB`).
 */
export const defaultSeverityOrder: readonly string[] = ['vendor', 'nvd', 'cna', 'ghsa', 'cisa-adp', 'others'];

/** The severity that is shown, and whose word it is; nobody's where it is UNKNOWN. */
export interface ChosenSeverity {
  readonly severity: Severity;
  readonly by?: string;
}

/** What was said of a bundle stands behind everything that was said of this one. */
const rankOfBundles = 1000;

/**
 * The severity of a finding, from everything that was said about it.
 *
 * in      the ecosystems whose advisories matched; the order of sources
 * out     the first source of the order that gives a rating which can be read; what was said of a whole bundle comes after what was
 *         said of this vulnerability; the highest at the same rank; UNKNOWN where nobody gave one
 */
export function chooseSeverity(
  stated: readonly WeighedStatement[],
  ecosystems: readonly string[],
  order: readonly string[] = defaultSeverityOrder,
): ChosenSeverity {
  const own = new Set(ecosystems.flatMap((ecosystem) => vendors.get(ecosystemWithoutRelease(ecosystem)) ?? []));
  let best: { rank: number; severity: Severity; by: string } | undefined;
  for (const { statement, ofBundle } of stated) {
    const severity = severityOf(statement);
    if (!severity || severity === 'UNKNOWN') continue;
    const rank = rankOf(statement.source, own, order) + (ofBundle ? rankOfBundles : 0);
    const candidate = { rank, severity, by: statement.source };
    if (!best || rank < best.rank || (rank === best.rank && isBefore(candidate, best))) best = candidate;
  }
  return best ? { severity: best.severity, by: best.by } : { severity: 'UNKNOWN' };
}

/** The earliest of the places that a source may take. */
function rankOf(source: string, own: ReadonlySet<string>, order: readonly string[]): number {
  const isAuthority = source === 'cve' || source.startsWith('cna:');
  const names = [source, ...(own.has(source) ? ['vendor'] : []), ...(isAuthority ? ['cna'] : [])];
  const places = names.map((name) => order.indexOf(name)).filter((place) => place >= 0);
  if (places.length > 0) return Math.min(...places);
  const others = order.indexOf('others');
  return others >= 0 ? others : order.length;
}

/** At the same rank the higher one, then by name, so that no order of statements matters. */
function isBefore(one: { severity: Severity; by: string }, other: { severity: Severity; by: string }): boolean {
  return isHigher(one.severity, other.severity) || (one.severity === other.severity && one.by < other.by);
}

/** Whether the first severity is the higher one. */
export function isHigher(a: Severity, b: Severity): boolean {
  return severities.indexOf(a) < severities.indexOf(b);
}

function severityOf({ vector, score, word }: SeverityStatement): Severity | undefined {
  if (score === undefined) return word;
  const severity = severityOfScore(score);
  // Version 2 of CVSS, which has no prefix, has no CRITICAL.
  return severity === 'CRITICAL' && vector && !vector.startsWith('CVSS:') ? 'HIGH' : severity;
}
