import type { Linter } from '../judge/hardening/known-as.ts';

/** Where a linter and Plimsoll differ, as the ledgers beside the tests of peers say it. */
export interface LinterLedger {
  /** Linter → its checks that ask nothing of ours → why. */
  readonly others: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly differences: readonly {
    readonly peer: Linter;
    readonly check: string;
    readonly only: 'ours' | 'theirs';
    /** Which resources, or which `file resource`, it is about, as a regular expression; every one where it is left out. */
    readonly where?: string;
    readonly count: number;
    readonly verdict: string;
  }[];
}
