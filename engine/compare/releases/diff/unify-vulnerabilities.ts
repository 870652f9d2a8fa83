import type { Finding } from '../../../model/finding.ts';

/**
 * Gives findings of one side the names that the other side uses: what was a GHSA and got its CVE since is one vulnerability.
 *
 * in      the findings of the other side
 * out     findings as they are where the other side has no name, or more than one
 */
export function createUnify(others: readonly Finding[]): (findings: readonly Finding[]) => readonly Finding[] {
  const names = namesByAlias(others);
  const standing = new Set(others.map(({ vulnerability }) => vulnerability));
  return (findings) =>
    findings.map((finding) => {
      const name = names.get(finding.vulnerability);
      return name !== undefined && name !== several && !standing.has(finding.vulnerability)
        ? { ...finding, vulnerability: name }
        : finding;
    });
}

/** Stands for more names than one. */
const several = '';

function namesByAlias(findings: readonly Finding[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { vulnerability, aliases } of findings) {
    for (const alias of aliases) {
      const known = names.get(alias);
      if (known !== vulnerability) names.set(alias, known === undefined ? vulnerability : several);
    }
  }
  return names;
}
