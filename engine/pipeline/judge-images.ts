import { type Findings, toFindings } from '../judge/findings/to-findings.ts';
import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import { embedAdvisories } from '../judge/matches/embed-advisories.ts';
import { evaluateAsOf } from '../judge/matches/evaluate-as-of.ts';
import { createMatcher } from '../judge/matches/match-packages.ts';
import type { EmbeddedAdvisories, ReleaseImage } from '../model/release.ts';
import { judgePackages } from './judge-packages.ts';

/** What the advisories say of a release, and the part of them that it rests on. */
export interface Judgement extends Findings {
  readonly knowledge: EmbeddedAdvisories;
}

/**
 * Matches the packages of every image with the advisories, and makes findings of the matches.
 *
 * in      source undefined: every package is undecided; the instant that its advisories are taken to stand at
 * gaps    package-unknown, advisories-missing, advisory-undated
 */
export function judgeImages(images: readonly ReleaseImage[], source: AdvisorySource | undefined, asOf?: string): Judgement {
  const dated = source && asOf !== undefined ? evaluateAsOf(source, asOf) : undefined;
  const advisories = dated ?? source;
  const found = judgeContents(images, advisories);
  const contents = images.map(({ packages, distribution }) => ({ packages, distribution: distribution ?? undefined }));
  return {
    ...found,
    gaps: [...found.gaps, ...(dated?.gaps() ?? [])],
    knowledge: advisories ? embedAdvisories(contents, advisories) : nothingKnown,
  };
}

/** The findings alone, without what the record keeps of the advisories. */
export function judgeContents(images: readonly ReleaseImage[], advisories: AdvisorySource | undefined): Findings {
  const match = createMatcher(advisories);
  return toFindings({ images: images.map((image) => ({ ...image, ...judgePackages(image, match) })), knowledge: advisories });
}

const nothingKnown: EmbeddedAdvisories = { snapshot: null, ecosystems: [], advisories: [], exploited: [], predictions: [] };
