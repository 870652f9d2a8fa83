import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import { questionsOf } from '../judge/matches/embed-advisories.ts';
import type { Release } from '../model/release.ts';

/**
 * What one record knew, and for packages that it does not hold what another source says.
 *
 * in      the record, its advisories, the others
 */
export function preferredAdvisories(record: Release, own: AdvisorySource, other: AdvisorySource): AdvisorySource {
  const held = new Set(questionsOf(record.images.map(contentOf)).map(keyOf));
  const isHeld = (ecosystem: string, name: string) => held.has(keyOf([ecosystem, name]));
  return {
    snapshot: own.snapshot,
    ecosystems: own.ecosystems,
    ...(own.releases && other.releases && { releases: own.releases.union(other.releases) }),
    find: (ecosystem, name) => (isHeld(ecosystem, name) ? own : other).find(ecosystem, name),
    findRelated: (id) => {
      const known = own.findRelated?.(id) ?? [];
      return known.length > 0 ? known : (other.findRelated?.(id) ?? []);
    },
    findExploited: own.findExploited,
    findPrediction: own.findPrediction,
    ...(own.findMetadata && { findMetadata: (id) => own.findMetadata?.(id) ?? other.findMetadata?.(id) }),
  };
}

/** What an older record knew, and for packages that it does not hold what a newer source knows to have been published by then. */
export function standInAdvisories(old: Release, before: AdvisorySource, after: AdvisorySource): AdvisorySource {
  const { asOf } = before.snapshot;
  // Without the short way to the same statements, which would not be asked for their dates.
  const { findStatements: _, ...rest } = after;
  return preferredAdvisories(old, before, {
    ...rest,
    find: (ecosystem, name) =>
      after.find(ecosystem, name).filter(({ publishedAt, modifiedAt }) => (publishedAt ?? modifiedAt) <= asOf),
  });
}

function keyOf([ecosystem, name]: readonly [string, string]): string {
  return `${ecosystem}\n${name}`;
}

function contentOf({ packages, distribution }: Release['images'][number]) {
  return { packages, distribution: distribution ?? undefined };
}
