import type { Snapshot } from '../../../model/advisory.ts';
import type { Finding } from '../../../model/finding.ts';
import type { Undecided } from '../../../model/match.ts';
import type { Gap } from '../../../model/reading.ts';

/** A vulnerability of a package that was asked about. */
export interface MatchedVulnerability
  extends Pick<
    Finding,
    | 'purl'
    | 'vulnerability'
    | 'aliases'
    | 'severity'
    | 'severityBy'
    | 'state'
    | 'fixedIn'
    | 'severities'
    | 'cwes'
    | 'kev'
    | 'exploited'
    | 'epss'
    | 'prediction'
    | 'evidence'
  > {
  /** The advisory that says so; of several the ecosystem's own. `evidence` has them all. */
  readonly advisory: string;
  /** The SBOMs that state the package. */
  readonly sboms?: readonly string[];
}

/** A package, or one advisory for it, that could not be judged. */
export interface UndecidedPackage extends Undecided {
  readonly sboms?: readonly string[];
}

/** What `plimsoll match` answers. A package in neither list is one that the advisories say nothing against. */
export interface MatchAnswers {
  /** Null where there is no advisory database. */
  readonly advisories: Snapshot | null;
  /** Distinct packages that were asked about. */
  readonly packages: number;
  /** In the order that was asked in. */
  readonly matches: readonly MatchedVulnerability[];
  readonly undecided: readonly UndecidedPackage[];
  readonly gaps: readonly Gap[];
}
