import type { Finding } from '../../../model/finding.ts';

/**
 * Findings of one side with the names that the other side uses: what was a GHSA and got its CVE since is one vulnerability.
 *
 * out     as they are where the other side has no name, or more than one
 */
export function unifyVulnerabilities(findings: readonly Finding[], others: readonly Finding[]): readonly Finding[] {
  const names = new Map<string, Set<string>>();
  for (const { vulnerability, aliases } of others)
    for (const alias of aliases) names.set(alias, (names.get(alias) ?? new Set()).add(vulnerability));
  const standing = new Set(others.map(({ vulnerability }) => vulnerability));
  return findings.map((finding) => {
    const known = names.get(finding.vulnerability);
    const [name] = known ?? [];
    return known?.size === 1 && name !== undefined && !standing.has(finding.vulnerability)
      ? { ...finding, vulnerability: name }
      : finding;
  });
}
