import { toVersionless } from '../../formats/purl/to-versionless.ts';
import type { FindingChange } from '../../model/difference.ts';
import type { Finding } from '../../model/finding.ts';
import type { Plan, PlannedAction } from '../../model/plan.ts';
import type { Release, ReleaseImage } from '../../model/release.ts';
import type { Severity, SeverityCounts } from '../../model/severity.ts';
import type { CandidateAction } from './candidate-action.ts';
import { chooseActions } from './choose-actions.ts';
import { chooseExactly } from './choose-exactly.ts';
import { costOf } from './cost-of.ts';
import { combineCounts, defaultWeights, type Effect, type EffectKey, sumEffects, type Weights } from './effect.ts';
import { findActions } from './find-actions.ts';
import { findEffects, type Judge } from './find-effects.ts';
import { type Candidate, findReplacements } from './find-replacements.ts';
import { servesBuilding } from './serves-building.ts';

/** What a plan is made by. */
export interface PlanOptions {
  readonly judge: Judge;
  /** Actions at most. */
  readonly limit: number;
  readonly weights?: Weights;
  /** Whether an image may be left out of the release; by default those of tiers `example` and `test`. */
  readonly canLeave?: (image: ReleaseImage) => boolean;
  /** Images under other tags that could be taken. */
  readonly candidates?: readonly Candidate[];
  /** Whether each action comes with the findings that it counts. */
  readonly withFindings?: boolean;
}

/**
 * The smallest set of actions that takes the most risk away.
 *
 * in      a release, and how it was judged
 * out     at most `limit` actions, the one that brings most first; exact where the program is small enough to be solved, else greedy
 *         with its bound; what is predicted is what matching the changed packages again says
 */
export async function planRelease(
  release: Release,
  { judge, limit, weights = defaultWeights, canLeave, candidates: tags = [], withFindings = false }: PlanOptions,
): Promise<Plan> {
  const affected = findEffects(release, judge, weights);
  const replacements = findReplacements(release, affected, tags);
  const candidates = findActions(affected, {
    replacements: replacements.items,
    canLeave: canLeave ?? isExample(release),
    canDrop: servesBuilding,
  });
  const greedy = chooseActions(candidates, limit, weights);
  const best = greedy.achieved < greedy.atMost ? await chooseExactly(candidates, limit, weights) : undefined;
  const chosen = best ? chooseActions(best, limit, weights) : greedy;
  const exact = best !== undefined || greedy.achieved >= greedy.atMost;
  const actions = describe(chosen.actions, release, withFindings);
  const before = count(affected.flatMap(({ findings }) => findings));
  const unfixable = affected.flatMap(({ findings, upgrade }) => (upgrade ? [] : findings));
  const removed = actions.at(-1)?.cumulative;
  return {
    product: release.product,
    version: release.version,
    actions,
    bound: exact || greedy.atMost === 0 ? 1 : Math.round((1000 * chosen.achieved) / greedy.atMost) / 1000,
    exact,
    before,
    after: removed ? combineCounts(before, removed, -1) : before,
    unfixable: count(unfixable),
    ...(withFindings && { unfixableFindings: unfixable }),
    ...(replacements.gaps.length > 0 && { gaps: replacements.gaps }),
  };
}

function isExample({ inventory }: Release): (image: ReleaseImage) => boolean {
  const leavable = new Set(
    inventory.images.flatMap(({ reference, tier }) => (tier === 'example' || tier === 'test' ? [reference] : [])),
  );
  return ({ reference }) => leavable.has(reference);
}

function describe(chosen: readonly CandidateAction[], release: Release, withFindings: boolean): readonly PlannedAction[] {
  const done = new Map<EffectKey, Effect>();
  let cumulative: SeverityCounts = sumEffects([]);
  return chosen.map(({ kind, subject, images, effects }) => {
    const fresh = [...effects].filter(([key]) => !done.has(key));
    for (const [key, effect] of fresh) done.set(key, effect);
    const changes = fresh.map(([, effect]) => effect);
    const removes = sumEffects(changes);
    cumulative = combineCounts(cumulative, removes, 1);
    const brings = count(findNew(changes));
    const findings = withFindings ? { findings: changesOf(changes) } : undefined;
    return { kind, subject, images, removes, brings, cumulative, ...findings, ...costOf(images, release) };
  });
}

/** What effects bring that they do not take away elsewhere: another tag of an image holds much of what the one before held. */
function findNew(effects: readonly Effect[]): readonly Finding[] {
  const keyOf = ({ vulnerability, platform, purl }: Finding) => `${vulnerability}\n${platform}\n${toVersionless(purl)}`;
  const gone = new Set(effects.flatMap(({ removes }) => removes.map(keyOf)));
  return effects.flatMap(({ adds }) => adds.filter((finding) => !gone.has(keyOf(finding))));
}

function changesOf(effects: readonly Effect[]): readonly FindingChange[] {
  return effects.flatMap(({ removes, adds }) => [
    ...removes.map((before) => ({ before, after: null })),
    ...adds.map((after) => ({ before: null, after })),
  ]);
}

function count(findings: readonly { readonly severity: Severity }[]): SeverityCounts {
  const counts = { ...sumEffects([]) } as Record<Severity, number>;
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}
