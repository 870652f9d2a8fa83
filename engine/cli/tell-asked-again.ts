import { summarizeDecisions } from '../judge/triage/decisions/summarize-decisions.ts';
import type { JudgedDecision } from '../model/decision-judgement.ts';
import type { Release } from '../model/release.ts';
import { plural } from '../tell/reports/describe.ts';
import { printable } from '../tell/reports/printable.ts';

/**
 * Which exceptions do not hold as they did, since what they rest on changed; a line for people.
 *
 * out     undefined where there are none
 */
export function tellAskedAgain(release: Release, record: string): string | undefined {
  const asked = summarizeDecisions(release, {}).decisions.filter(isAsked);
  if (asked.length === 0) return undefined;
  const ids = asked.slice(0, 5).map(({ decision }) => decision.id);
  const more = asked.length > ids.length ? ', …' : '';
  return printable(
    `${asked.length} ${plural(asked.length, 'exception')} to decide again, since what they rest on changed: ${ids.join(', ')}${more}; plimsoll exceptions ${record}`,
  );
}

/** Also where it still holds elsewhere; what else a finding can have against one is that its fix is published. */
function isAsked({ state, because, decision: { kind, restsOn, expires } }: JudgedDecision): boolean {
  if (kind !== 'exception' || !restsOn) return false;
  return state === 'ask-again' || (state === 'in-force' && because.length > 0 && expires?.kind !== 'fix-published');
}
