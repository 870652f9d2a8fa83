import type { Ssvc } from './advisory.ts';
import type { Platform } from './image.ts';
import type { FixState, MatchRule } from './match.ts';
import type { Place } from './package.ts';
import type { Priority } from './priority.ts';
import type { Severity, SeverityStatement } from './severity.ts';

/**
 * One vulnerability in one package of one image: what totals count.
 * Identity is (image, platform, purl without qualifiers but `arch`, vulnerability).
 */
export interface Finding {
  /** The CVE where there is one, else the id that comes first by rank and spelling. */
  readonly vulnerability: string;
  /** Every other id of it, sorted. */
  readonly aliases: readonly string[];
  /** Canonical reference. */
  readonly image: string;
  readonly platform: Platform;
  readonly purl: string;
  readonly severity: Severity;
  readonly severities: readonly SeverityStatement[];
  readonly state: FixState;
  readonly fixedIn: readonly string[];
  readonly places: readonly Place[];
  readonly fromBase: boolean;
  /** In CISA's catalog of known exploited vulnerabilities. */
  readonly kev: boolean;
  /** Probability of exploitation in 30 days, 0 to 1; null when it has no score. */
  readonly epss: number | null;
  /** Whose word `severity` is: the source of one of `severities`; absent where it is UNKNOWN, and in older records. */
  readonly severityBy?: string;
  /** When CISA's catalog took it up, and by when federal agencies have to act; only where `kev`. */
  readonly exploited?: { readonly addedOn: string; readonly dueOn?: string };
  /** What `epss` comes with: its percentile, 0 to 1, and the date that it was made for. */
  readonly prediction?: { readonly percentile?: number; readonly asOf?: string };
  /** Weaknesses, `CWE-79`; sorted. */
  readonly cwes?: readonly string[];
  readonly ssvc?: Ssvc;
  /** The earliest date that any source gives; ISO 8601 UTC. */
  readonly publishedAt?: string;
  /** What to do about it; absent where it was not triaged. */
  readonly priority?: Priority;
  /** The sentences that explain the priority: in a record the decision, of which `plimsoll triage` says the reasons. */
  readonly why?: readonly string[];
  /** Id of the statement or exception that takes it out of totals; null or absent when none does. */
  readonly suppressedBy?: string | null;
  /** Who says so: `osv`, scanners; sorted. */
  readonly sources: readonly string[];
  /** One for each advisory that applies, ordered by advisory id. */
  readonly evidence: readonly (MatchRule & { readonly advisory: string })[];
}
