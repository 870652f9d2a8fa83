import type { Expiry, TriageDecision } from '../../../model/triage-decision.ts';

/** What another tool's file ignores, as far as it can be said here. */
export type IgnoreEntry = Pick<TriageDecision, 'vulnerabilities' | 'packages'> &
  Partial<Pick<TriageDecision, 'reason' | 'paths' | 'states' | 'expires' | 'owner'>> & {
    /** 1-based. */
    readonly line: number;
  };

/** What an ignore file of another tool says. */
export interface IgnoreReading {
  readonly entries: readonly IgnoreEntry[];
  /** What cannot be said here, and is therefore left out. */
  readonly refused: readonly { readonly line: number; readonly detail: string }[];
}

/**
 * The end of what these tools ignore until an instant: the last day that lies wholly before it.
 *
 * in      a date or a time of ISO 8601
 * out     undefined for anything else
 */
export function untilInstant(text: string): Expiry | undefined {
  const millis = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text) : Number.NaN;
  if (Number.isNaN(millis)) return undefined;
  return { kind: 'date', on: new Date(millis - 86_400_000).toISOString().slice(0, 10) };
}
