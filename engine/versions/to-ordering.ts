import type { Ordering } from './scheme.ts';

/** The word for a comparator's sign: negative is `before`, zero `same`, positive `after`. */
export function toOrdering(sign: number): Ordering {
  if (sign < 0) return 'before';
  return sign > 0 ? 'after' : 'same';
}
