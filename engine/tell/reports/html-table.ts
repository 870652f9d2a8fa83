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
  /** What numbers elsewhere count of the rows: addresses of `kindAddress` keep those of a kind. */
  readonly kinds?: TableKinds;
}

/** Of what kinds the rows of a table are. */
export interface TableKinds {
  /** Of the table; unique in the page. */
  readonly id: string;
  /** Of each row. */
  readonly of: readonly (readonly string[])[];
  /** What each row is of, where several are of one and count as one. */
  readonly items?: readonly string[];
}

/** The address of the rows of a kind; without one, of all rows. */
export function kindAddress(id: string, kind?: string): string {
  return kind === undefined ? `#${id}` : `#${id}?is=${encodeURIComponent(toKind(kind))}`;
}

/** A table for reading: a caption, column headings, the first cell of each row as its heading. */
export function toTable(table: HtmlTable): Html {
  const { caption, headings, rows, isSortable = false, filter, hasTotal = false, kinds } = table;
  const numeric = headings.map((_, column) => rows.length > 0 && rows.every((row) => isNumber(row[column])));
  const body = hasTotal ? rows.slice(0, -1) : rows;
  const foot = hasTotal ? rows.slice(-1) : [];
  const line = (row: readonly HtmlCell[], index: number) =>
    html`<tr${kinds && kindsOf(kinds, index)}>${row.map((cell, column) => toCell(cell, column, numeric[column] ?? false))}</tr>\n`;
  const input = filter === undefined ? undefined : html`<label>${filter} <input type="search" data-filter></label> `;
  const only = kinds && html` <a data-only href="#${kinds.id}" hidden></a>`;
  const box = input || only ? html`<p class="filter">${input}<output data-shown></output>${only}</p>\n` : undefined;
  const place = kinds && html` id="${kinds.id}" data-kind=""`;
  return html`<div class="table"${place}${isSortable ? sortable : undefined}>${box}<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${headings.map((heading, column) => html`<th scope="col"${numeric[column] ? right : undefined}>${heading}</th>`)}</tr></thead>
<tbody>${body.map(line)}</tbody>
${foot.length > 0 ? html`<tfoot>${foot.map((row) => line(row, -1))}</tfoot>` : undefined}</table></div></div>`;
}

function kindsOf({ of, items }: TableKinds, row: number): Html {
  const kinds = (of[row] ?? []).map(toKind).join('|');
  const item = items?.[row];
  return html`${kinds === '' ? undefined : html` data-is="${kinds}"`}${item === undefined ? undefined : html` data-item="${item}"`}`;
}

/** Kinds are told apart by the mark that none of them may hold. */
function toKind(kind: string): string {
  return kind.toWellFormed().replaceAll('|', '/');
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
