import type { Snapshot } from './advisory.ts';
import type { Severity, SeverityCounts } from './severity.ts';

/** A vulnerability that came or went when a record was matched again. */
export interface MovedVulnerability {
  readonly vulnerability: string;
  /** The highest among its findings. */
  readonly severity: Severity;
  /** Distinct images that it was found in. */
  readonly images: number;
}

/** What the findings of a record rested on at one time, and how many there were. */
export interface EvaluatedState {
  /** Null where there was no advisory database. */
  readonly snapshot: Snapshot | null;
  /** Version of Plimsoll that matched. */
  readonly engine: string;
  /** ISO 8601 UTC. */
  readonly now: string;
  /** Unit: finding. */
  readonly findings: SeverityCounts;
  /** Packages and advisories that were not decided. */
  readonly undecided: number;
}

/** What came of matching a record's packages with other advisories, without reading the images again. */
export interface Reevaluation {
  readonly before: EvaluatedState;
  readonly after: EvaluatedState;
  /** By severity, the worst first, then by id. */
  readonly appeared: readonly MovedVulnerability[];
  readonly gone: readonly MovedVulnerability[];
}
