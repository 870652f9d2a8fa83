import type { SeverityCounts } from './severity.ts';

/** The figures of a release; each counts rows of its findings in the unit that it is named for. */
export interface Totals {
  /** Findings by severity. */
  readonly findings: SeverityCounts;
  /** Of those, the ones with state `fixed`. */
  readonly fixable: SeverityCounts;
  /** Findings that a statement or exception takes out of every other number here. */
  readonly suppressed: SeverityCounts;
  /** Distinct vulnerabilities; the severity of one is the highest among its findings. */
  readonly vulnerabilities: SeverityCounts;
  readonly images: {
    /** Images of the release, read or not. */
    readonly total: number;
    /** Distinct images with at least one CRITICAL or HIGH finding. */
    readonly withCriticalOrHigh: number;
  };
}
