import { parseCsv } from '../../../formats/csv/parse-csv.ts';
import { readMarkdownTables } from '../../../formats/markdown-tables/read-markdown-tables.ts';
import type { Gap } from '../../../model/reading.ts';
import { type Claim, holds } from './claim.ts';
import { findClaims } from './find-claims.ts';
import { readGrid, type TextGrid } from './read-grid.ts';
import { turnUpright } from './turn-upright.ts';

/** What became of the sums that a table states. */
export interface TableCheck {
  /** Numbers that were read. */
  readonly numbers: number;
  /** Every claim that was checked. */
  readonly claims: readonly Claim[];
  /** Those that do not hold, in the order of the file. */
  readonly contradictions: readonly Claim[];
  readonly gaps: readonly Gap[];
}

/**
 * The contradictions in tables of figures that somebody else made.
 *
 * in      CSV (a row a line, or a figure a line), or Markdown with pipe tables; told apart by content
 * gaps    those of formats/csv; table-without-numbers, table-without-sums: nothing could be checked, which is not the same as right
 */
export function checkTable(path: string, text: string): TableCheck {
  const { grids, gaps } = readGrids(text);
  const table = grids.flatMap((grid) => turnUpright(readGrid(grid)));
  const claims = findClaims(table);
  const numbers = table.reduce((sum, { cells }) => sum + cells.size, 0);
  const contradictions = claims.filter((claim) => !holds(claim)).toSorted((a, b) => lineOf(a) - lineOf(b));
  return {
    numbers,
    claims,
    contradictions,
    gaps: [...gaps.map((gap) => ({ ...gap, path })), ...emptiness(path, numbers, claims)],
  };
}

function readGrids(text: string): { readonly grids: readonly TextGrid[]; readonly gaps: readonly Gap[] } {
  const tables = readMarkdownTables(text);
  if (tables.length > 0)
    return { grids: tables.map(({ heading, header, rows }) => ({ title: heading, header, rows })), gaps: [] };
  const { records, gaps } = parseCsv(text);
  const [header, ...rows] = records;
  return {
    grids: header ? [{ title: '', header: header.fields, rows: rows.map(({ fields, line }) => ({ cells: fields, line })) }] : [],
    gaps,
  };
}

function lineOf({ stated, terms }: Claim): number {
  return stated === 100 ? (terms[0]?.line ?? 0) : stated.line;
}

function emptiness(path: string, numbers: number, claims: readonly Claim[]): readonly Gap[] {
  const unit = 'compare/releases/check-table';
  if (numbers === 0)
    return [
      { code: 'table-without-numbers', unit, path, detail: 'No table with numbers was found; CSV and Markdown tables are read.' },
    ];
  const detail =
    'No sum could be recognized: neither a total of severities or rows, nor a difference, nor percentages of a whole.';
  return claims.length === 0 ? [{ code: 'table-without-sums', unit, path, detail }] : [];
}
