import { type Html, html } from '../../html-text.ts';
import { gapRows, undecidedRows } from '../../open-rows.ts';
import type { Report } from '../../report.ts';
import { type RowList, rowList } from './row-list.ts';

/** Everything that could not be read or decided, one by one: none of it is clean. The page's script fills the lists from the data. */
export function gaps({ release: { gaps, undecided } }: Report): Html {
  const isNothing = gaps.length === 0 && undecided.length === 0;
  return html`<section id="gaps" aria-labelledby="gaps-title"><h2 id="gaps-title">Not read, not decided</h2>
${isNothing ? html`<p>Nothing: all that the release ships was read and judged.</p>` : html`<p class="lead">None of this counts as clean.</p>`}
${gaps.length > 0 ? listOf(gapRows, 'Not read', ['What', 'Image', 'Place', 'Because']) : undefined}
${undecided.length > 0 ? listOf(undecidedRows, 'Not decided', ['What', 'Package', 'Because']) : undefined}</section>`;
}

function listOf(id: string, name: string, headings: readonly string[]): Html {
  const columns: RowList['columns'] = headings.map((heading, place) => [String(place), heading]);
  return html`<section id="${id}" aria-labelledby="${id}-title"><h3 id="${id}-title" tabindex="-1">${name}</h3>
${rowList({
  name,
  caption: `${name}, one by one`,
  command: 'plimsoll report --format json',
  controls: html`<label>Search <input type="search" data-query="text"></label>`,
  columns,
})}</section>`;
}
