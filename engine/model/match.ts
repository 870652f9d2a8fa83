import type { SeverityStatement } from './severity.ts';

/** Whether a fix exists; the words of the contract. */
export type FixState = 'fixed' | 'not-fixed' | 'wont-fix' | 'unknown';

/** Why an advisory was held to apply: enough to check it by hand. */
export interface MatchRule {
  /** As the advisory spells it. */
  readonly ecosystem: string;
  /** The name that was looked up: the package's own, or its source package's. */
  readonly name: string;
  /** The version that was compared: the package's own, or its source package's. */
  readonly version: string;
  readonly scheme: string;
  /** The range or list that holds it: `>= 0, < 3.0.11-1~deb12u2`. */
  readonly range: string;
  /** One sentence: `3.0.9-1 is before 3.0.11-1~deb12u2`. */
  readonly comparison: string;
}

/** One advisory that applies to one package, as one source says. */
export interface Match {
  /** Purl of the installed package. */
  readonly purl: string;
  /** Id of the advisory. */
  readonly advisory: string;
  readonly aliases: readonly string[];
  readonly state: FixState;
  /** Versions that fix it in this package's ecosystem; empty unless `state` is `fixed`. */
  readonly fixedIn: readonly string[];
  readonly severities: readonly SeverityStatement[];
  readonly rule: MatchRule;
  /** `osv`, or the scanner whose report says so. */
  readonly source: string;
}

/** A package that could not be judged, or not against one advisory. Never counted as clean. */
export interface Undecided {
  readonly purl: string;
  /** A sentence. */
  readonly reason: string;
  /** Kebab-case: `advisories-missing`, `ecosystem-unknown`, `version-unreadable`. */
  readonly code: string;
  readonly advisory?: string;
}
