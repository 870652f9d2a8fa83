import type { Page } from 'playwright-core';

/** What following the numbers of a page came to. */
export interface FollowedNumbers {
  /** Links that led to another number of rows. */
  readonly wrong: readonly string[];
  /** Lists that links led to, and what they asked of the findings. */
  readonly kinds: readonly string[];
}

/** Follows every number of a page within it, as a click does, and compares it with what the list then says and shows. */
export function followNumbers(page: Page): Promise<FollowedNumbers> {
  return page.evaluate(`(${follow})()`);
}

/** Runs in the page. */
const follow = String.raw`async () => {
  const number = (text) => Number(text.replaceAll(',', '').replace('−', '-'));
  const links = [...document.querySelectorAll('main a[href^="#"]')].filter((link) => /^[+−]?\d+$/.test(link.textContent));
  const asked = new Map(links.map((link) => [link.getAttribute('href') + ' ' + (link.dataset.unit ?? '') + ' ' + link.textContent, link]));
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
  for (const link of asked.values()) {
    const [id, query = ''] = link.getAttribute('href').slice(1).split('?');
    kinds.add(id);
    if (id === 'findings') for (const key of new URLSearchParams(query).keys()) kinds.add(key);
    const target = document.getElementById(id);
    const isThere = location.hash === link.getAttribute('href');
    const changed = isThere ? undefined : new Promise((done) => addEventListener('hashchange', done, { once: true }));
    link.click();
    await changed;
    for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
    const unit = link.dataset.unit;
    const found = target.querySelector('[data-status]') ? listed(target, unit) : target.localName === 'ul' ? target.children.length : kept(target, unit);
    if (found !== number(link.textContent)) wrong.push(link.outerHTML + ' leads to ' + found);
  }
  return { wrong, kinds: [...kinds] };
}`;
