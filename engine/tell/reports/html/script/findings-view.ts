import type { PageElement, PageWindow } from '../../browser.ts';
import type { FindingData } from '../finding-data.ts';
import { drawFindings } from './draw-findings.ts';
import { filterRows, orderFindings, type PageQuery, readQuery, writeQuery } from './filter-rows.ts';

/** What of the findings is shown. */
export interface FindingsView {
  readonly window: PageWindow;
  readonly data: FindingData;
  readonly section: PageElement;
  query: PageQuery;
  rows: number[];
  /** Column and direction. */
  order: readonly [column: string, isDown: boolean];
  /** The first row shown. */
  start: number;
}

/** Shows the findings, filtered by the address of the page and by its controls. */
export function showFindings(window: PageWindow, data: FindingData): void {
  const section = window.document.getElementById('findings');
  if (!section) return;
  const view: FindingsView = { window, data, section, query: {}, rows: [], order: ['severity', false], start: 0 };
  for (const control of section.querySelectorAll('[data-query]'))
    control.addEventListener(control.getAttribute('type') === 'search' ? 'input' : 'change', () => {
      const { [control.dataset.query ?? '']: _, ...others } = view.query;
      askFor(view, control.value === '' ? others : { ...others, [control.dataset.query ?? '']: control.value });
    });
  for (const heading of section.querySelectorAll('[data-column]')) addOrdering(view, heading);
  for (const button of section.querySelectorAll('[data-step]'))
    button.addEventListener('click', () => {
      view.start += Number(button.dataset.step);
      drawFindings(view);
    });
  const follow = (): void => {
    const query = readQuery(window.location.hash);
    if (!query) return;
    const isNew = writeQuery(query) !== writeQuery(view.query);
    if (isNew) showQuery(view, query);
    if (isNew || !section.querySelector(':focus')) {
      section.scrollIntoView();
      section.querySelector('h2')?.focus({ preventScroll: true });
    }
  };
  window.addEventListener('hashchange', follow);
  showQuery(view, readQuery(window.location.hash) ?? {});
  follow();
}

/** Another question by a control: the address says it, so that it can be sent to somebody. */
export function askFor(view: FindingsView, query: PageQuery): void {
  showQuery(view, query);
  view.window.location.replace(writeQuery(query));
}

/** Shows what fits a question. */
export function showQuery(view: FindingsView, query: PageQuery): void {
  view.query = query;
  view.rows = orderFindings(view.data, filterRows(view.data, query), ...view.order);
  view.start = 0;
  for (const control of view.section.querySelectorAll('[data-query]')) {
    const value = query[control.dataset.query ?? ''] ?? '';
    if (control.value !== value) control.value = value;
  }
  drawChips(view);
  drawFindings(view);
}

/** A heading that orders by its column. */
export function addOrdering(view: FindingsView, heading: PageElement): void {
  const column = heading.dataset.column ?? '';
  const button = view.window.document.createElement('button');
  button.setAttribute('type', 'button');
  button.textContent = heading.textContent;
  heading.replaceChildren(button);
  button.addEventListener('click', () => {
    view.order = [column, view.order[0] === column && !view.order[1]];
    view.rows = orderFindings(view.data, view.rows, ...view.order);
    view.start = 0;
    drawFindings(view);
  });
}

/** What is asked for and has no control of its own, each with a button that takes it back. */
export function drawChips(view: FindingsView): void {
  const { document: page } = view.window;
  const controls = Array.from(view.section.querySelectorAll('[data-query]'), ({ dataset }) => dataset.query);
  const asked = Object.entries(view.query).filter(([key, value]) => !controls.includes(key) || value === '');
  const chips = asked.map(([key, value]) => {
    const button = page.createElement('button');
    button.setAttribute('type', 'button');
    button.textContent = `${key}: ${value}  ✕`;
    button.setAttribute('aria-label', `Remove the filter ${key}: ${value}`);
    button.addEventListener('click', () => {
      const { [key]: _, ...others } = view.query;
      askFor(view, others);
    });
    const item = page.createElement('li');
    item.append(button);
    return item;
  });
  const list = view.section.querySelector('.chips');
  list?.replaceChildren(...chips);
  if (list) list.hidden = chips.length === 0;
}
