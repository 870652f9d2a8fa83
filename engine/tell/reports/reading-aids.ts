import type { PageDocument, PageElement, PageWindow } from './browser.ts';

/** Lets people choose light or dark; what they chose is kept where the browser allows it. */
export function switchTheme({ document: page, localStorage }: PageWindow): void {
  const button = page.querySelector('[data-theme-switch]');
  if (!button) return;
  const themes = ['system', 'light', 'dark'];
  const show = (theme: string): void => {
    if (theme === 'system') page.documentElement.removeAttribute('data-theme');
    else page.documentElement.setAttribute('data-theme', theme);
    button.textContent = `Theme: ${theme}`;
    button.dataset.theme = theme;
  };
  let kept = 'system';
  try {
    kept = localStorage.getItem('plimsoll-theme') ?? 'system';
  } catch {
    // A file opened from a disk may have no storage.
  }
  button.hidden = false;
  show(themes.includes(kept) ? kept : 'system');
  button.addEventListener('click', () => {
    const theme = themes[(themes.indexOf(button.dataset.theme ?? 'system') + 1) % themes.length] ?? 'system';
    show(theme);
    try {
      localStorage.setItem('plimsoll-theme', theme);
    } catch {
      // As above.
    }
  });
}

/** Makes the headings of sortable tables buttons that order the rows. */
export function sortTables(page: PageDocument): void {
  for (const box of page.querySelectorAll('[data-sortable]')) {
    const body = box.querySelector('tbody');
    if (!body) continue;
    const headings = Array.from(box.querySelectorAll('thead th'));
    for (const [column, heading] of headings.entries()) {
      const button = page.createElement('button');
      button.setAttribute('type', 'button');
      button.textContent = heading.textContent;
      heading.replaceChildren(button);
      button.addEventListener('click', () => {
        const isDown = heading.getAttribute('aria-sort') === 'ascending';
        for (const other of headings) other.removeAttribute('aria-sort');
        heading.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
        body.replaceChildren(...orderRows(Array.from(body.children), column, isDown));
      });
    }
  }
}

/** Rows by a column: as numbers where they are, else as text. */
export function orderRows(rows: readonly PageElement[], column: number, isDown: boolean): readonly PageElement[] {
  const keyed = rows.map((row) => {
    const cell = row.children[column];
    const text = cell?.dataset.sort ?? cell?.textContent ?? '';
    return { row, text, number: Number(text.replace('−', '-')) };
  });
  const collator = new Intl.Collator('en', { numeric: true });
  const compare = (a: (typeof keyed)[number], b: (typeof keyed)[number]): number =>
    Number.isNaN(a.number) || Number.isNaN(b.number) ? collator.compare(a.text, b.text) : a.number - b.number;
  return keyed.sort((a, b) => (isDown ? compare(b, a) : compare(a, b))).map(({ row }) => row);
}

/**
 * Lets the box above a table keep only rows with its text, and the address of the page those that are of a kind: `#image-rows?is=not%20read`
 * asks the table of that id for rows whose `data-is` names it.
 */
export function filterTables({ document: page, location, addEventListener }: PageWindow): void {
  for (const input of page.querySelectorAll('input[data-filter]')) {
    const box = input.closest('.table');
    if (box) input.addEventListener('input', () => keepRows(box));
  }
  const follow = (): void => {
    const [id = '', query = ''] = location.hash.slice(1).split('?', 2);
    const box = page.getElementById(id);
    if (box?.dataset.kind === undefined) return;
    box.dataset.kind = new URLSearchParams(query).get('is') ?? '';
    const input = box.querySelector('input[data-filter]');
    if (input) input.value = '';
    keepRows(box);
    for (let fold = box.closest('details:not([open])'); fold; fold = box.closest('details:not([open])')) fold.open = true;
    box.scrollIntoView();
    box.querySelector('[tabindex]')?.focus({ preventScroll: true });
  };
  addEventListener('hashchange', follow);
  follow();
}

/** Hides the rows of a table that do not fit its box or the kind that is asked for, and says how many are left; its button takes the kind back. */
export function keepRows(box: PageElement): void {
  const words = (box.querySelector('input[data-filter]')?.value ?? '').toLowerCase().split(/\s+/);
  const kind = box.dataset.kind ?? '';
  const rows = Array.from(box.querySelectorAll('tbody tr'));
  for (const row of rows) {
    const isOfKind = kind === '' || (row.dataset.is ?? '').split('|').includes(kind);
    row.hidden = !isOfKind || !words.every((word) => row.textContent.toLowerCase().includes(word));
  }
  const shown = box.querySelector('[data-shown]');
  const left = rows.filter((row) => !row.hidden);
  const items = new Set(left.map((row, place) => row.dataset.item ?? place)).size;
  const count = left.length === items ? '' : ` (${items} images)`;
  if (shown) shown.textContent = `${left.length} of ${rows.length}${count}`;
  const only = box.querySelector('[data-only]');
  if (!only) return;
  only.hidden = kind === '';
  only.textContent = `only ${kind}: show all`;
}

/** Opens what is folded before the page is printed, and folds it again. */
export function unfoldForPrint(window: PageWindow): void {
  let opened: readonly PageElement[] = [];
  window.addEventListener('beforeprint', () => {
    opened = Array.from(window.document.querySelectorAll('details')).filter(({ open }) => !open);
    for (const fold of opened) fold.open = true;
  });
  window.addEventListener('afterprint', () => {
    for (const fold of opened) fold.open = false;
  });
}

/** Lets a bar of a chart lead to its rows, as the number in the table beside it does. */
export function followCharts({ document: page, location }: PageWindow): void {
  page.addEventListener('click', ({ target }) => {
    const rows = target.closest('[data-rows]')?.dataset.rows;
    if (rows !== undefined) location.hash = rows.slice(rows.indexOf('#'));
  });
}

/**
 * The script of pages that are read: the functions above as they are written, which is why each of them uses nothing but the others and the
 * browser.
 */
export const readingScript = scriptOf(
  [switchTheme, sortTables, orderRows, filterTables, keepRows, unfoldForPrint],
  'switchTheme(window);sortTables(document);filterTables(window);unfoldForPrint(window);',
);

/** Functions as a script that ends with a call of them; what types left behind is blank, and goes. */
export function scriptOf(functions: readonly ((...input: never[]) => unknown)[], call: string): string {
  return `${functions.map(String).join('\n')}\n${call}`.replace(/[^\S\n]{3,}/g, ' ');
}
