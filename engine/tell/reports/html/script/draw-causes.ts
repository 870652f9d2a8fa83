import type { PageElement } from '../../browser.ts';
import type { FindingsPage } from './draw-findings.ts';
import { writeQuery } from './filter-rows.ts';
import { make } from './make.ts';
import type { RowSource } from './rows-view.ts';

/** The causes of a difference as rows, in the order that they came. */
export function causeRows(page: FindingsPage): RowSource {
  const { causes } = page.data;
  return {
    id: 'cause-rows',
    nouns: ['cause', 'causes'],
    first: '',
    filter: ({ text = '' }) => {
      const words = text.toLowerCase().split(/\s+/);
      return [...causes.keys()].filter((row) => words.every((word) => causes[row]?.name.toLowerCase().includes(word)));
    },
    order: (rows, column, isDown) => orderCauses(page, rows, column, isDown),
    draw: (row) => drawCause(page, row),
    count: () => '',
    describe: (key, value) => `${key}: ${value}`,
  };
}

/** Causes by what they say, by what came and went of a severity, which is named by its place, or by all of it. */
export function orderCauses({ data }: FindingsPage, rows: readonly number[], column: string, isDown: boolean): number[] {
  if (column === '') return [...rows];
  const collator = new Intl.Collator('en', { numeric: true });
  const { causes } = data;
  const compare = (a: number, b: number): number => {
    if (column === 'name') return collator.compare(causes[a]?.name ?? '', causes[b]?.name ?? '');
    return countCause(causes[a]?.counts, column) - countCause(causes[b]?.counts, column);
  };
  return [...rows].sort((a, b) => (isDown ? compare(b, a) : compare(a, b)) || a - b);
}

/** What came and went by a cause, of a severity or in all. */
export function countCause(counts: readonly number[] = [], column: string): number {
  return column === 'all' ? counts.reduce((sum, count) => sum + count, 0) : (counts[Number(column)] ?? 0);
}

/** One cause as a row: its numbers lead to what came and went by it. */
export function drawCause({ data, window }: FindingsPage, row: number): PageElement {
  const { name = '', images = 0, counts = [] } = data.causes[row] ?? {};
  const change = String(row + 1);
  const link = (text: string, query: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}) =>
    make(window, 'a', { href: writeQuery(query, 'findings'), ...more }, text);
  const cellOf = (count: number, query: Readonly<Record<string, string>>) => {
    const text = `${count > 0 ? '+' : '−'}${Math.abs(count)}`;
    const content = count === 0 ? make(window, 'span', { class: 'none' }, '0') : link(text, query);
    return make(window, 'td', { class: 'number' }, content);
  };
  const at = name.lastIndexOf(` in ${images} image`);
  const number = String(images);
  const before = name.slice(0, at + 4);
  const words =
    at < 0 ? [name] : [before, link(number, { change }, { 'data-unit': 'images' }), name.slice(at + 4 + number.length)];
  return make(
    window,
    'tr',
    {},
    make(window, 'th', { scope: 'row' }, ...words),
    ...counts.map((count, place) => cellOf(count, { change, severity: data.severities[place] ?? '' })),
    cellOf(countCause(counts, 'all'), { change }),
  );
}
