import type { Exposure } from '../../model/exposure.ts';
import { type Priority, priorities } from '../../model/priority.ts';
import type { PriorityCounts } from '../../model/triage.ts';

/** Exposures as lists call them. */
export const exposureWords: Readonly<Record<Exposure, string>> = { exposed: 'open', unknown: 'unknown', 'not-exposed': 'inside' };

/** SGR codes of priorities; the word is always there too. */
export const priorityColors: Readonly<Record<Priority, string>> = {
  act: '1;31',
  attend: '33',
  'track-closely': '36',
  track: '2',
};

/** `4 act, 10 attend, 0 track-closely, 20 track`. */
export function describePriorities(counts: PriorityCounts): string {
  return priorities.map((priority) => `${counts[priority]} ${priority}`).join(', ');
}
