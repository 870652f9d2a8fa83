import type { Gap } from '../../../model/reading.ts';

/** The unit that gaps of exceptions and statements are of. */
export const decisionsUnit = 'judge/triage/decisions';

/** Whether a gap is about exceptions or statements, and not about what the release ships. */
export function isOfDecisions({ unit }: Gap): boolean {
  return unit === decisionsUnit;
}
