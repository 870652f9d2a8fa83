import type { Page } from 'playwright-core';

/** A number of a page that leads to rows. */
export interface LinkedNumber {
  /** Of the page that it is on. */
  readonly from: string;
  /** The address of the page that has the rows, and the part of it that they are. */
  readonly page: string;
  readonly fragment: string;
  /** What it counts of them, where that is not the rows. */
  readonly unit: string;
  readonly text: string;
}

/** What following the numbers of pages came to. */
export interface FollowedNumbers {
  /** Links that led to another number of rows. */
  readonly wrong: readonly string[];
  /** Lists that links led to, and what they asked of the findings. */
  readonly kinds: readonly string[];
}

/** Every number of a page that is a link, each once. */
export async function findNumbers(page: Page): Promise<readonly LinkedNumber[]> {
  return page.evaluate(`(${find})()`);
}

/** Goes where numbers lead within the page that is open, as a click does, and compares each with what the list then says and shows. */
export function followNumbers(page: Page, numbers: readonly LinkedNumber[]): Promise<FollowedNumbers> {
  return page.evaluate(`(${follow})(${JSON.stringify(numbers)})`);
}

/** Runs in the page. */
const find = String.raw`() => {
  const links = [...document.querySelectorAll('main a[href*="#"]')].filter((link) => /^[+−]?\d+$/.test(link.textContent));
  const numbers = links.map((link) => {
    const [page, fragment] = link.href.split('#');
    return { from: location.pathname.split('/').at(-1), page, fragment: '#' + fragment, unit: link.dataset.unit ?? '', text: link.textContent };
  });
  return [...new Map(numbers.map((number) => [JSON.stringify(number), number])).values()];
}`;

/** Runs in the page. */
const follow = String.raw`async (numbers) => {
  const number = (text) => Number(text.replaceAll(',', '').replace('−', '-'));
  const wrong = [];
  const kinds = new Set();
  const shown = (rows) => rows.filter((row) => row.getClientRects().length > 0).length;
  const listed = (section, unit) => {
    const status = section.querySelector('[data-status]').textContent;
    const rows = status.startsWith('No ') ? 0 : number(/of ([\d,]+) /.exec(status)[1]);
    if (shown([...section.querySelectorAll('tbody tr')]) !== Math.min(rows, 50)) return 'other rows than ' + rows;
    const counts = section.querySelector('[data-counts]').textContent;
    if (unit) return number(new RegExp('([0-9,]+) ' + (unit === 'images' ? 'images?' : 'vulnerabilit')).exec(counts)[1]);
    const net = /(came|would come).*: ([+−]?\d+)\./.exec(counts);
    return net ? number(net[2]) * (net[1] === 'came' ? 1 : -1) : rows;
  };
  const kept = (table, unit) => {
    const rows = [...table.querySelectorAll('tbody tr')].filter((row) => row.getClientRects().length > 0);
    return unit === 'images' ? new Set(rows.map((row, place) => row.dataset.item ?? place)).size : rows.length;
  };
  for (const { from, fragment, unit, text } of numbers) {
    const [id, query = ''] = fragment.slice(1).split('?');
    kinds.add(id);
    if (id === 'findings') for (const key of new URLSearchParams(query).keys()) kinds.add(key);
    const target = document.getElementById(id);
    const changed = new Promise((done) => addEventListener('hashchange', done, { once: true }));
    const link = document.createElement('a');
    link.href = fragment;
    if (location.hash !== link.hash) {
      document.body.append(link);
      link.click();
      await changed;
      link.remove();
    }
    for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
    const found = target.querySelector('[data-status]') ? listed(target, unit) : target.localName === 'ul' ? target.children.length : kept(target, unit);
    if (found !== number(text)) wrong.push(from + ': ' + text + ' ' + unit + ' leads to ' + found + ' of ' + fragment);
  }
  return { wrong, kinds: [...kinds] };
}`;
