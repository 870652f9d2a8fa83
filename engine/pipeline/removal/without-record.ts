import { findRemaining } from '../../compare/removal/find-remaining.ts';
import { takeAway } from '../../compare/removal/take-away.ts';
import { contentWithout, type ImageWithout, imagesWithout } from '../../compare/removal/without.ts';
import { isUnsuppressed } from '../../judge/findings/count-findings.ts';
import type { Finding } from '../../model/finding.ts';
import type { Gap } from '../../model/reading.ts';
import type { Release } from '../../model/release.ts';
import type { GoneResource, Removal, RemovalSubject } from '../../model/removal.ts';
import { createReleaseJudge } from '../plan-record.ts';
import { compareFindings } from './compare-findings.ts';
import { compareNetwork } from './compare-network.ts';
import { compareRights } from './compare-rights.ts';
import { findRemovalGaps } from './removal-gaps.ts';

/**
 * What would go from a release without some of it, and what still refers to that. Findings, rights and network are those of the release made
 * without it: what is left is judged again by the advisories that the record embeds.
 *
 * in      a record; what is thought away, as `toSubjects` finds it
 * gaps    those of the record that concern what goes; see `findRemovalGaps`
 * cost    rights and reach twice; one matching of the images that lose packages
 */
export function withoutInRecord(release: Release, subjects: readonly RemovalSubject[]): Removal {
  const { product, version, resources = [] } = release;
  const taken = takeAway(release, subjects);
  const images = imagesWithout(release, taken.images, subjects);
  const before = release.findings.filter(isUnsuppressed);
  const after = findingsLeft(release, before, images);
  const staying = resources.filter((resource) => !taken.resources.has(resource));
  const gone = [...taken.resources].map(([{ identity, file, line = null }, reason]): GoneResource => {
    return { resource: identity, file, line, ...reason };
  });
  const rights = compareRights(release, staying);
  const network = compareNetwork(release, staying);
  return {
    product,
    version,
    subjects,
    ...compareFindings(before, after),
    content: contentWithout(images),
    resources: gone,
    rights: rights.rights,
    network: network.network,
    references: findRemaining(release, taken, subjects),
    gaps: distinct([...findRemovalGaps(release, taken, images, subjects), ...rights.gaps, ...network.gaps]),
  };
}

/** Images that lose nothing have the findings that they had; the others are matched again. */
function findingsLeft(release: Release, before: readonly Finding[], images: readonly ImageWithout[]): readonly Finding[] {
  const changed = images.flatMap(({ image, left }) => (left && left !== image ? [left] : []));
  const kept = new Set(images.flatMap(({ image, left }) => (left === image ? [keyOf(image)] : [])));
  const unchanged = before.filter(({ image, platform }) => kept.has(keyOf({ reference: image, platform })));
  return changed.length === 0 ? unchanged : [...unchanged, ...createReleaseJudge(release)(changed)];
}

function keyOf({ reference, platform }: { readonly reference: string; readonly platform: string }): string {
  return `${reference}\n${platform}`;
}

function distinct(gaps: readonly Gap[]): readonly Gap[] {
  return [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()];
}
