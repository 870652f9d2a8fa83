import type { NumberCell, NumberRow, NumberTable } from './number-table.ts';
import { readLabel } from './read-label.ts';

/** A table whose rows are severities, turned so that its columns are; any other table as it is. */
export function turnUpright(table: NumberTable): NumberTable {
  const names = table.map(({ labels }) => labels.at(-1) ?? '');
  const bySeverity = table.every(({ labels }) => labels.length === 2) && new Set(names).size === names.length;
  if (!bySeverity || names.filter((name) => readLabel(name).severity).length < 3) return table;
  const columns = [...new Set(table.flatMap(({ cells }) => [...cells.keys()]))];
  const title = table[0]?.labels[0] ?? '';
  return columns.map(
    (column): NumberRow => ({
      labels: [title, column],
      cells: new Map(
        table.flatMap(({ labels, cells }): [string, NumberCell][] => {
          const cell = cells.get(column);
          return cell ? [[labels.at(-1) ?? '', cell]] : [];
        }),
      ),
    }),
  );
}
