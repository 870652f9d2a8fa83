/** Who assigned a CVE or rated it, as the CVE list and NVD name them → the name that their statements on severity go by here. */
const names: ReadonlyMap<string, string> = new Map([
  ['github_m', 'ghsa'],
  ['security-advisories@github.com', 'ghsa'],
  ['nvd@nist.gov', 'nvd'],
  ['nvd', 'nvd'],
  ['cisa-adp', 'cisa-adp'],
  ['134c704f-9b21-4f2e-91b3-4a467353bcc0', 'cisa-adp'],
  ['redhat', 'redhat'],
  ['secalert@redhat.com', 'redhat'],
  ['fedora', 'fedora'],
  ['suse', 'suse'],
  ['meissner@suse.de', 'suse'],
  ['canonical', 'ubuntu'],
  ['security@ubuntu.com', 'ubuntu'],
  ['debian', 'debian'],
  ['security@debian.org', 'debian'],
  ['go', 'go'],
  ['security@golang.org', 'go'],
]);

/**
 * The source of a statement on severity, from who made it.
 *
 * in      short name in the CVE list (`GitHub_M`, `CISA-ADP`) or address in NVD (`nvd@nist.gov`)
 * out     `nvd`, `ghsa`, `redhat`, `cisa-adp` …; `cna:VulDB` for every other numbering authority
 * source  cve.org, "CNA list"; NVD API 2.0, "source"
 */
export function toSeveritySource(authority: string): string {
  const known = names.get(authority.toLowerCase());
  return known ?? `cna:${authority.replace(/[^\w.@-]+/g, '_').slice(0, 64)}`;
}
