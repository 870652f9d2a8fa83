import type { Distribution } from '../../model/distribution.ts';
import { type CoveringRelease, type DistributionRule, findDistributionRule } from './distribution-rules.ts';
import type { MatchablePackage, Reason } from './matchable.ts';

/** One question to the advisories: a name and version in one release of one ecosystem. */
export interface Lookup extends CoveringRelease {
  readonly name: string;
  readonly version: string;
  /** False for a module that was built from a working tree, or replaced by one: it has no version that could be compared. */
  readonly isComparable: boolean;
}

/** The questions that decide a package, or why there are none. */
export type Lookups = { readonly lookups: readonly Lookup[] } | { readonly reason: Reason };

/** Purl type → ecosystem, for packages that mean the same on every distribution. */
const languageEcosystems: ReadonlyMap<string, string> = new Map([
  ['golang', 'Go'],
  ['npm', 'npm'],
  ['pypi', 'PyPI'],
  ['maven', 'Maven'],
  ['gem', 'RubyGems'],
  ['cargo', 'crates.io'],
  ['nuget', 'NuGet'],
  ['composer', 'Packagist'],
  ['hex', 'Hex'],
  ['pub', 'Pub'],
  ['swift', 'SwiftURL'],
  ['bitnami', 'Bitnami'],
  ['cran', 'CRAN'],
  ['githubactions', 'GitHub Actions'],
  ['hackage', 'Hackage'],
  ['julia', 'Julia'],
  ['opam', 'opam'],
  ['conan', 'ConanCenter'],
]);

/** Projects of Kubernetes that have advisories of their own and number their Go modules as they number their releases. */
const kubernetesModules = /^(k8s\.io\/(kubernetes|ingress-nginx)|sigs\.k8s\.io\/[^/]+|github\.com\/kubernetes-csi\/[^/]+)$/;

const distributionTypes: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm']);

/**
 * Where the advisories that speak of a package are looked up: ecosystem by purl type and distribution, and the name and
 * version of the source package where advisories are keyed by it.
 */
export function findLookups(item: MatchablePackage, distribution: Distribution | undefined): Lookups {
  return distributionTypes.has(item.type) ? systemLookups(item, distribution) : languageLookups(item);
}

function languageLookups(item: MatchablePackage): Lookups {
  const ecosystem = languageEcosystems.get(item.type);
  if (!ecosystem) return reason('ecosystem-unknown', `no advisories are known for packages of type ${item.type}`);
  if (ecosystem === 'Maven' && !/^[^:]+:[^:]+$/.test(item.name))
    return reason(
      'name-incomplete',
      `Maven advisories are keyed by group and artifact, and the group of ${item.name} is not known`,
    );
  const lookups = [ecosystem, ...(ecosystem === 'Go' && kubernetesModules.test(item.name) ? ['Kubernetes'] : [])];
  return { lookups: lookups.map((one) => toLookup(one, item.name, versionFor(ecosystem, item))) };
}

function toLookup(ecosystem: string, name: string, version: string): Lookup {
  // What follows is a registry (`Maven:https://…`), and packages do not state from which they came.
  const covers = (text: string) => text === ecosystem || text.startsWith(`${ecosystem}:`);
  return { ecosystem, title: ecosystem, covers, name, version, isComparable: isComparable(version) };
}

/** The toolchain writes `go1.21.4`. Bitnami's first build of a release is its revision 0, and advisories begin with that one. */
function versionFor(ecosystem: string, { name, version }: MatchablePackage): string {
  if (ecosystem === 'Go' && name === 'stdlib') return version.replace(/^go(?=\d)/, '');
  return ecosystem === 'Bitnami' && /^\d+\.\d+\.\d+$/.test(version) ? `${version}-0` : version;
}

function systemLookups(item: MatchablePackage, distribution: Distribution | undefined): Lookups {
  if (!distribution) return reason('distribution-missing', 'the image does not say which distribution it is');
  const rule = findDistributionRule(distribution.id);
  if (!rule) return reason('ecosystem-unknown', `no advisories are known for the distribution ${distribution.id}`);
  if (rule.type !== item.type)
    return reason('distribution-mismatch', `a package of type ${item.type} is not one of the distribution ${distribution.id}`);
  const releases = releasesOf(distribution, rule);
  if (releases.length === 0) return reason('release-unknown', `the image does not say which release of ${distribution.id} it is`);
  const names = namesOf(item, rule);
  return {
    lookups: releases.flatMap(({ ecosystem, title, covers }) =>
      names.map(({ name, version }) => ({ ecosystem, title, covers, name, version, isComparable: isComparable(version) })),
    ),
  };
}

/** An image's packages are all of one distribution. */
const knownReleases = new WeakMap<Distribution, readonly CoveringRelease[]>();

function releasesOf(distribution: Distribution, rule: DistributionRule): readonly CoveringRelease[] {
  const known = knownReleases.get(distribution) ?? rule.releasesOf(distribution);
  knownReleases.set(distribution, known);
  return known;
}

function namesOf(item: MatchablePackage, rule: DistributionRule): readonly { name: string; version: string }[] {
  const own = { name: item.name, version: item.version };
  if (!item.source || rule.keyedBy === 'own') return [own];
  if (rule.keyedBy === 'source' || item.source.name === item.name) return [item.source];
  return [own, item.source];
}

function isComparable(version: string): boolean {
  return !withoutVersion.has(version.trim());
}

const withoutVersion: ReadonlySet<string> = new Set([
  '',
  '(devel)',
  '(unknown)',
  'unknown',
  'UNKNOWN',
  'v0.0.0-00010101000000-000000000000',
]);

function reason(code: string, text: string): Lookups {
  return { reason: { code, reason: text } };
}
