import type { CountedReason, InventoryCoverage, LedgerRow } from '../../../model/inventory.ts';
import { plural } from '../describe.ts';
import { printable } from '../printable.ts';
import { table } from '../table.ts';

/** Reasons that a terminal shows of each row; JSON has them all. */
const shownReasons = 3;

/**
 * What was looked at, and what became of it: a row for each kind, and the reasons below.
 */
export function describeLedger(coverage: InventoryCoverage): string {
  const rows = Object.entries(coverage).map(([name, row]: [string, LedgerRow]) => [
    name,
    row.expected,
    row.read,
    row.rejected,
    row.failed,
  ]);
  const reasons = Object.entries(coverage).flatMap(([name, row]: [string, LedgerRow]) => [
    ...describeReasons(`${name} rejected`, row.rejectedFor),
    ...describeReasons(`${name} failed`, row.failedFor),
  ]);
  return [table(['looked at', 'expected', 'read', 'rejected', 'failed'], rows), ...reasons].join('\n');
}

function describeReasons(what: string, reasons: readonly CountedReason[]): readonly string[] {
  if (reasons.length === 0) return [];
  const shown = reasons.slice(0, shownReasons).map(({ reason, count }) => `${reason.replace(/\.$/, '')} × ${count}`);
  const rest = reasons.length - shown.length;
  const more = rest > 0 ? `; ${rest} more ${plural(rest, 'reason')}` : '';
  return [printable(`  ${what}: ${shown.join('; ')}${more}`)];
}
