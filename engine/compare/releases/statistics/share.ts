import type { Share } from '../../../model/statistics.ts';

/** What part of a whole something is. */
export function toShare(part: number, whole: number): Share {
  return { part, whole, percent: whole === 0 ? null : Math.round((1000 * part) / whole) / 10 };
}
