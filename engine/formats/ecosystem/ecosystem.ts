import type { SchemeId } from '../../model/package.ts';

/** Ecosystem without release → the scheme that its versions order by. What is not here cannot be compared. */
const schemes: ReadonlyMap<string, SchemeId> = new Map([
  ['AlmaLinux', 'rpm'],
  ['Alpaquita', 'apk'],
  ['Alpine', 'apk'],
  ['Azure Linux', 'rpm'],
  ['Bitnami', 'bitnami'],
  ['Chainguard', 'apk'],
  ['crates.io', 'semver'],
  ['Debian', 'dpkg'],
  ['Echo', 'dpkg'],
  ['Go', 'go'],
  ['Hex', 'hex'],
  ['Kubernetes', 'semver'],
  ['Mageia', 'rpm'],
  ['Maven', 'maven'],
  ['MinimOS', 'apk'],
  ['npm', 'semver'],
  ['NuGet', 'nuget'],
  ['openEuler', 'rpm'],
  ['openSUSE', 'rpm'],
  ['Packagist', 'packagist'],
  ['Photon OS', 'rpm'],
  ['Pub', 'semver'],
  ['PyPI', 'pep440'],
  ['Red Hat', 'rpm'],
  ['Rocky Linux', 'rpm'],
  ['RubyGems', 'gem'],
  ['SUSE', 'rpm'],
  ['SwiftURL', 'semver'],
  ['Ubuntu', 'dpkg'],
  ['Wolfi', 'apk'],
]);

/** Ecosystems whose names are the same in any case, or that purl spells in small letters: a package may come with either spelling. */
const anyCase: ReadonlySet<string> = new Set([
  'Go',
  'npm',
  'Bitnami',
  'NuGet',
  'Packagist',
  'Hex',
  'Pub',
  'GitHub Actions',
  'SwiftURL',
]);

/**
 * An OSV ecosystem without its release: `Debian` of `Debian:12`, `Red Hat` of `Red Hat:enterprise_linux:9::baseos`.
 *
 * source  osv-schema, "affected[].package field"
 */
export function ecosystemWithoutRelease(ecosystem: string): string {
  const at = ecosystem.indexOf(':');
  return at < 0 ? ecosystem : ecosystem.slice(0, at);
}

/**
 * The scheme that versions of an ecosystem order by.
 *
 * in      with or without release
 * out     undefined where there is none
 */
export function schemeOfEcosystem(ecosystem: string): SchemeId | undefined {
  return schemes.get(ecosystemWithoutRelease(ecosystem));
}

/**
 * A package name as PyPI compares them.
 *
 * source  PEP 503, "Normalized Names"
 */
export function normalizePythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/**
 * The text that two spellings of one package share: what advisories are looked up by.
 *
 * in      ecosystem with or without release; name as written
 * out     PyPI as PEP 503 says; small letters where purl spells names so (Go, npm) or the ecosystem ignores case; else unchanged
 */
export function packageKey(ecosystem: string, name: string): string {
  const base = ecosystemWithoutRelease(ecosystem);
  if (base === 'PyPI') return normalizePythonName(name);
  return anyCase.has(base) ? name.toLowerCase() : name;
}
