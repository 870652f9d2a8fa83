import { planRelease } from '../compare/remediation/plan-release.ts';
import { logicalNameOf } from '../formats/reference/logical-name.ts';
import { isUnsuppressed } from '../judge/findings/count-findings.ts';
import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import { applyDecisions } from '../judge/triage/decisions/apply-decisions.ts';
import type { Finding } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';
import type { Release, ReleaseImage } from '../model/release.ts';
import { findAffectedImages } from './candidates/find-candidates.ts';
import { judgeCandidates, type ReadCandidates } from './candidates/judge-candidates.ts';
import type { FoundCandidates } from './candidates/read-candidates.ts';
import { sourceOf } from './diff-records.ts';
import { judgeContents } from './judge-images.ts';

/** What a plan is to hold. */
export interface PlanRequest {
  /** Actions at most. */
  readonly limit: number;
  /** Records whose images may be taken instead, each with advisories for what the record does not hold. */
  readonly others?: readonly Release[];
  /** Images that were read to be taken instead. */
  readonly candidates?: FoundCandidates;
  /** What is asked about packages that no record holds. */
  readonly database?: AdvisorySource | undefined;
  /** Whether each action comes with the findings that it counts. */
  readonly withFindings?: boolean;
}

/** The remediation plan of a record; its predictions are matched by the advisories that the record embeds. */
export async function planRecord(release: Release, request: PlanRequest): Promise<Plan> {
  const { limit, others = [], candidates = nothingFound, database, withFindings = false } = request;
  const names = new Set(findAffectedImages(release).map(logicalNameOf));
  const images = [...candidates.images, ...others.flatMap((other) => other.images)];
  const read: ReadCandidates = {
    images: images.filter(({ reference }) => names.has(logicalNameOf(reference))),
    gaps: [...candidates.gaps, ...others.flatMap(({ gaps }) => gaps)],
    ...(candidates.chosenFor && { chosenFor: candidates.chosenFor }),
  };
  const judged = judgeCandidates(read, { release, others, database });
  const plan = await planRelease(release, {
    limit,
    judge: createReleaseJudge(release),
    candidates: judged.items.map((one) => ({ ...one, findings: openFindings(release, [one.image], one.findings) })),
    withFindings,
  });
  const gaps = [...candidates.unlisted, ...judged.gaps, ...(plan.gaps ?? [])];
  return gaps.length > 0 ? { ...plan, gaps } : plan;
}

const nothingFound: FoundCandidates = { images: [], gaps: [], unlisted: [] };

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
