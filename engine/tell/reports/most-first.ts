import type { Cause } from '../../model/difference.ts';
import { sumOf } from './describe.ts';

/** Causes that move most findings first, whatever their severity. */
export function mostFirst(causes: readonly Cause[]): readonly Cause[] {
  return causes.toSorted((a, b) => Math.abs(sumOf(b.contribution)) - Math.abs(sumOf(a.contribution)));
}
