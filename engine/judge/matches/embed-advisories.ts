import { isCve } from '../../formats/vulnerability-id/vulnerability-id.ts';
import type { Advisory } from '../../model/advisory.ts';
import type { Distribution } from '../../model/distribution.ts';
import type { EmbeddedAdvisories } from '../../model/release.ts';
import type { AdvisorySource } from './advisory-source.ts';
import { findLookups } from './find-lookups.ts';
import type { MatchablePackage } from './matchable.ts';

/** The packages of one image with what its distribution is. */
export interface PackagesOfImage {
  readonly packages: readonly MatchablePackage[];
  readonly distribution: Distribution | undefined;
}

/**
 * Everything that a source knows about the packages of some images, whatever their versions: what a record keeps, so that it
 * gives the same answers again through `createAdvisoryMemory`.
 *
 * out     of each advisory only the entries of these packages; other advisories on the same vulnerabilities without entries
 */
export function embedAdvisories(images: readonly PackagesOfImage[], source: AdvisorySource): EmbeddedAdvisories {
  const advisories = collectAdvisories(images, source);
  addRelated(advisories, source);
  const cves = [...new Set([...advisories.values()].flatMap(idsOf).filter(isCve))].toSorted();
  return {
    snapshot: source.snapshot,
    ecosystems: [...source.ecosystems].toSorted(),
    ...(source.releases && { releases: [...source.releases].toSorted() }),
    advisories: [...advisories.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    exploited: cves.flatMap((id) => source.findExploited(id) ?? []),
    predictions: cves.flatMap((id) => source.findPrediction(id) ?? []),
    ...(source.severityOrder && { severityOrder: source.severityOrder }),
    ...(source.findMetadata && { metadata: cves.flatMap((id) => source.findMetadata?.(id) ?? []) }),
  };
}

function collectAdvisories(images: readonly PackagesOfImage[], source: AdvisorySource): Map<string, Advisory> {
  const advisories = new Map<string, Advisory>();
  for (const [ecosystem, name] of questionsOf(images)) {
    for (const advisory of source.find(ecosystem, name)) {
      const earlier = advisories.get(advisory.id);
      const affected = earlier && [...earlier.affected, ...advisory.affected];
      advisories.set(advisory.id, affected ? { ...advisory, affected } : advisory);
    }
  }
  return advisories;
}

/** What is asked about some images: each distinct ecosystem and name once, sorted, whatever the order of images. */
export function questionsOf(images: readonly PackagesOfImage[]): readonly (readonly [string, string])[] {
  const questions = new Map<string, readonly [string, string]>();
  for (const { packages, distribution } of distinctContents(images)) {
    // Other versions of a package are asked about by the same names.
    for (const item of new Map(packages.map((one) => [`${one.type}\n${one.name}\n${one.source?.name}`, one])).values()) {
      const found = findLookups(item, distribution);
      if ('reason' in found) continue;
      for (const { ecosystem, name } of found.lookups) questions.set(`${ecosystem}\n${name}`, [ecosystem, name]);
    }
  }
  return [...questions].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, question]) => question);
}

/** Every package once for each distribution that it stands in. */
function distinctContents(images: readonly PackagesOfImage[]): readonly PackagesOfImage[] {
  const byRelease = Map.groupBy(images, ({ distribution }) =>
    JSON.stringify([distribution?.id, distribution?.versionId, distribution?.codename]),
  );
  return [...byRelease.values()].map((same) => ({
    packages: [...new Set(same.flatMap(({ packages }) => packages))],
    distribution: same[0]?.distribution,
  }));
}

function addRelated(advisories: Map<string, Advisory>, source: AdvisorySource): void {
  if (!source.findRelated) return;
  const asked = new Set<string>();
  const queue = [...advisories.values()].flatMap(idsOf);
  for (const id of queue) {
    if (asked.has(id)) continue;
    asked.add(id);
    for (const related of source.findRelated(id)) {
      if (advisories.has(related.id)) continue;
      advisories.set(related.id, related);
      // A vulnerability is reached through other ids of it; a CVE's other names lead no further.
      if (!isCve(id)) queue.push(...idsOf(related));
    }
  }
}

function idsOf(advisory: Advisory): readonly string[] {
  return [advisory.id, ...advisory.aliases, ...advisory.upstream];
}
