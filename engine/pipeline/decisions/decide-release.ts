import { applyDecisions } from '../../judge/triage/decisions/apply-decisions.ts';
import { isOfDecisions } from '../../judge/triage/decisions/decision-gaps.ts';
import type { JudgedDecision } from '../../model/decision-judgement.ts';
import type { Reading } from '../../model/reading.ts';
import type { Release } from '../../model/release.ts';
import type { TriageDecision } from '../../model/triage-decision.ts';
import { orderGaps } from '../order-gaps.ts';
import { findFacts } from './find-facts.ts';

/**
 * A release with its findings taken out of totals by exceptions and statements, as they stand at its `now`.
 *
 * in      what was read; gaps of an earlier application are replaced
 * out     the release holds the decisions, in force or not, so that they can be applied again; an exception that nobody said what it rests on
 *         is noted with what is so now
 */
export function decideRelease(release: Release, { items, gaps }: Reading<TriageDecision>): Release {
  const applied = applyDecisions(release, items);
  const { decisions: _, ...rest } = release;
  return {
    ...rest,
    findings: applied.findings,
    ...(items.length > 0 && { decisions: noteFacts(release, applied.judged) }),
    gaps: orderGaps([...release.gaps.filter((gap) => !isOfDecisions(gap)), ...gaps, ...applied.gaps]),
  };
}

/** The same with the decisions that the release holds: after its findings were judged again, or at another time. */
export function decideAgain(release: Release): Release {
  const gaps = release.gaps.filter((gap) => isOfDecisions(gap) && gap.code !== 'statements-contradict');
  return decideRelease(release, { items: release.decisions ?? [], gaps });
}

function noteFacts(release: Release, judged: readonly JudgedDecision[]): readonly TriageDecision[] {
  const used = judged.filter(({ state, decision }) => state === 'in-force' && !decision.restsOn).map(({ decision }) => decision);
  const facts = findFacts(release, used);
  return judged.map(({ decision }) => {
    const { firstUsed: _, ...rest } = decision;
    const firstUsed = facts.get(decision.id);
    return firstUsed && used.includes(decision) ? { ...rest, firstUsed } : rest;
  });
}
