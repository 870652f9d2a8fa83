import type { Finding } from './finding.ts';
import type { Gap } from './reading.ts';

/** One thing that speaks for or against a vulnerability in a package. */
export interface ExplanationReason {
  /**
   * Kebab-case. `affected`; what rules it out: `outside-range`, `other-release`, `other-architecture`, `other-module`, `stated-not-affected`,
   * `withdrawn`, `rejected`, `owned-by-distribution`, `no-advisory`, `other-ecosystem`, `suppressed`; or why it is not decided.
   */
  readonly code: string;
  /** A sentence. */
  readonly reason: string;
  /** The advisory that says so. */
  readonly advisory?: string;
  /** As the advisory spells it, with release. */
  readonly ecosystem?: string;
  /** The name and version that were looked up: the package's own, or its source package's. */
  readonly name?: string;
  readonly version?: string;
  /** What the advisory affects of it: `>= 0, < 3.0.11-1~deb12u2`. */
  readonly range?: string;
}

/** Why a vulnerability is, or is not, found in one package. */
export interface ExplainedPackage {
  readonly purl: string;
  /** `affected`, `not-affected`, or `undecided`; by the advisories alone. */
  readonly verdict: 'affected' | 'not-affected' | 'undecided';
  /** The deciding ones first. */
  readonly reasons: readonly ExplanationReason[];
  /** As totals count it; null when it is none. */
  readonly finding: Finding | null;
}

/** The answer to: why is this a finding, or why not? */
export interface Explanation {
  /** Canonical. */
  readonly image: string;
  /** As asked. */
  readonly package: string;
  /** As asked, in its normal spelling. */
  readonly vulnerability: string;
  /** Other ids of it, sorted. */
  readonly aliases: readonly string[];
  /** `finding` when one package has it and nothing takes it out of totals; `unknown` where the image was not read to the end and nothing was found. */
  readonly verdict: 'finding' | 'suppressed' | 'not-affected' | 'undecided' | 'package-not-in-image' | 'unknown';
  /** Packages of the image that the name means; empty when there are none. */
  readonly packages: readonly ExplainedPackage[];
  /** Where no package has the name: names in the image that are like it. */
  readonly nearest: readonly string[];
  /** Of the image. */
  readonly gaps: readonly Gap[];
}
