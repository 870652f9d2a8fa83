import type { Gap } from './reading.ts';
import type { SeverityCounts } from './severity.ts';
import type { TriageDecision } from './triage-decision.ts';

/**
 * What became of a decision in a release: `in-force` it takes findings out of totals. `informs` it says what is affected or looked into, and
 * takes nothing out. `expired` its day is over. `ended` what it waited for happened. `ask-again` what it rests on changed.
 * `contradicted` another statement of the same time says the opposite. `superseded` a later one speaks of the same findings.
 * `undecided` nobody can tell whether it ended. `unused` it speaks of nothing that is found.
 */
export const decisionStates = [
  'in-force',
  'informs',
  'ask-again',
  'expired',
  'ended',
  'contradicted',
  'superseded',
  'undecided',
  'unused',
] as const;

/** What became of a decision in a release. */
export type DecisionState = (typeof decisionStates)[number];

/** A decision beside the findings that it speaks of. */
export interface JudgedDecision {
  readonly decision: TriageDecision;
  /** Of several, by what most of it is: findings that it takes out go before those that it does not. */
  readonly state: DecisionState;
  /** Why it does not take out all that it speaks of: sentences, with the fact that changed. */
  readonly because: readonly string[];
  /** How many findings it speaks of. */
  readonly concerns: number;
  /** Of them, what it takes out of totals. Unit: finding. */
  readonly suppresses: SeverityCounts;
  /** To the end of its last day; negative when it is over. */
  readonly daysLeft?: number;
}

/** A day on which many exceptions end at once. */
export interface ExpiryCliff {
  /** ISO date. */
  readonly on: string;
  /** Ids of exceptions. */
  readonly ids: readonly string[];
}

/** How many findings exceptions may take out, and do. */
export interface BudgetLine {
  readonly severity: keyof SeverityCounts;
  readonly allowed: number;
  readonly used: number;
}

/** What exceptions and statements do in a release. */
export interface DecisionsSummary {
  readonly product: string;
  readonly version: string;
  /** ISO 8601 UTC; what expiry is judged at. */
  readonly now: string;
  /** Findings that exceptions take out. */
  readonly byExceptions: SeverityCounts;
  /** Findings that statements take out. */
  readonly byStatements: SeverityCounts;
  /** Ordered by kind, then as they were read. */
  readonly decisions: readonly JudgedDecision[];
  /** Exceptions in force that end within 30 days, the next first. */
  readonly expiring: readonly JudgedDecision[];
  readonly cliffs: readonly ExpiryCliff[];
  readonly budget: readonly BudgetLine[];
  readonly gaps: readonly Gap[];
}
