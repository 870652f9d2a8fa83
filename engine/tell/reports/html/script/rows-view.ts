import type { PageElement, PageWindow } from '../../browser.ts';
import { type PageQuery, readQuery, writeQuery } from './filter-rows.ts';
import { make } from './make.ts';

/** A list that is too long to stand in the page: rows are numbers, and drawn when they are looked at. */
export interface RowSource {
  /** Of the section that shows it; addresses of the page name it. */
  readonly id: string;
  /** What one row is, and several are. */
  readonly nouns: readonly [one: string, many: string];
  /** The column that they are ordered by at first; empty for none. */
  readonly first: string;
  filter(query: PageQuery): number[];
  order(rows: readonly number[], column: string, isDown: boolean): number[];
  draw(row: number, query: PageQuery): PageElement;
  /** What else the rows that fit are counted by; empty where nothing is. */
  count(rows: readonly number[], query: PageQuery): string;
  /** A part of a query in words. */
  describe(key: string, value: string): string;
}

/** What of the rows is shown. */
export interface RowsView {
  readonly window: PageWindow;
  readonly source: RowSource;
  readonly section: PageElement;
  query: PageQuery;
  rows: number[];
  /** Column and direction. */
  order: readonly [column: string, isDown: boolean];
  /** The first row shown. */
  start: number;
}

/** Shows rows, filtered by the address of the page and by its controls. */
export function showRows(window: PageWindow, source: RowSource): void {
  const section = window.document.getElementById(source.id);
  if (!section) return;
  const view: RowsView = { window, source, section, query: {}, rows: [], order: [source.first, false], start: 0 };
  for (const control of section.querySelectorAll('[data-query]'))
    control.addEventListener(control.getAttribute('type') === 'search' ? 'input' : 'change', () => {
      const { [control.dataset.query ?? '']: _, ...others } = view.query;
      askFor(view, control.value === '' ? others : { ...others, [control.dataset.query ?? '']: control.value });
    });
  for (const heading of section.querySelectorAll('[data-column]')) addOrdering(view, heading);
  for (const button of section.querySelectorAll('[data-step]'))
    button.addEventListener('click', () => {
      view.start += Number(button.dataset.step);
      drawRows(view);
    });
  const follow = (): void => {
    const query = readQuery(window.location.hash, source.id);
    if (!query) return;
    const isNew = writeQuery(query, source.id) !== writeQuery(view.query, source.id);
    if (isNew) showQuery(view, query);
    for (let fold = section.closest('details:not([open])'); fold; fold = section.closest('details:not([open])')) fold.open = true;
    if (isNew || !section.querySelector(':focus')) {
      section.scrollIntoView();
      section.querySelector('[tabindex="-1"]')?.focus({ preventScroll: true });
    }
  };
  window.addEventListener('hashchange', follow);
  showQuery(view, readQuery(window.location.hash, source.id) ?? {});
  follow();
}

/** Another question by a control: the address says it, so that it can be sent to somebody. */
export function askFor(view: RowsView, query: PageQuery): void {
  showQuery(view, query);
  view.window.location.replace(writeQuery(query, view.source.id));
}

/** Shows what fits a question. */
export function showQuery(view: RowsView, query: PageQuery): void {
  view.query = query;
  view.rows = view.source.order(view.source.filter(query), ...view.order);
  view.start = 0;
  for (const control of view.section.querySelectorAll('[data-query]')) {
    const value = query[control.dataset.query ?? ''] ?? '';
    if (control.value !== value) control.value = value;
  }
  drawChips(view);
  drawRows(view);
}

/** Draws the rows that are shown: a page of them, so that 40,000 cost no more than 50. */
export function drawRows(view: RowsView): void {
  const { section, rows, order, source, query } = view;
  const size = 50;
  const start = Math.max(0, Math.min(view.start, Math.floor(Math.max(0, rows.length - 1) / size) * size));
  view.start = start;
  const shown = rows.slice(start, start + size);
  section.querySelector('tbody')?.replaceChildren(...shown.map((row) => source.draw(row, query)));
  for (const heading of section.querySelectorAll('[data-column]')) {
    if (heading.dataset.column === order[0]) heading.setAttribute('aria-sort', order[1] ? 'descending' : 'ascending');
    else heading.removeAttribute('aria-sort');
  }
  for (const button of section.querySelectorAll('[data-step]')) {
    const to = start + Number(button.dataset.step);
    button.disabled = to < 0 || to >= rows.length;
  }
  const status = section.querySelector('[data-status]');
  const all = rows.length.toLocaleString('en');
  const [one, many] = source.nouns;
  if (status)
    status.textContent =
      rows.length === 0
        ? `No ${one} fits. Take a filter back to see more.`
        : `${start + 1} to ${start + shown.length} of ${all} ${rows.length === 1 ? one : many}`;
  const counts = section.querySelector('[data-counts]');
  if (counts) counts.textContent = source.count(rows, query);
}

/** A heading that orders by its column. */
export function addOrdering(view: RowsView, heading: PageElement): void {
  const column = heading.dataset.column ?? '';
  const button = view.window.document.createElement('button');
  button.setAttribute('type', 'button');
  button.textContent = heading.textContent;
  heading.replaceChildren(button);
  button.addEventListener('click', () => {
    view.order = [column, view.order[0] === column && !view.order[1]];
    view.rows = view.source.order(view.rows, ...view.order);
    view.start = 0;
    drawRows(view);
  });
}

/** What is asked for and has no control of its own, each with a button that takes it back. */
export function drawChips(view: RowsView): void {
  const controls = Array.from(view.section.querySelectorAll('[data-query]'), ({ dataset }) => dataset.query);
  const asked = Object.entries(view.query).filter(([key, value]) => !controls.includes(key) || value === '');
  const chips = asked.map(([key, value]) => {
    const words = view.source.describe(key, value);
    const button = make(view.window, 'button', { type: 'button', 'aria-label': `Remove the filter ${words}` }, `${words}  ✕`);
    button.addEventListener('click', () => {
      const { [key]: _, ...others } = view.query;
      askFor(view, others);
    });
    return make(view.window, 'li', {}, button);
  });
  const list = view.section.querySelector('.chips');
  list?.replaceChildren(...chips);
  if (list) list.hidden = chips.length === 0;
}
