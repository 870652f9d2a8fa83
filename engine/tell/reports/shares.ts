import type { Share, Shares } from '../../model/statistics.ts';
import { plural } from './describe.ts';

/** A percentage as it is read out: `1.3%`; of nothing there is none. */
export function describePercent({ percent }: Share): string {
  return percent === null ? 'none' : `${percent.toFixed(1)}%`;
}

/** The sentence that meetings open with: `1.3% of findings are critical (68.8% of those fixable), 2.6% are high (73.2% of those fixable)`. */
export function describeShares({ critical, high, criticalFixable, highFixable }: Shares): string {
  return `${describePercent(critical)} of findings are critical (${describePercent(criticalFixable)} of those fixable), ${describePercent(high)} are high (${describePercent(highFixable)} of those fixable)`;
}

/** `19 of 178 images have critical or high findings`. */
export function describeImagesWithWorst({ imagesWithCriticalOrHigh: { part, whole } }: Shares): string {
  return `${part} of ${whole} ${plural(whole, 'image')} ${part === 1 ? 'has' : 'have'} critical or high findings`;
}
