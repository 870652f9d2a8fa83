import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import { questionsOf } from '../judge/matches/embed-advisories.ts';
import type { Release } from '../model/release.ts';

/**
 * What an older record knew, and for packages that it does not hold what a newer one knows to have been published by then.
 *
 * in      the older record; the advisories of both
 */
export function standInAdvisories(old: Release, before: AdvisorySource, after: AdvisorySource): AdvisorySource {
  const held = new Set(questionsOf(old.images.map(contentOf)).map(([ecosystem, name]) => `${ecosystem}\n${name}`));
  const { asOf } = before.snapshot;
  const find: AdvisorySource['find'] = (ecosystem, name) =>
    held.has(`${ecosystem}\n${name}`)
      ? before.find(ecosystem, name)
      : after.find(ecosystem, name).filter(({ publishedAt, modifiedAt }) => (publishedAt ?? modifiedAt) <= asOf);
  return {
    snapshot: before.snapshot,
    ecosystems: before.ecosystems,
    ...(before.releases && after.releases && { releases: before.releases.union(after.releases) }),
    find,
    findRelated: (id) => {
      const known = before.findRelated?.(id) ?? [];
      return known.length > 0 ? known : (after.findRelated?.(id) ?? []);
    },
    ...(before.findStatements && { findStatements: before.findStatements }),
    findExploited: before.findExploited,
    findPrediction: before.findPrediction,
    ...(before.findMetadata && { findMetadata: (id) => before.findMetadata?.(id) ?? after.findMetadata?.(id) }),
  };
}

function contentOf({ packages, distribution }: Release['images'][number]) {
  return { packages, distribution: distribution ?? undefined };
}
