import type { SchemeId } from '../model/package.ts';

/** How two versions order. `unknown` where either cannot be read: never taken for "not vulnerable". */
export type Ordering = 'before' | 'same' | 'after' | 'unknown';

/**
 * One way that versions order. A frozen plain object without state; comparing never throws.
 */
export interface VersionScheme {
  /** Same as the folder name. */
  readonly id: SchemeId;
  readonly about: {
    readonly title: string;
    /** Where the order is defined; an https address. */
    readonly source: string;
    /** Other names that people call it by. */
    readonly aliases: readonly string[];
  };
  /** How `a` orders against `b`. Reflexive, antisymmetric and transitive over readable versions. */
  compare(a: string, b: string): Ordering;
}
