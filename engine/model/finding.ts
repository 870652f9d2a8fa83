import type { Platform } from './image.ts';
import type { FixState, MatchRule } from './match.ts';
import type { Place } from './package.ts';
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
  /** Who says so: `osv`, scanners; sorted. */
  readonly sources: readonly string[];
  /** One for each advisory that applies, ordered by advisory id. */
  readonly evidence: readonly (MatchRule & { readonly advisory: string })[];
}
