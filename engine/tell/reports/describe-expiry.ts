import type { Expiry } from '../../model/triage-decision.ts';

/** Until when a decision holds: `2026-03-31`, `a fix is published`, `nginx is 1.27 or later`. */
export function describeExpiry(expires: Expiry | undefined): string {
  if (expires === undefined) return 'no end';
  if (expires.kind === 'date') return expires.on;
  return expires.kind === 'fix-published' ? 'a fix is published' : `${expires.image} is ${expires.atLeast} or later`;
}
