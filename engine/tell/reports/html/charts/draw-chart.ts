import type { EChartsOption } from 'echarts';
import { init } from 'echarts/dist/echarts.esm.min';
import { escapeHtml, type Html, html } from '../../html-text.ts';
import { printable } from '../../printable.ts';
import { linkSentence, type SentenceLink } from '../../row-links.ts';

/** A chart with everything that says the same in words and numbers. */
export interface Chart {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  /** What the chart shows, in a sentence or two: what somebody who cannot see it is told. */
  readonly description: string;
  /** Where the numbers of the description lead. */
  readonly links: readonly SentenceLink[];
  readonly height: number;
  readonly option: EChartsOption;
  /** The same numbers as a table. */
  readonly table: Html;
  /** Whether the table is shown without being asked for. */
  readonly isTableOpen?: boolean;
  /** Where the rows behind a bar or point are; undefined where there are none. */
  readonly linkOf?: (series: number, item: number) => string | undefined;
}

const width = 880;

/** Colors of charts are those of the page, so that they follow light and dark. */
export const ink = { text: 'var(--ink-2)', line: 'var(--line)', accent: 'var(--accent)', paper: 'var(--card)' } as const;

/** Pixels of a letter in the widest of the fonts that browsers take: no font is here to measure by. */
const letterWidth = 7.4;

/** A text for an axis, cut where it would take more than its share. */
export function shortLabel(text: string, letters: number): string {
  return text.length > letters ? `${text.slice(0, letters - 1).trimEnd()}…` : text;
}

/** The room that labels beside an axis need. */
export function labelRoom(labels: readonly string[]): number {
  return 20 + Math.ceil(letterWidth * Math.max(0, ...labels.map(({ length }) => length)));
}

/** The names of series above the chart, so far apart that no font makes them touch. */
export function legendOf(names: readonly string[]): NonNullable<EChartsOption['legend']> {
  const longest = Math.max(0, ...names.map(({ length }) => length));
  return { top: 0, left: 0, itemWidth: 14, itemHeight: 10, itemGap: 14 + 2 * longest, textStyle: { color: ink.text } };
}

/**
 * A chart as a figure: an SVG that ECharts draws without a browser, its title and description, and the table of its numbers.
 *
 * out     no style element, no style attribute and no script, so that the page may forbid them
 */
export function drawChart(chart: Chart): Html {
  return html`<figure class="chart" id="${chart.id}">
<figcaption>${chart.title}</figcaption>
${svgOf(chart)}
<p class="note">${linkSentence(chart.description, chart.links)}</p>
<details class="numbers"${chart.isTableOpen ? open : undefined}><summary>The numbers of this chart</summary>
${chart.table}
</details>
</figure>`;
}

function svgOf({ id, title, description, height, option, linkOf }: Chart): Html {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ ...defaults, ...option });
    return { html: toInline(chart.renderToSVGString(), { id, title, description }, linkOf) };
  } finally {
    chart.dispose();
  }
}

const open: Html = { html: ' open' };

const defaults: EChartsOption = {
  animation: false,
  textStyle: { color: ink.text, fontSize: 13, fontFamily: 'inherit' },
  grid: { left: 8, right: 24, top: 36, bottom: 8, containLabel: true },
};

/** What a page with a strict policy and a reader of screens needs of the SVG: attributes in place of styles, a role, a name. */
function toInline(
  svg: string,
  { id, title, description }: Pick<Chart, 'id' | 'title' | 'description'>,
  linkOf: Chart['linkOf'],
): string {
  const names = `<title id="${id}-title">${escapeHtml(title)}</title><desc id="${id}-text">${escapeHtml(description)}</desc>`;
  const inline = svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(
      /^<svg [^>]*viewBox="([^"]*)"[^>]*>/,
      (_, box: string) => `<svg viewBox="${box}" role="img" aria-labelledby="${id}-title ${id}-text">${names}`,
    )
    .replace(/ style="([^"]*)"/g, (_, style: string) => attributesOf(style))
    .replace(/ ecmeta_series_index="(\d+)" ecmeta_data_index="(\d+)"/g, (_, series: string, item: string) => {
      const link = linkOf?.(Number(series), Number(item));
      return link === undefined ? '' : ` data-rows="${escapeHtml(link)}"`;
    })
    .replace(/ (?:ecmeta_\w+|class|pointer-events)="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, `${id}-`)
    .replaceAll('\n', '');
  return printable(inline.toWellFormed());
}

function attributesOf(style: string): string {
  const [, size] = /font-size:(\d+)px/.exec(style) ?? [];
  const [, weight] = /font-weight:(\w+)/.exec(style) ?? [];
  return `${size ? ` font-size="${size}"` : ''}${weight ? ` font-weight="${weight}"` : ''}`;
}
