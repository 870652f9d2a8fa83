import { parseReference } from '../../../formats/reference/reference.ts';
import type { Expiry } from '../../../model/triage-decision.ts';
import type { FindingSubject, ImageSubject } from './finding-subject.ts';
import { hasReached } from './has-reached.ts';
import { selectImages } from './select-images.ts';

/** What a person may write for the end of an exception, for messages. */
export const expiryForms = 'a date (2026-12-31), `when a fix is published`, or `when image REPOSITORY >= VERSION`';

/**
 * When an exception ends, as people write it.
 *
 * out     undefined for anything that is none of `expiryForms`
 */
export function parseExpiry(text: string): Expiry | undefined {
  const words = text.trim().replace(/\s+/g, ' ');
  if (/^\d{4}-\d{2}-\d{2}$/.test(words)) return isDay(words) ? { kind: 'date', on: words } : undefined;
  if (/^when (?:a|the) fix is (?:published|available|released)$/i.test(words)) return { kind: 'fix-published' };
  const [, image, atLeast] = /^when image (\S{1,400}) ?(?:>=|≥) ?(\S{1,128})$/i.exec(words) ?? [];
  return image && atLeast && parseReference(image) ? { kind: 'image-version', image, atLeast } : undefined;
}

/** The end of an exception as people write it; undoes `parseExpiry`. */
export function writeExpiry(expiry: Expiry): string {
  if (expiry.kind === 'date') return expiry.on;
  return expiry.kind === 'fix-published' ? 'when a fix is published' : `when image ${expiry.image} >= ${expiry.atLeast}`;
}

/** Days from an instant to the end of a date; negative when it is over. */
export function daysUntil(on: string, now: string): number {
  return Math.round((Date.parse(`${on}T00:00:00Z`) - Date.parse(`${now.slice(0, 10)}T00:00:00Z`)) / 86_400_000);
}

/** Whether a decision is over for the whole release; `unknown` where versions cannot be compared. A sentence says why. */
export interface Ended {
  readonly state: 'expired' | 'ended' | 'undecided';
  readonly because: string;
}

/**
 * Whether a decision is over, as far as that does not depend on a finding.
 *
 * in      `now` in ISO 8601 UTC; images of the release
 * out     undefined while it holds
 */
export function findEnd(expires: Expiry | undefined, now: string, images: readonly ImageSubject[]): Ended | undefined {
  if (expires?.kind === 'date')
    return now.slice(0, 10) > expires.on ? { state: 'expired', because: `it ended on ${expires.on}` } : undefined;
  if (expires?.kind !== 'image-version') return undefined;
  const isMeant = selectImages(expires.image.replace(/:[^/]*$/, '')) ?? (() => false);
  const reached = images.filter(isMeant).map(({ reference, image }) => ({
    image: image.reference,
    is: hasReached(reference?.tag ?? '', expires.atLeast),
  }));
  const there = reached.find(({ is }) => is === true);
  if (there) return { state: 'ended', because: `${there.image} is at least ${expires.atLeast}` };
  const open = reached.find(({ is }) => is === undefined);
  return open && { state: 'undecided', because: `nobody can tell whether ${open.image} is at least ${expires.atLeast}` };
}

/** Whether what a decision waits for has happened to one finding: a sentence. */
export function findOwnEnd(expires: Expiry | undefined, { finding }: FindingSubject): string | undefined {
  if (expires?.kind !== 'fix-published' || finding.state !== 'fixed') return undefined;
  return `a fix of ${finding.vulnerability} is published${finding.fixedIn.length > 0 ? `: ${finding.fixedIn.join(', ')}` : ''}`;
}

function isDay(text: string): boolean {
  const millis = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(millis) && new Date(millis).toISOString().startsWith(text);
}
