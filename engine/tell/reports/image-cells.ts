import { severities } from '../../model/severity.ts';
import { countOf, sumOf } from './describe.ts';
import type { HtmlCell } from './html-table.ts';
import { html } from './html-text.ts';
import type { ImageFigures, Report } from './report.ts';
import { countLink, imageOf, type RowQuery } from './row-links.ts';
import { severityWords } from './severity-style.ts';

/** Headings of `imageCells`. */
export const imageHeadings: readonly string[] = [...severities.map((severity) => severityWords[severity]), 'Fixable'];

/** The findings of an image by severity, and those with a fix; each number leads to its rows, which `page` holds. */
export function imageCells(report: Pick<Report, 'release'>, image: ImageFigures, page = ''): readonly HtmlCell[] {
  const cellOf = (count: number, query: RowQuery) =>
    countOf(count, image.status) === '?' ? unsure : countLink(count, { ...imageOf(report, image), ...query }, page);
  return [
    ...severities.map((severity) => cellOf(image.findings[severity], { severity })),
    cellOf(sumOf(image.fixable), { fix: 'fixed' }),
  ];
}

const unsure: HtmlCell = { cell: html`<span title="not read to the end, so there may be some">?</span>`, sort: -1 };
