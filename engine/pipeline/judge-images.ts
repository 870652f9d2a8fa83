import { type Findings, toFindings } from '../judge/findings/to-findings.ts';
import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import { embedAdvisories } from '../judge/matches/embed-advisories.ts';
import { createMatcher } from '../judge/matches/match-packages.ts';
import type { EmbeddedAdvisories, ReleaseImage } from '../model/release.ts';

/** What the advisories say of a release, and the part of them that it rests on. */
export interface Judgement extends Findings {
  readonly knowledge: EmbeddedAdvisories;
}

/**
 * Matches the packages of every image with the advisories, and makes findings of the matches.
 *
 * in      advisories undefined: every package is undecided
 */
export function judgeImages(images: readonly ReleaseImage[], advisories: AdvisorySource | undefined): Judgement {
  const match = createMatcher(advisories);
  const judged = images.map((image) => ({ ...image, ...match(image.packages, image.distribution ?? undefined) }));
  const contents = images.map(({ packages, distribution }) => ({ packages, distribution: distribution ?? undefined }));
  return {
    ...toFindings({ images: judged, knowledge: advisories }),
    knowledge: advisories ? embedAdvisories(contents, advisories) : nothingKnown,
  };
}

const nothingKnown: EmbeddedAdvisories = { snapshot: null, ecosystems: [], advisories: [], exploited: [], predictions: [] };
