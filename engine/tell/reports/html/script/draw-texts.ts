import type { PageElement, PageWindow } from '../../browser.ts';
import type { TextList } from '../open-lists.ts';
import type { PageQuery } from './filter-rows.ts';
import { make } from './make.ts';
import type { RowSource } from './rows-view.ts';

/** Texts as rows, in the order that they came. */
export function textRows(window: PageWindow, list: TextList): RowSource {
  return {
    id: list.id,
    nouns: list.nouns,
    first: '',
    filter: (query) => filterTexts(list, query),
    order: (rows, column, isDown) => orderTexts(list, rows, column, isDown),
    draw: (row) => drawTexts(window, list, row),
    count: () => '',
    describe: (key, value) => (key === 'is' ? `only ${value}` : `${key}: ${value}`),
  };
}

/** The rows of the kind that is asked for that hold every word. */
export function filterTexts({ rows }: TextList, { is, text = '' }: PageQuery): number[] {
  const words = text.toLowerCase().split(/\s+/);
  return [...rows.keys()].filter((row) => {
    const texts = rows[row] ?? [];
    const all = texts.join(' ').toLowerCase();
    return (is === undefined || texts[0] === is) && words.every((word) => all.includes(word));
  });
}

/** Rows by a column, which is named by its place. */
export function orderTexts({ rows: texts }: TextList, rows: readonly number[], column: string, isDown: boolean): number[] {
  if (column === '') return [...rows];
  const collator = new Intl.Collator('en', { numeric: true });
  const textOf = (row: number) => texts[row]?.[Number(column)] ?? '';
  return [...rows].sort((a, b) => (isDown ? -1 : 1) * collator.compare(textOf(a), textOf(b)) || a - b);
}

/** One row of texts. */
export function drawTexts(window: PageWindow, { cells, rows }: TextList, row: number): PageElement {
  const [kind = '', ...texts] = rows[row] ?? [];
  const set = (text: string, place: number) => {
    const cell = cells[place + 1];
    if (cell === 'code') return make(window, 'code', {}, text);
    return cell === 'ref' ? make(window, 'span', { class: 'ref' }, text) : text;
  };
  const others = texts.map((text, place) => make(window, 'td', {}, set(text, place)));
  return make(window, 'tr', {}, make(window, 'th', { scope: 'row' }, kind), ...others);
}
