import type { SchemeId } from '../../model/package.ts';

/** Ecosystem without release → the scheme that its versions order by; undefined where Plimsoll has none, so that they cannot be compared. */
const schemes: ReadonlyMap<string, SchemeId | undefined> = new Map([
  ['AlmaLinux', 'rpm'],
  ['Alpaquita', 'apk'],
  ['Alpine', 'apk'],
  ['Amazon Linux', 'rpm'],
  ['Android', undefined],
  ['Azure Linux', 'rpm'],
  ['BellSoft Hardened Containers', 'apk'],
  ['Bioconductor', undefined],
  ['Bitnami', 'bitnami'],
  ['Chainguard', 'apk'],
  ['CleanStart', 'apk'],
  ['ConanCenter', undefined],
  ['CRAN', undefined],
  ['crates.io', 'semver'],
  ['Debian', 'dpkg'],
  ['Docker Hardened Images', undefined],
  ['Echo', 'dpkg'],
  ['FreeBSD', undefined],
  ['GHC', undefined],
  ['GitHub Actions', 'semver'],
  ['Go', 'go'],
  ['Hackage', undefined],
  ['Hex', 'hex'],
  ['Julia', 'semver'],
  ['Kubernetes', 'semver'],
  ['Linux', undefined],
  ['Mageia', 'rpm'],
  ['Maven', 'maven'],
  ['MinimOS', 'apk'],
  ['npm', 'semver'],
  ['NuGet', 'nuget'],
  ['opam', undefined],
  ['openEuler', 'rpm'],
  ['openSUSE', 'rpm'],
  ['OSS-Fuzz', undefined],
  ['Packagist', 'packagist'],
  ['Photon OS', 'rpm'],
  ['Pub', 'semver'],
  ['PyPI', 'pep440'],
  ['Red Hat', 'rpm'],
  ['Rocky Linux', 'rpm'],
  ['Root', undefined],
  ['RubyGems', 'gem'],
  ['SUSE', 'rpm'],
  ['SwiftURL', 'semver'],
  ['TuxCare', undefined],
  ['Ubuntu', 'dpkg'],
  ['VSCode', 'semver'],
  ['Wolfi', 'apk'],
] as const);

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
 * Whether an ecosystem, with or without release, is one that OSV defines, or Plimsoll besides (`Amazon Linux`).
 *
 * source  osv-schema 1.7, "Defined ecosystems"
 */
export function isDefinedEcosystem(ecosystem: string): boolean {
  return schemes.has(ecosystemWithoutRelease(ecosystem));
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
