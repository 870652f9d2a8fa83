import { findScheme } from './all.ts';
import type { Ordering } from './scheme.ts';

/**
 * How two versions order in a scheme that is named in words, as the command `versions` has them.
 *
 * in      id or alias of the scheme; two versions as written
 * out     undefined where no scheme has that name; `unknown` where a version cannot be read
 */
export function compareText(schemeNameOrAlias: string, a: string, b: string): Ordering | undefined {
  return findScheme(schemeNameOrAlias)?.compare(a, b);
}
