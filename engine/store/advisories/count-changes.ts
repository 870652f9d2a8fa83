import type { Written } from './advisory-writer.ts';

/** What an import changed of one source; records, each counted once. */
export interface ChangeCounts {
  readonly added: number;
  readonly changed: number;
  /** Advisories that now say that they were withdrawn. */
  readonly withdrawn: number;
  /** What a source no longer names. */
  readonly removed: number;
}

/** Counts what becomes of records, by source. */
export interface ChangeCounter {
  count(written: Written): void;
  removed(source: string): void;
  /** Sources where something changed, in order of name. */
  changes(): Readonly<Record<string, ChangeCounts>>;
}

/** Begins at nothing. */
export function createChangeCounter(): ChangeCounter {
  const counts = new Map<string, { added: number; changed: number; withdrawn: number; removed: number }>();
  const of = (source: string) => {
    const known = counts.get(source) ?? { added: 0, changed: 0, withdrawn: 0, removed: 0 };
    counts.set(source, known);
    return known;
  };
  return {
    count({ outcome, source }) {
      if (outcome === 'new') of(source).added += 1;
      if (outcome === 'changed' || outcome === 'withdrawn') of(source)[outcome] += 1;
    },
    removed(source) {
      of(source).removed += 1;
    },
    changes: () => Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}
