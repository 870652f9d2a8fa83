import {
  type DecimalMark,
  findDecimalMark,
  type NumberCell,
  type NumberRow,
  type NumberTable,
  readNumber,
} from './number-table.ts';

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
 * column `c`, and the columns before `metric` tell the tables apart). Columns that hold anything but numbers name the rows; a header of two rows
 * is one, its wider names before its narrower ones.
 */
export function readGrid(stated: TextGrid): NumberTable {
  const mark = findDecimalMark(stated.rows.flatMap(({ cells }) => cells));
  const grid = joinHeaders(stated, mark);
  const header = uniqueNames(grid.header);
  const metric = header.findIndex((name) => metricHeader.test(name));
  const value = header.findIndex((name, column) => column !== metric && valueHeader.test(name));
  return metric >= 0 && value > metric && header.length > 2
    ? readLong(grid, { metric, value, mark })
    : readWide({ ...grid, header }, mark);
}

/** Names of groups stand over the first of their columns, and nothing over the others. */
function joinHeaders(grid: TextGrid, mark: DecimalMark): TextGrid {
  const [second, ...rows] = grid.rows;
  const namesOf = (cells: readonly string[]) => new Set(cells.filter((cell) => cell.trim() !== '')).size;
  const isHeader = second?.cells.every((cell) => !readNumber(cell, 0, mark)) && namesOf(grid.header) < namesOf(second.cells);
  if (!second || !isHeader || rows.length === 0) return grid;
  let group = '';
  const groups = second.cells.map((_, column) => {
    group = grid.header[column]?.trim() || group;
    return group;
  });
  return { ...grid, header: second.cells.map((name, column) => `${groups[column]} ${name}`.trim()), rows };
}

function readWide({ title, header, rows }: TextGrid, mark: DecimalMark): NumberTable {
  const numeric = header.map((_, column) => holdsNumbers(rows, column, mark));
  return rows.map(
    ({ cells, line }): NumberRow => ({
      labels: [title, ...cells.filter((_, column) => !numeric[column])],
      cells: new Map(
        header.flatMap((name, column): [string, NumberCell][] => {
          const cell = numeric[column] ? readNumber(cells[column] ?? '', line, mark) : undefined;
          return cell ? [[name, cell]] : [];
        }),
      ),
    }),
  );
}

/** Most of what stands in a column of figures is figures; the first column names the rows even where names are numbers. */
function holdsNumbers(rows: TextGrid['rows'], column: number, mark: DecimalMark): boolean {
  const stated = rows.map(({ cells }) => cells[column] ?? '').filter((text) => /[\p{L}\p{N}]/u.test(text));
  return column > 0 && stated.filter((text) => readNumber(text, 0, mark)).length * 2 > stated.length;
}

function readLong(
  { title, rows }: TextGrid,
  { metric, value, mark }: { readonly metric: number; readonly value: number; readonly mark: DecimalMark },
): NumberTable {
  const table = new Map<string, { labels: readonly string[]; cells: Map<string, NumberCell> }>();
  for (const { cells, line } of rows) {
    const cell = readNumber(cells[value] ?? '', line, mark);
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
