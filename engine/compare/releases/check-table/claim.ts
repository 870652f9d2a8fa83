import type { NumberCell } from './number-table.ts';

/** One number of a table, by the names that it stands under. */
export interface ClaimedCell extends NumberCell {
  readonly row: readonly string[];
  readonly column: string;
}

/** Something that a table states by its form: that a number is what others make. */
export interface Claim {
  readonly kind: 'severities' | 'rows' | 'difference' | 'percentages' | 'share';
  /** The number that must come out: a cell, or 100 for percentages. */
  readonly stated: ClaimedCell | 100;
  readonly terms: readonly ClaimedCell[];
  /** What the terms make. */
  readonly computed: number;
  /** How far rounding may carry the two apart. */
  readonly tolerance: number;
}

/**
 * Whether what is stated is what the terms make.
 *
 * units   those of the cells
 */
export function holds({ stated, computed, tolerance }: Claim): boolean {
  const value = stated === 100 ? 100 : stated.value;
  return Math.abs(value - computed) <= tolerance + 1e-9;
}

/**
 * A number that is the sum of others.
 *
 * in      signs: −1 for terms that are taken away; +1 when left out
 */
export function sumClaim(
  kind: Claim['kind'],
  stated: ClaimedCell | 100,
  terms: readonly ClaimedCell[],
  signs: readonly number[] = [],
): Claim {
  const computed = terms.reduce((sum, { value }, index) => sum + value * (signs[index] ?? 1), 0);
  const all = stated === 100 ? terms : [stated, ...terms];
  return { kind, stated, terms, computed: round(computed), tolerance: all.reduce((sum, cell) => sum + rounding(cell), 0) };
}

/** A percentage beside the count that it is of, and the whole. */
export function shareClaim(stated: ClaimedCell, part: ClaimedCell, whole: ClaimedCell): Claim {
  return {
    kind: 'share',
    stated,
    terms: [part, whole],
    computed: round((100 * part.value) / whole.value),
    tolerance: stated.step / 2,
  };
}

/** Whole counts are exact; everything else was rounded by half a unit of its last place. */
function rounding({ step, percent }: ClaimedCell): number {
  return percent || step < 1 ? step / 2 : 0;
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
