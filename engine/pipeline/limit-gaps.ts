import type { Gap } from '../model/reading.ts';

/**
 * A list of gaps that a hostile layer cannot fill without end: the first hundred of each code, then one that counts the others.
 *
 * out     `add` takes gaps; `list` gives them in the order they came, the counting ones last
 */
export function limitGaps(limit = 100): { add(gap: Gap): void; list(): readonly Gap[] } {
  const kept: Gap[] = [];
  const counts = new Map<string, { first: Gap; count: number }>();
  return {
    add(gap) {
      const known = counts.get(gap.code) ?? { first: gap, count: 0 };
      known.count++;
      counts.set(gap.code, known);
      if (known.count <= limit) kept.push(gap);
    },
    list() {
      const others = [...counts.values()].filter(({ count }) => count > limit);
      return [
        ...kept,
        ...others.map(({ first, count }) => ({
          code: first.code,
          unit: first.unit,
          detail: `and ${count - limit} more of this kind`,
        })),
      ];
    },
  };
}
