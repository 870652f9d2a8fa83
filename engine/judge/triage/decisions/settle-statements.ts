import type { DecisionState } from '../../../model/decision-judgement.ts';
import type { Gap } from '../../../model/reading.ts';
import type { TriageDecision } from '../../../model/triage-decision.ts';

/** What of several statements about one finding counts. */
export interface SettledStatements {
  /** The one that takes the finding out; undefined where none does. */
  readonly suppressor: TriageDecision | undefined;
  /** The one that speaks of the finding and leaves it in: affected, or looked into. */
  readonly informer: TriageDecision | undefined;
  readonly outcomes: ReadonlyMap<TriageDecision, { readonly state: DecisionState; readonly because: string }>;
  readonly gap?: Gap;
}

type Outcome = readonly [TriageDecision, { readonly state: DecisionState; readonly because: string }];

/** Statuses that mean: the vulnerability is not there. */
const clearing: ReadonlySet<string> = new Set(['not_affected', 'fixed']);

/**
 * Which of several statements about one finding counts: the last one that was made.
 *
 * out     of those of one time that agree, the first; of those that contradict each other, none
 * gaps    statements-contradict
 * source  OpenVEX 0.2.0, "The VEX statement": a later statement goes before an earlier one
 */
export function settleStatements(statements: readonly TriageDecision[]): SettledStatements {
  const last = statements.reduce((time, { statedAt = '' }) => (statedAt > time ? statedAt : time), '');
  const newest = statements.filter(({ statedAt = '' }) => statedAt === last);
  const clears = newest.filter(({ status }) => clearing.has(status ?? ''));
  const opposes = newest.filter(({ status }) => !clearing.has(status ?? ''));
  const [first] = clears;
  const [other] = opposes;
  const isContradiction = first !== undefined && other !== undefined;
  const outcomes = statements.map((statement): Outcome => {
    if (!newest.includes(statement)) return [statement, { state: 'superseded', because: `${newest[0]?.id} was stated later` }];
    if (isContradiction) {
      const against = statement === first || clears.includes(statement) ? other : first;
      return [statement, { state: 'contradicted', because: `${against.id} says ${against.status} at the same time` }];
    }
    return [statement, { state: clears.includes(statement) ? 'in-force' : 'informs', because: '' }];
  });
  return {
    suppressor: isContradiction ? undefined : first,
    informer: isContradiction ? undefined : other,
    outcomes: new Map(outcomes),
    ...(isContradiction && { gap: toGap(first, other) }),
  };
}

function toGap(first: TriageDecision, other: TriageDecision): Gap {
  return {
    code: 'statements-contradict',
    unit: 'judge/triage/decisions',
    path: first.file,
    ...(first.line !== undefined && { line: first.line }),
    detail: `${first.id} says ${first.status} of ${first.vulnerabilities[0] ?? 'it'}, and ${other.id} says ${other.status} at the same time; neither counts`,
  };
}
