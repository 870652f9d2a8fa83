import type { Dimension } from '../../model/statistics.ts';
import { type HtmlCell, kindAddress } from './html-table.ts';
import { type Html, html } from './html-text.ts';
import type { ImageFigures, Report } from './report.ts';

/** What findings are filtered by: groups of figure tables, and what a finding says of itself. Values that are not named may be anything. */
export type RowQuery = Readonly<
  Partial<
    Record<
      | Dimension
      | 'severity'
      | 'priority'
      | 'vulnerability'
      | 'purl'
      | 'platform'
      | 'suppressed'
      | 'text'
      /** The highest severity among the findings of the vulnerability. */
      | 'highest'
      /** A decision's id. */
      | 'decision'
      /** A set of findings that another release had. */
      | 'in'
      /** What came and went: `all`, by whose doing, or by the number of the cause. */
      | 'change'
      /** What an action of the plan takes away and brings, by its number; `until` with those before it; `after` what they leave. */
      | 'action'
      | 'until'
      | 'after',
      string
    >
  >
>;

/** The address of the findings that fit: a fragment of the page that holds them. */
export function rowsAddress(query: RowQuery, page = ''): string {
  const parts = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed())}`);
  return `${page}#findings${parts.length > 0 ? `?${parts.join('&')}` : ''}`;
}

/** The findings of an image; on its platform where the release has several. */
export function imageOf({ release }: Pick<Report, 'release'>, { reference, platform }: ImagePlace): ImageQuery {
  return { image: reference, ...(release.platforms.length > 1 && { platform }) };
}

type ImagePlace = Pick<ImageFigures, 'reference' | 'platform'>;
type ImageQuery = Pick<RowQuery, 'image' | 'platform'>;

/** A number that leads to the rows that it counts; nought leads nowhere. */
export function countLink(count: number, query: RowQuery, page = ''): HtmlCell {
  return linkCell(count, rowsAddress(query, page));
}

/** The same for rows of a kind in a table of the page. */
export function kindLink(count: number, id: string, kind: string, unit?: CountedUnit): HtmlCell {
  return { cell: linkText(count, kindAddress(id, kind), unit), sort: count };
}

/** A number in a cell that leads to an address; nought leads nowhere. */
export function linkCell(count: number, address: string): HtmlCell {
  return { cell: linkText(count, address), sort: count };
}

/** A number in a text that leads to the findings that it counts. */
export function countText(count: number, query: RowQuery, page = ''): Html {
  return linkText(count, rowsAddress(query, page));
}

/** A number in a text that leads to an address; nought leads nowhere. */
export function linkText(count: number, address: string, unit?: CountedUnit): Html {
  return count === 0 ? none : anchor(String(count), address, unit);
}

/** What a number counts of the rows that it leads to, where that is not the rows: the list says it above them. */
export type CountedUnit = 'images' | 'vulnerabilities';

/** A piece of a sentence with one number, where that leads, and what it counts of it. */
export type SentenceLink = readonly [piece: string, address: string, unit?: CountedUnit];

/** The address of the packages that fit. */
export function packagesAddress(query: Readonly<Partial<Record<'image' | 'platform' | 'undecided', string>>>): string {
  return rowsAddress(query).replace('#findings', '#packages');
}

/**
 * A sentence whose numbers lead to their rows.
 *
 * in      pieces of the sentence in their order, each with one number, and where that leads
 */
export function linkSentence(sentence: string, links: readonly SentenceLink[]): Html {
  let rest = sentence;
  const parts: Html[] = [];
  for (const [piece, address, unit] of links) {
    const at = rest.indexOf(piece);
    const [number = ''] = /[+−]?\d+(?:\.\d+)?%?/.exec(piece) ?? [];
    if (at < 0 || number === '' || /^0(?:\.0%)?$/.test(number)) continue;
    const start = at + piece.indexOf(number);
    parts.push(html`${rest.slice(0, start)}${anchor(number, address, unit)}`);
    rest = rest.slice(start + number.length);
  }
  return html`${parts}${rest}`;
}

function anchor(number: string, address: string, unit: CountedUnit | undefined): Html {
  return html`<a href="${address}"${unit && html` data-unit="${unit}"`}>${number}</a>`;
}

const none = html`<span class="none">0</span>`;
