import type { PageElement, PageWindow } from '../../browser.ts';
import type { FindingData } from '../finding-data.ts';
import { filterRows, orderFindings, type PageQuery } from './filter-rows.ts';
import { make } from './make.ts';
import type { RowSource } from './rows-view.ts';

/** The page's findings, and the window that shows them. */
export interface FindingsPage {
  readonly window: PageWindow;
  readonly data: FindingData;
}

/** Findings as rows. */
export function findingRows(page: FindingsPage): RowSource {
  const { data } = page;
  return {
    id: 'findings',
    nouns: ['finding', 'findings'],
    first: 'severity',
    filter: (query) => filterRows(data, query),
    order: (rows, column, isDown) => orderFindings(data, rows, column, isDown),
    draw: (row, query) => drawFinding(page, row, query),
    count: (rows, query) => countFindings(data, rows, query),
    describe: (key, value) => describeQuery(data, key, value),
  };
}

/** What the findings that fit are counted by besides: vulnerabilities, images; of changes what came and went. */
export function countFindings(
  { rows: { vulnerability, image, change, action } }: FindingData,
  rows: readonly number[],
  query: PageQuery,
): string {
  const distinct = (column: readonly number[], one: string, many: string): string => {
    const { size } = new Set(rows.map((row) => column[row]));
    return `${size.toLocaleString('en')} ${size === 1 ? one : many}`;
  };
  const counts = `${distinct(vulnerability, 'vulnerability', 'vulnerabilities')} in ${distinct(image, 'image', 'images')}`;
  const marks =
    query.change !== undefined ? change : query.action !== undefined || query.until !== undefined ? action : undefined;
  if (!marks) return counts;
  const more = rows.filter((row) => (marks[row] ?? 0) > 0).length;
  const less = rows.length - more;
  const words = query.change !== undefined ? ['came', 'went'] : ['would come', 'would go'];
  const net = more - less;
  return `${more} ${words[0]}, ${less} ${words[1]}: ${net > 0 ? '+' : net < 0 ? '−' : ''}${Math.abs(net)}. ${counts}`;
}

/** A part of a query in words. */
export function describeQuery({ sets, causes, actions }: FindingData, key: string, value: string): string {
  if (key === 'in') return `in ${sets.find(({ id }) => id === value)?.name ?? value}`;
  if (key === 'change') return causes[Number(value) - 1]?.name ?? `what changed: ${value}`;
  if (key === 'action') return actions[Number(value) - 1] ?? value;
  if (key === 'until') return `the first actions of the plan: ${value}`;
  if (key === 'after') return `left after the first actions of the plan: ${value}`;
  return `${key}: ${value}`;
}

/** What sets a row apart where it is not a finding of the release as it stands. */
export function tagsOf({ rows, own }: FindingData, row: number, query: PageQuery): readonly string[] {
  if (query.change !== undefined) return [(rows.change[row] ?? 0) > 0 ? 'came' : 'went'];
  if (query.action !== undefined || query.until !== undefined) return [(rows.action[row] ?? 0) > 0 ? 'would come' : 'would go'];
  return row < own ? [] : ['not in this release'];
}

/** One finding as a row. */
export function drawFinding(page: FindingsPage, row: number, query: PageQuery): PageElement {
  const { data, window } = page;
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
    make(window, 'th', { scope: 'row' }, open, ...drawVulnerability(page, row, query)),
    make(window, 'td', { title: item?.purl ?? '' }, item?.name ?? ''),
    make(window, 'td', {}, ...drawImage(page, row)),
    make(window, 'td', {}, data.fixes[rows.fix[row] ?? 0] ?? ''),
    make(window, 'td', {}, data.priorities[rows.priority[row] ?? 0] ?? ''),
    make(window, 'td', {}, image?.groups.owner ?? ''),
  );
  open.addEventListener('click', () => {
    const isOpen = open.getAttribute('aria-expanded') === 'true';
    open.setAttribute('aria-expanded', String(!isOpen));
    if (isOpen) line.nextElementSibling?.remove();
    else line.after(drawReasons(page, row));
  });
  return line;
}

/** The vulnerability of a row: its id, leading to what the world says of it, and what sets it apart. */
export function drawVulnerability(
  { data, window }: FindingsPage,
  row: number,
  query: PageQuery,
): readonly (PageElement | string)[] {
  const { rows } = data;
  const { id = '', link = '#' } = data.vulnerabilities[rows.vulnerability[row] ?? 0] ?? {};
  const decision = data.decisions[rows.decision[row] ?? 0] ?? '';
  const tag = (text: string) => [' ', make(window, 'span', { class: 'tag' }, text)];
  return [
    make(window, 'a', { href: link, rel: 'noreferrer', class: 'id' }, id),
    ...(rows.isExploited[row] === 1 ? tag('exploited') : []),
    ...(decision === '' ? [] : tag(`out: ${decision}`)),
    ...tagsOf(data, row, query).flatMap(tag),
  ];
}

/** The image of a row: where it is from small, its name below; its platform where there are several. */
export function drawImage({ data, window }: FindingsPage, row: number): readonly (PageElement | string)[] {
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
export function drawReasons({ data, window }: FindingsPage, row: number): PageElement {
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
