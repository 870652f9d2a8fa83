import type { HardeningFigures } from './hardening-difference.ts';
import type { Severity } from './severity.ts';
import type { Totals } from './totals.ts';

/** One release in a history. */
export interface HistoryPoint {
  readonly version: string;
  /** What it was judged at; ISO 8601 UTC. */
  readonly now: string;
  readonly asOf: string | null;
  /** As its record says. */
  readonly asKnownThen: Totals;
  /** The same contents by the newest advisories; our work without the world's news is the line of these. */
  readonly asKnownNow: Totals;
  /** Images that were not read: what is in them is in neither. */
  readonly unread: number;
  /** By the newest rules; absent where the record holds no resources. */
  readonly hardening?: HardeningFigures;
  /** What makes it hard to compare with the point before it: another engine, other platforms, fewer images read. Sentences. */
  readonly breaks: readonly string[];
}

/** One vulnerability through the releases. Versions are those of records. */
export interface VulnerabilityHistory {
  readonly vulnerability: string;
  /** The highest among its findings, by the newest advisories. */
  readonly severity: Severity;
  /** ISO 8601 UTC; null where no advisory says. */
  readonly publishedAt: string | null;
  /** First release that holds it, by what is known now. */
  readonly introducedIn: string;
  /** First record that shows it; null where none did. */
  readonly firstSeen: string | null;
  /** First release without it after the last one with it; null while it is there. */
  readonly fixedIn: string | null;
  /** Releases in which it came back. */
  readonly reopenedIn: readonly string[];
  /** From the day that it was known and shipped to the release that fixed it; null while it is there. */
  readonly daysToFix: number | null;
}

/** Releases of one product, oldest first. */
export interface History {
  readonly product: string;
  /** The instant that the advisories of "now" are taken to stand at, where one was asked for; ISO 8601 UTC. */
  readonly knownAsOf?: string;
  readonly points: readonly HistoryPoint[];
  /** Those that are still there first, the worst first. */
  readonly vulnerabilities: readonly VulnerabilityHistory[];
}
