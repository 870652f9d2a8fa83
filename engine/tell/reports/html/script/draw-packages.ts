import type { PageElement, PageWindow } from '../../browser.ts';
import type { PackageData } from '../package-data.ts';
import type { PageQuery } from './filter-rows.ts';
import { make } from './make.ts';
import type { RowSource } from './rows-view.ts';

/** One package of one image. */
export interface PackageRow {
  readonly purl: string;
  readonly image: string;
  readonly platform: string;
  readonly isUndecided: boolean;
}

/** The packages of all images, one after the other. */
export function unpackPackages({ shared, rest, images, undecided }: PackageData): PackageRow[] {
  const purls: string[] = [];
  for (const [place, text] of rest.entries()) purls.push((purls[place - 1] ?? '').slice(0, shared[place]) + text);
  const open = new Set(undecided);
  return images.flatMap(({ name, platform, steps }) => {
    let place = 0;
    return steps.map((step) => {
      place += step;
      return { purl: purls[place] ?? '', image: name, platform, isUndecided: open.has(place) };
    });
  });
}

/** Packages as rows. */
export function packageRows(window: PageWindow, data: PackageData): RowSource {
  const packages = unpackPackages(data);
  const textOf = (row: number, column: string): string => {
    const item = packages[row];
    return item ? (column === 'image' ? item.image : splitPurl(item.purl)[column === 'kind' ? 0 : 1]) : '';
  };
  return {
    id: 'packages',
    nouns: ['package', 'packages'],
    first: '',
    filter: (query) => [...packages.keys()].filter((row) => fitsPackage(packages[row], query)),
    order: (rows, column, isDown) => {
      if (column === '') return [...rows];
      const collator = new Intl.Collator('en', { numeric: true });
      const keyed = rows.map((row) => ({ row, text: textOf(row, column) }));
      return keyed.sort((a, b) => (isDown ? -1 : 1) * collator.compare(a.text, b.text)).map(({ row }) => row);
    },
    draw: (row) => drawPackage(window, packages[row]),
    count: (rows) => {
      const { size } = new Set(rows.map((row) => packages[row]?.image));
      return `in ${size.toLocaleString('en')} ${size === 1 ? 'image' : 'images'}`;
    },
    describe: (key, value) => (key === 'undecided' ? 'not decided' : `${key}: ${value}`),
  };
}

/** Whether a package is asked for. */
export function fitsPackage(item: PackageRow | undefined, { image, platform, undecided, text = '' }: PageQuery): boolean {
  if (!item) return false;
  if (image !== undefined && item.image !== image) return false;
  if (platform !== undefined && item.platform !== platform) return false;
  if (undecided !== undefined && !item.isUndecided) return false;
  const all = `${item.purl} ${item.image}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** Kind, name and version of a purl, as people read them. */
export function splitPurl(purl: string): [kind: string, name: string, version: string] {
  const [path = ''] = purl.replace(/^pkg:/, '').split(/[?#]/, 1);
  const [slash, at] = [path.indexOf('/'), path.lastIndexOf('@')];
  const end = at > slash ? at : path.length;
  const parts = [path.slice(0, slash), path.slice(slash + 1, end), path.slice(end + 1)] as const;
  try {
    return [parts[0], decodeURIComponent(parts[1]), decodeURIComponent(parts[2])];
  } catch {
    return [...parts];
  }
}

/** One package as a row. */
export function drawPackage(window: PageWindow, item: PackageRow | undefined): PageElement {
  const { purl = '', image = '', platform = '', isUndecided = false } = item ?? {};
  const [kind, name, version] = splitPurl(purl);
  const tag = isUndecided ? [' ', make(window, 'span', { class: 'tag' }, 'not decided')] : [];
  return make(
    window,
    'tr',
    {},
    make(window, 'th', { scope: 'row', title: purl }, name, ...tag),
    make(window, 'td', {}, make(window, 'code', {}, version)),
    make(window, 'td', {}, kind),
    make(window, 'td', {}, make(window, 'span', { class: 'ref' }, image), ` ${platform}`),
  );
}
