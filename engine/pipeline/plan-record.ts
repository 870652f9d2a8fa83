import { planRelease } from '../compare/remediation/plan-release.ts';
import { isUnsuppressed } from '../judge/findings/count-findings.ts';
import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import { applyDecisions } from '../judge/triage/decisions/apply-decisions.ts';
import type { Finding } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';
import type { Release, ReleaseImage } from '../model/release.ts';
import { sourceOf } from './diff-records.ts';
import { judgeContents } from './judge-images.ts';
import { preferredAdvisories } from './preferred-advisories.ts';

/** What a plan is to hold. */
export interface PlanRequest {
  /** Actions at most. */
  readonly limit: number;
  /** Records whose images may be taken instead, each with advisories for what the record does not hold. */
  readonly others?: readonly Release[];
  /** Whether each action comes with the findings that it counts. */
  readonly withFindings?: boolean;
}

/** The remediation plan of a record; its predictions are matched by the advisories that the record embeds. */
export function planRecord(release: Release, { limit, others = [], withFindings = false }: PlanRequest): Promise<Plan> {
  const advisories = others.reduce<AdvisorySource | undefined>((known, other) => {
    const theirs = sourceOf(other.knowledge);
    return known && theirs ? preferredAdvisories(release, known, theirs) : known;
  }, sourceOf(release.knowledge));
  const judge = (images: readonly ReleaseImage[]) => openFindings(release, images, judgeContents(images, advisories).findings);
  return planRelease(release, { limit, judge, candidates: others.flatMap(({ images }) => images), withFindings });
}

/** Judges changed images as the release was judged: by the advisories that it embeds, less what its decisions take out. */
export function createReleaseJudge(release: Release): (images: readonly ReleaseImage[]) => readonly Finding[] {
  const advisories = sourceOf(release.knowledge);
  return (images) => openFindings(release, images, judgeContents(images, advisories).findings);
}

/** What is left when the decisions of the release are applied to changed images: what they take out before, they take out after. */
function openFindings(
  { decisions = [], now }: Release,
  images: readonly ReleaseImage[],
  findings: readonly Finding[],
): readonly Finding[] {
  return decisions.length === 0 ? findings : applyDecisions({ images, findings, now }, decisions).findings.filter(isUnsuppressed);
}
