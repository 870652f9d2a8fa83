import type { Dimension } from '../../model/statistics.ts';
import type { HtmlCell } from './html-table.ts';
import { type Html, html } from './html-text.ts';

/** What findings are filtered by: groups of figure tables, and what a finding says of itself. Values that are not named may be anything. */
export type RowQuery = Readonly<
  Partial<Record<Dimension | 'severity' | 'priority' | 'vulnerability' | 'purl' | 'suppressed' | 'text', string>>
>;

/** The address of the findings that fit: a fragment of the page that holds them. */
export function rowsAddress(query: RowQuery, page = ''): string {
  const parts = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed())}`);
  return `${page}#findings${parts.length > 0 ? `?${parts.join('&')}` : ''}`;
}

/** A number that leads to the rows that it counts; nought leads nowhere. */
export function countLink(count: number, query: RowQuery, page = ''): HtmlCell {
  if (count === 0) return { cell: html`<span class="none">0</span>`, sort: 0 };
  return { cell: html`<a href="${rowsAddress(query, page)}">${count}</a>`, sort: count };
}

/** The same outside of tables. */
export function countText(count: number, query: RowQuery, page = ''): Html {
  return html`<a href="${rowsAddress(query, page)}">${count}</a>`;
}
