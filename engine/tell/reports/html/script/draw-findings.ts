import type { PageElement, PageWindow } from '../../browser.ts';
import type { FindingsView } from './findings-view.ts';

/** Draws the rows that are shown: a page of them, so that 40,000 cost no more than 50. */
export function drawFindings(view: FindingsView): void {
  const { section, rows, order } = view;
  const size = 50;
  const start = Math.max(0, Math.min(view.start, Math.floor(Math.max(0, rows.length - 1) / size) * size));
  view.start = start;
  const shown = rows.slice(start, start + size);
  section.querySelector('tbody')?.replaceChildren(...shown.map((row) => drawFinding(view, row)));
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
  if (!status) return;
  status.textContent =
    rows.length === 0
      ? 'No finding fits. Take a filter back to see more.'
      : `${start + 1} to ${start + shown.length} of ${all} ${rows.length === 1 ? 'finding' : 'findings'}`;
}

/** One element with what is in it; texts become text, whatever they hold. */
export function make(
  { document: page }: PageWindow,
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...content: readonly (PageElement | string)[]
): PageElement {
  const element = page.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

/** One finding as a row. */
export function drawFinding(view: FindingsView, row: number): PageElement {
  const { data, window } = view;
  const { rows } = data;
  const severity = data.severities[rows.severity[row] ?? 0] ?? '';
  const item = data.packages[rows.package[row] ?? 0];
  const image = data.images[rows.image[row] ?? 0];
  const dot = make(window, 'span', { class: `dot ${severity.toLowerCase()}` });
  const id = data.vulnerabilities[rows.vulnerability[row] ?? 0]?.id ?? '';
  const name = `Why: ${id} in ${item?.name ?? ''}`;
  const open = make(window, 'button', { type: 'button', class: 'open', 'aria-expanded': 'false', 'aria-label': name });
  const line = make(
    window,
    'tr',
    {},
    make(window, 'td', {}, make(window, 'span', { class: 'sev' }, dot, severity)),
    make(window, 'th', { scope: 'row' }, open, ...drawVulnerability(view, row)),
    make(window, 'td', { title: item?.purl ?? '' }, item?.name ?? ''),
    make(window, 'td', {}, ...drawImage(view, row)),
    make(window, 'td', {}, data.fixes[rows.fix[row] ?? 0] ?? ''),
    make(window, 'td', {}, data.priorities[rows.priority[row] ?? 0] ?? ''),
    make(window, 'td', {}, image?.groups.owner ?? ''),
  );
  open.addEventListener('click', () => {
    const isOpen = open.getAttribute('aria-expanded') === 'true';
    open.setAttribute('aria-expanded', String(!isOpen));
    if (isOpen) line.nextElementSibling?.remove();
    else line.after(drawReasons(view, row));
  });
  return line;
}

/** The vulnerability of a row: its id, leading to what the world says of it, and what sets it apart. */
export function drawVulnerability({ data, window }: FindingsView, row: number): readonly (PageElement | string)[] {
  const { rows } = data;
  const { id = '', link = '#' } = data.vulnerabilities[rows.vulnerability[row] ?? 0] ?? {};
  const decision = data.decisions[rows.decision[row] ?? 0] ?? '';
  const tag = (text: string) => [' ', make(window, 'span', { class: 'tag' }, text)];
  return [
    make(window, 'a', { href: link, rel: 'noreferrer', class: 'id' }, id),
    ...(rows.isExploited[row] === 1 ? tag('exploited') : []),
    ...(decision === '' ? [] : tag(`out: ${decision}`)),
  ];
}

/** The image of a row: where it is from small, its name below; its platform where there are several. */
export function drawImage({ data, window }: FindingsView, row: number): readonly (PageElement | string)[] {
  const reference = data.images[data.rows.image[row] ?? 0]?.name ?? '';
  const cut = reference.lastIndexOf('/') + 1;
  const name = reference.slice(cut).replace(/(@sha256:.{12}).*$/, '$1…');
  return [
    make(window, 'span', { class: 'ref dim' }, reference.slice(0, cut)),
    make(window, 'span', { class: 'ref', title: reference }, name),
    ...(data.platforms.length > 1 ? [` ${data.platforms[data.rows.platform[row] ?? 0] ?? ''}`] : []),
  ];
}

/** Why a finding is there, and where to change it. */
export function drawReasons({ data, window }: FindingsView, row: number): PageElement {
  const { rows } = data;
  const image = data.images[rows.image[row] ?? 0];
  const vulnerability = data.vulnerabilities[rows.vulnerability[row] ?? 0];
  const sentences = (data.reasons[rows.reason[row] ?? 0] ?? []).map((place) => data.sentences[place] ?? '');
  const facts = [
    ...sentences,
    ...(vulnerability?.aliases ? [`Also known as ${vulnerability.aliases}`] : []),
    rows.isBase[row] === 1 ? 'It came with the base image.' : 'It came with the application.',
    ...(image?.declaredAt ? [`The image is stated in ${image.declaredAt}`] : []),
    ...(image?.groups.component ? [`Component: ${image.groups.component}`] : []),
    data.packages[rows.package[row] ?? 0]?.purl ?? '',
  ];
  const list = make(window, 'ul', {}, ...facts.map((fact) => make(window, 'li', {}, fact)));
  return make(window, 'tr', { class: 'why' }, make(window, 'td', { colspan: '7' }, list));
}
