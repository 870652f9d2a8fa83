import type { Finding } from '../../model/finding.ts';
import type { SeverityStatement } from '../../model/severity.ts';

const titles: ReadonlyMap<string, string> = new Map([
  ['ghsa', 'GitHub'],
  ['redhat', 'Red Hat'],
  ['cisa-adp', 'CISA'],
  ['almalinux', 'AlmaLinux'],
  ['pypi', 'PyPI'],
  ['cve', 'CVE list'],
]);

/**
 * Who rates a finding how, where they differ: `SUSE 5.3, NVD 9.8`, the one that is shown first.
 *
 * out     one rating of each source, its highest; empty where all of them say the same
 */
export function describeSeverities({ severities, severityBy }: Pick<Finding, 'severities' | 'severityBy'>): string {
  if (severities.length < 2) return '';
  const bySource = new Map<string, SeverityStatement>();
  for (const statement of severities) {
    const known = bySource.get(statement.source);
    if (textOf(statement) !== '' && (!known || (statement.score ?? -1) > (known.score ?? -1)))
      bySource.set(statement.source, statement);
  }
  const rated = [...bySource.values()].toSorted((a, b) => Number(b.source === severityBy) - Number(a.source === severityBy));
  if (new Set(rated.map(textOf)).size < 2) return '';
  return rated.map((statement) => `${titleOf(statement.source)} ${textOf(statement)}`).join(', ');
}

function textOf({ score, word }: SeverityStatement): string {
  return score === undefined ? (word ?? '') : score.toFixed(1);
}

function titleOf(source: string): string {
  const name = source.replace(/^cna:/, '');
  return (
    titles.get(source) ??
    (name === source && name.length <= 4 ? name.toUpperCase() : `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`)
  );
}
