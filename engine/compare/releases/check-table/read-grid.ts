import { type NumberCell, type NumberRow, type NumberTable, readNumber } from './number-table.ts';

/** A table as text: a header and rows of cells. */
export interface TextGrid {
  /** What the table is called; the first label of each of its rows. Empty where it has no name. */
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly line: number }[];
}

const metricHeader = /^(metric|figure|measure|indicator|name)$/i;
const valueHeader = /^(value|count|number|figure|amount)$/i;

/**
 * The numbers of a table: one column for each figure, or a figure a row (columns `metric` and `value`, where `a:b:c` names row `a`, `b` and
 * column `c`, and the columns before `metric` tell the tables apart). Columns that hold anything but numbers name the rows.
 */
export function readGrid(grid: TextGrid): NumberTable {
  const header = uniqueNames(grid.header);
  const metric = header.findIndex((name) => metricHeader.test(name));
  const value = header.findIndex((name, column) => column !== metric && valueHeader.test(name));
  return metric >= 0 && value > metric && header.length > 2 ? readLong(grid, metric, value) : readWide({ ...grid, header });
}

function readWide({ title, header, rows }: TextGrid): NumberTable {
  const numeric = header.map(
    (_, column) => rows.some(({ cells }) => readNumber(cells[column] ?? '', 0)) && holdsNumbers(rows, column),
  );
  return rows.map(
    ({ cells, line }): NumberRow => ({
      labels: [title, ...cells.filter((_, column) => !numeric[column])],
      cells: new Map(
        header.flatMap((name, column): [string, NumberCell][] => {
          const cell = numeric[column] ? readNumber(cells[column] ?? '', line) : undefined;
          return cell ? [[name, cell]] : [];
        }),
      ),
    }),
  );
}

/** Most of what stands in a column of figures is figures; the first column names the rows even where names are numbers. */
function holdsNumbers(rows: TextGrid['rows'], column: number): boolean {
  const stated = rows.map(({ cells }) => cells[column] ?? '').filter((text) => /[\p{L}\p{N}]/u.test(text));
  return column > 0 && stated.filter((text) => readNumber(text, 0)).length * 2 > stated.length;
}

function readLong({ title, rows }: TextGrid, metric: number, value: number): NumberTable {
  const table = new Map<string, { labels: readonly string[]; cells: Map<string, NumberCell> }>();
  for (const { cells, line } of rows) {
    const cell = readNumber(cells[value] ?? '', line);
    const path = (cells[metric] ?? '').split(':');
    const column = path.pop() ?? '';
    const labels = [title, ...cells.slice(0, metric), ...path];
    if (!cell || column === '') continue;
    const key = JSON.stringify(labels);
    const row = table.get(key) ?? { labels, cells: new Map() };
    row.cells.set(column, cell);
    table.set(key, row);
  }
  return [...table.values()];
}

/** Two columns of one name would hide each other. */
function uniqueNames(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}
