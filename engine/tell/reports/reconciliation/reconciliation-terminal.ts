import type { Reconciliation } from '../../../model/reconciliation.ts';
import { groupGaps, listGroups } from '../group-gaps.ts';
import { printable } from '../printable.ts';
import { table } from '../table.ts';
import { reconciliationTables } from './reconciliation-tables.ts';

/** Differences of each class that a terminal shows; the other forms have them all. */
const shown = 3;

/** A reconciliation as tables for a terminal, with a few differences of each class. */
export function reconciliationTerminal(result: Reconciliation): string {
  const tables = reconciliationTables(result).map(({ title, headings, rows }) => `${title}\n\n${table(headings, rows)}`);
  const { gaps } = result;
  const told = gaps.length > 0 ? [[`Gaps of the reports (${gaps.length})`, ...listGroups(groupGaps(gaps))].join('\n')] : [];
  const none = result.engines.length === 0 ? ['No report is about an image that it is compared with.'] : [];
  return `${[...none, ...tables, ...examples(result), ...told].join('\n\n')}\n`;
}

function examples({ engines }: Reconciliation): readonly string[] {
  return engines.flatMap(({ engine, claims }) => {
    const groups = Map.groupBy(
      claims.filter((claim) => claim.class !== null),
      (claim) => claim.class ?? '',
    );
    if (groups.size === 0) return [];
    const lines = [...groups].flatMap(([word, list]) => [
      `  ${word} × ${list.length}`,
      ...list
        .slice(0, shown)
        .map(({ vulnerability, package: item, why }) => `    ${printable(`${vulnerability} ${item.name}: ${why}`)}`),
      ...(list.length > shown ? [`    … and ${list.length - shown} more`] : []),
    ]);
    return [[`Differences from ${printable(engine)}`, ...lines].join('\n')];
  });
}
