import type { Gap } from '../model/reading.ts';

/**
 * Gaps in the order of records, each once.
 *
 * out     by unit, image, path, line, code and sentence
 */
export function orderGaps(gaps: readonly Gap[]): readonly Gap[] {
  const distinct = new Map(gaps.map((gap) => [keyOf(gap), gap]));
  return [...distinct].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, gap]) => gap);
}

function keyOf({ unit, image, layer, path, line, code, detail }: Gap): string {
  return [unit, image, layer, path, line === undefined ? '' : String(line).padStart(9, '0'), code, detail]
    .map((part) => part ?? '')
    .join('\n');
}
