import { type Html, html } from '../../html-text.ts';

/** Rows that the buttons go on by; the page's script shows as many. */
const pageSize = 50;

/** A list that the page's script fills. */
export interface RowList {
  readonly name: string;
  readonly caption: string;
  /** Where the same is without a script. */
  readonly command: string;
  readonly controls: Html;
  /** What it is ordered by, and the heading; empty where it is not. */
  readonly columns: readonly (readonly [column: string, title: string])[];
  /** Columns from this one on are numbers; without it none is. */
  readonly numbersFrom?: number;
}

/** The frame of a list: its controls, what of it is shown, and the way through it. */
export function rowList({ name, caption, command, controls, columns, numbersFrom }: RowList): Html {
  const heading = ([column, title]: RowList['columns'][number], place: number) =>
    html`<th scope="col"${place >= (numbersFrom ?? columns.length) ? right : undefined}${column === '' ? undefined : html` data-column="${column}"`}>${title}</th>`;
  return html`<noscript><p class="band warn">This table needs the script of the page. <code>${command}</code> lists the same.</p></noscript>
<div class="controls" role="search" aria-label="${name}">
${controls}
</div>
<ul class="chips" hidden></ul>
<p data-status role="status"></p>
<p class="note" data-counts></p>
<div class="scroll" role="region" tabindex="0" aria-label="${name} that fit"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map(heading)}</tr></thead>
<tbody></tbody></table></div>
<div class="pager"><button type="button" data-step="-${pageSize}">Previous ${pageSize}</button><button type="button" data-step="${pageSize}">Next ${pageSize}</button></div>`;
}

const right = html` class="number"`;
