import { type DecidableRelease, findConcerned } from '../../judge/triage/decisions/apply-decisions.ts';
import { findRestedFacts } from '../../judge/triage/decisions/rested-facts.ts';
import type { RestedImage, TriageDecision } from '../../model/triage-decision.ts';

/**
 * What each exception rests on in a release: of those that speak of something that is found.
 *
 * out     by id
 */
export function findFacts(
  release: DecidableRelease,
  decisions: readonly TriageDecision[],
): ReadonlyMap<string, readonly RestedImage[]> {
  const exceptions = decisions.filter(({ kind }) => kind === 'exception');
  const concerned = [...findConcerned(release, exceptions)];
  return new Map(concerned.map(([decision, subjects]) => [decision.id, findRestedFacts(subjects)]));
}
