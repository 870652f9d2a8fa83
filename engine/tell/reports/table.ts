import { printable } from './printable.ts';

/** A cell: numbers are set right, texts left; `paint` wraps the padded text in color. */
export type Cell =
  | string
  | number
  | { readonly text: string; readonly paint: (text: string) => string; readonly right?: boolean };

/**
 * Text in columns, two spaces apart, as wide as their widest cell.
 *
 * in      a heading for each column; rows of as many cells
 * out     lines without trailing space
 */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const widths = headings.map((heading, column) =>
    rows.reduce((widest, row) => Math.max(widest, textOf(row[column]).length), heading.length),
  );
  const right = headings.map((_, column) => rows.some((row) => isRight(row[column])));
  const line = (cells: readonly (Cell | undefined)[]) =>
    cells
      .map((cell, column) => pad(cell, widths[column] ?? 0, right[column] ?? false))
      .join('  ')
      .trimEnd();
  return [line(headings), ...rows.map((row) => line(row))].join('\n');
}

function pad(cell: Cell | undefined, width: number, right: boolean): string {
  const text = textOf(cell);
  const padded = right ? text.padStart(width) : text.padEnd(width);
  return typeof cell === 'object' ? cell.paint(padded) : padded;
}

function textOf(cell: Cell | undefined): string {
  return printable(typeof cell === 'object' ? cell.text : String(cell ?? ''));
}

function isRight(cell: Cell | undefined): boolean {
  return typeof cell === 'number' || (typeof cell === 'object' && cell.right === true);
}
