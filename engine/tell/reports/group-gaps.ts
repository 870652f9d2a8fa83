import type { Undecided } from '../../model/match.ts';
import type { Gap } from '../../model/reading.ts';
import { printable } from './printable.ts';

/** Gaps that say the same of several places. */
export interface GapGroup {
  readonly code: string;
  readonly count: number;
  /** The place and sentence of the first few. */
  readonly examples: readonly string[];
}

/** Reports name this many places of a kind; JSON has them all. */
const shown = 5;

/**
 * Gaps by code, for people: each kind once, with its count and its first places.
 *
 * out     ordered by code
 */
export function groupGaps(gaps: readonly Gap[]): readonly GapGroup[] {
  return group(gaps, (gap) => gap.code, describeGap);
}

/**
 * Undecided packages by code, for people.
 *
 * out     ordered by code
 */
export function groupUndecided(undecided: readonly Undecided[]): readonly GapGroup[] {
  return group(
    undecided,
    (item) => item.code,
    (item) => `${item.purl}: ${item.reason}`,
  );
}

function group<Item>(items: readonly Item[], codeOf: (item: Item) => string, say: (item: Item) => string): readonly GapGroup[] {
  const groups = Map.groupBy(items, codeOf);
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, members]) => ({ code, count: members.length, examples: members.slice(0, shown).map(say) }));
}

/** A gap as one line: the image and file that it concerns, and what is wrong there. */
export function describeGap(gap: Gap): string {
  const place = [gap.image, gap.path && (gap.line ? `${gap.path}:${gap.line}` : gap.path)].filter(Boolean).join(' ');
  return place ? `${place}: ${gap.detail}` : gap.detail;
}

/**
 * Groups as indented lines for a terminal: each kind with its count, its first places below it.
 */
export function listGroups(groups: readonly GapGroup[]): readonly string[] {
  return groups.flatMap(({ code, count, examples }) => [
    `  ${code} × ${count}`,
    ...examples.map((example) => `    ${printable(example)}`),
    ...(count > examples.length ? [`    … and ${count - examples.length} more`] : []),
  ]);
}
