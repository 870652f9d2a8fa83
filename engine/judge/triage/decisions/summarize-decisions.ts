import type { BudgetLine, DecisionsSummary, ExpiryCliff, JudgedDecision } from '../../../model/decision-judgement.ts';
import type { Release } from '../../../model/release.ts';
import { type Severity, type SeverityCounts, severities } from '../../../model/severity.ts';
import { applyDecisions } from './apply-decisions.ts';
import { isOfDecisions } from './decision-gaps.ts';

/** How many findings of a severity exceptions may take out. */
export type ExceptionBudget = Readonly<Partial<Record<Severity, number>>>;

/** Days before its end that an exception is told of. */
const soonDays = 30;
/** As many exceptions that end on one day are more than people decide on that day. */
const cliffSize = 5;

/**
 * What exceptions and statements do in a release: what is in force, ends soon, is unused, or has to be decided again.
 *
 * in      a record with its decisions; `now` in place of the record's, to see what will have ended by then
 */
export function summarizeDecisions(
  release: Release,
  { now = release.now, budget = {} }: { readonly now?: string; readonly budget?: ExceptionBudget },
): DecisionsSummary {
  const { judged, gaps } = applyDecisions({ ...release, now }, release.decisions ?? []);
  const decisions = judged.toSorted((a, b) =>
    a.decision.kind < b.decision.kind ? -1 : a.decision.kind > b.decision.kind ? 1 : 0,
  );
  const exceptions = decisions.filter(({ decision }) => decision.kind === 'exception');
  const byExceptions = sum(exceptions);
  return {
    product: release.product,
    version: release.version,
    now,
    byExceptions,
    byStatements: sum(decisions.filter(({ decision }) => decision.kind === 'statement')),
    decisions,
    expiring: findExpiring(exceptions),
    cliffs: findCliffs(exceptions),
    budget: severities.flatMap((severity): readonly BudgetLine[] => {
      const allowed = budget[severity];
      return allowed === undefined ? [] : [{ severity, allowed, used: byExceptions[severity] }];
    }),
    gaps: [...release.gaps.filter(isOfDecisions).filter(({ code }) => code !== 'statements-contradict'), ...gaps],
  };
}

/** Exceptions that end within 30 days, the next first. */
export function findExpiring(exceptions: readonly JudgedDecision[]): readonly JudgedDecision[] {
  return exceptions
    .filter(({ state, daysLeft = -1 }) => state !== 'expired' && daysLeft >= 0 && daysLeft <= soonDays)
    .toSorted((a, b) => (a.daysLeft ?? 0) - (b.daysLeft ?? 0));
}

/** Days to come on which five exceptions or more end, in order. */
export function findCliffs(exceptions: readonly JudgedDecision[]): readonly ExpiryCliff[] {
  const dated = exceptions.flatMap(({ decision, daysLeft = -1 }) =>
    decision.expires?.kind === 'date' && daysLeft >= 0 ? [{ on: decision.expires.on, id: decision.id }] : [],
  );
  return [...Map.groupBy(dated, ({ on }) => on)]
    .filter(([, list]) => list.length >= cliffSize)
    .map(([on, list]) => ({ on, ids: list.map(({ id }) => id) }))
    .toSorted((a, b) => (a.on < b.on ? -1 : 1));
}

function sum(judged: readonly JudgedDecision[]): SeverityCounts {
  const counts: Record<Severity, number> = { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0, UNKNOWN: 0 };
  for (const { suppresses } of judged) for (const severity of severities) counts[severity] += suppresses[severity];
  return counts;
}
