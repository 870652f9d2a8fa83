import { diffReleases } from '../compare/releases/diff/diff-releases.ts';
import { createAdvisoryMemory } from '../judge/matches/advisory-memory.ts';
import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import type { Difference } from '../model/difference.ts';
import type { InstalledPackage } from '../model/package.ts';
import type { EmbeddedAdvisories, Release, ReleaseImage } from '../model/release.ts';
import { judgeContents } from './judge-images.ts';
import { standInAdvisories } from './preferred-advisories.ts';

/**
 * What changed between two records and why, with the corners between them judged by this version of Plimsoll.
 *
 * in      two records, the older one first; the version of Plimsoll that runs
 * cost    one matching of what changed, and one more for each record that another version wrote
 */
export function diffRecords(old: Release, now: Release, engine: string): Difference {
  const [before, after] = [sourceOf(old.knowledge), sourceOf(now.knowledge)];
  const judgeBy = (source: AdvisorySource | undefined) => (images: readonly ReleaseImage[]) =>
    judgeContents(images, source).findings;
  const sameKnowledge = before?.snapshot.id === after?.snapshot.id;
  const isKnown = createNameCheck(old.images);
  return diffReleases(old, now, {
    start: old.engine === engine ? undefined : judgeBy(before),
    contents: sameKnowledge ? undefined : judgeBy(before && after ? standInAdvisories(old, before, after) : before),
    advisories: now.engine === engine ? undefined : judgeBy(after),
    standsIn: (item) => !sameKnowledge && !isKnown(item),
  });
}

/** Whether images hold a package of that type and name; they are looked through when it is first asked. */
function createNameCheck(images: readonly ReleaseImage[]): (item: InstalledPackage) => boolean {
  let known: ReadonlySet<string> | undefined;
  const toKey = ({ type, name }: InstalledPackage) => `${type}\n${name}`;
  return (item) => {
    known ??= new Set([...new Set(images.flatMap(({ packages }) => packages))].map(toKey));
    return known.has(toKey(item));
  };
}

/** The advisories that a record embeds; undefined where it was judged by none. */
export function sourceOf({ snapshot, ...lists }: EmbeddedAdvisories): AdvisorySource | undefined {
  return snapshot ? createAdvisoryMemory({ snapshot, ...lists }) : undefined;
}
