import { type Html, type HtmlPart, html } from './html-text.ts';

/** A cell: numbers stand right; `sort` is what it is ordered by where its text does not say. */
export type HtmlCell = string | number | Html | { readonly cell: HtmlPart; readonly sort: number | string };

/** A table that says what it is, and of which columns. */
export interface HtmlTable {
  readonly caption: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly HtmlCell[])[];
  /** Whether people may order it by a column. */
  readonly isSortable?: boolean;
  /** Whether there is a box that keeps rows with a text. */
  readonly filter?: string;
  /** The last row is the sum of the others, and stays last. */
  readonly hasTotal?: boolean;
}

/** A table for reading: a caption, column headings, the first cell of each row as its heading. */
export function toTable(table: HtmlTable): Html {
  const { caption, headings, rows, isSortable = false, filter, hasTotal = false } = table;
  const numeric = headings.map((_, column) => rows.length > 0 && rows.every((row) => isNumber(row[column])));
  const body = hasTotal ? rows.slice(0, -1) : rows;
  const foot = hasTotal ? rows.slice(-1) : [];
  const line = (row: readonly HtmlCell[]) =>
    html`<tr>${row.map((cell, column) => toCell(cell, column, numeric[column] ?? false))}</tr>\n`;
  const box =
    filter === undefined
      ? undefined
      : html`<p class="filter"><label>${filter} <input type="search" data-filter></label> <output data-shown></output></p>\n`;
  return html`<div class="table"${isSortable ? sortable : undefined}>${box}<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${headings.map((heading, column) => html`<th scope="col"${numeric[column] ? right : undefined}>${heading}</th>`)}</tr></thead>
<tbody>${body.map(line)}</tbody>
${foot.length > 0 ? html`<tfoot>${foot.map(line)}</tfoot>` : undefined}</table></div></div>`;
}

const right: Html = { html: ' class="number"' };
const sortable: Html = { html: ' data-sortable' };

function toCell(cell: HtmlCell, column: number, isRight: boolean): Html {
  const ordered = typeof cell === 'object' && 'sort' in cell;
  const content = ordered ? cell.cell : cell;
  const order = ordered ? html` data-sort="${cell.sort}"` : undefined;
  const side = isRight ? right : undefined;
  return column === 0 ? html`<th scope="row"${side}${order}>${content}</th>` : html`<td${side}${order}>${content}</td>`;
}

function isNumber(cell: HtmlCell | undefined): boolean {
  return (
    typeof cell === 'number' ||
    cell === '–' ||
    cell === '?' ||
    (typeof cell === 'object' && 'sort' in cell && typeof cell.sort === 'number')
  );
}
