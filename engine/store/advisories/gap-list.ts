import type { Gap } from '../../model/reading.ts';

/** Gaps of one file: a file of a million broken lines is told without a million sentences. */
export interface GapList {
  add(...gaps: readonly Gap[]): void;
  list(): readonly Gap[];
}

/** Gaps of one code in one file that are listed; the rest are counted. */
const mostGaps = 100;

/** A list that is empty. */
export function createGapList(path: string): GapList {
  const kept: Gap[] = [];
  const counts = new Map<string, number>();
  return {
    add(...gaps) {
      for (const gap of gaps) {
        const count = (counts.get(gap.code) ?? 0) + 1;
        counts.set(gap.code, count);
        if (count <= mostGaps) kept.push(gap);
      }
    },
    list() {
      const over = [...counts].filter(([, count]) => count > mostGaps);
      const unit = 'store/advisories';
      return [...kept, ...over.map(([code, count]) => ({ code, unit, path, detail: `${count - mostGaps} more of this kind` }))];
    },
  };
}
