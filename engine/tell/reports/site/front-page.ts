import { severities } from '../../../model/severity.ts';
import type { Dimension, FigureTable } from '../../../model/statistics.ts';
import { capital, describeKnowledge, sumOf } from '../describe.ts';
import { type HtmlCell, toTable } from '../html-table.ts';
import { type Html, html } from '../html-text.ts';
import { imageCells, imageHeadings } from '../image-cells.ts';
import { listOpen } from '../open-rows.ts';
import type { Report } from '../report.ts';
import { countLink, linkText, type RowQuery, rowsAddress } from '../row-links.ts';
import { coverageText, livesText, sharesText, worstImagesText } from '../sentence-links.ts';
import { severityWords } from '../severity-style.ts';
import { imageLink } from './image-link.ts';
import { type PageKind, pageName } from './page-names.ts';

/** The page that holds the rows. */
const reportPage = 'report.html';

/** Another form of the report, lying beside the pages. */
export interface SiteFile {
  readonly path: string;
  readonly title: string;
}

/** The page that all others hang on: what the release is, its figures, and the way to every component, owner, image and form. */
export function frontPage(report: Report, files: readonly SiteFile[]): Html {
  const { release, statistics } = report;
  return html`<h1>${release.product} ${release.version}</h1>
<p class="meta">Judged at ${release.now.slice(0, 10)} by Plimsoll ${release.engine}; ${describeKnowledge(release)}.</p>
${openBand(report)}
<p>${sharesText(statistics.shares, reportPage)}. ${worstImagesText(statistics.shares, reportPage)}. ${livesText(statistics.lives, reportPage)}. The <a href="report.html">report</a> tells all of it: what comes first, what changed, where, and every finding.</p>
${totals(report)}
<section aria-labelledby="components"><h2 id="components">Components</h2>${groups(report, 'component', 'components', 'Findings by component')}</section>
<section aria-labelledby="owners"><h2 id="owners">Owners</h2>${groups(report, 'owner', 'owners', 'Findings by owner')}</section>
<section aria-labelledby="images"><h2 id="images">Images</h2>${imageTable(report)}</section>
<section aria-labelledby="files"><h2 id="files">The same for other programs</h2><ul>${files.map(({ path, title }) => html`<li><a href="${path}">${path}</a>: ${title}</li>`)}</ul></section>`;
}

/** What was not read or decided, before any figure. */
function openBand({ release }: Report): Html {
  const open = listOpen(release, reportPage);
  const coverage = coverageText(release, reportPage);
  if (open.length === 0) return html`<div class="band"><p><strong>Everything was read.</strong> ${coverage}.</p></div>`;
  return html`<div class="band warn"><p><strong>Not everything was read or decided.</strong> ${coverage}.</p>
<ul>${open}</ul></div>`;
}

function totals({ totals }: Report): Html {
  const row = (name: string, counts: Report['totals']['findings'], fix: { readonly fix?: string }) => [
    name,
    ...severities.map((severity) => countLink(counts[severity], { ...fix, severity }, reportPage)),
    countLink(sumOf(counts), fix, reportPage),
  ];
  return toTable({
    caption: 'Findings of the release',
    headings: ['Unit', ...severities.map((severity) => severityWords[severity]), 'All'],
    rows: [
      row('findings', totals.findings, {}),
      row('findings with a fix', totals.fixable, { fix: 'fixed' }),
      [
        'vulnerabilities',
        ...severities.map((severity) => vulnerabilitiesLink(totals.vulnerabilities[severity], { highest: severity })),
        vulnerabilitiesLink(sumOf(totals.vulnerabilities), {}),
      ],
    ],
  });
}

function vulnerabilitiesLink(count: number, query: RowQuery): HtmlCell {
  return { cell: linkText(count, rowsAddress(query, reportPage), 'vulnerabilities'), sort: count };
}

function groups(
  { statistics, details = [] }: Report,
  by: Dimension & ('component' | 'owner'),
  kind: PageKind,
  caption: string,
): Html {
  const table: FigureTable | undefined = statistics.tables.find((each) => each.metric === 'findings' && each.by === by);
  const found = new Map(table?.rows.map((row) => [row.group, row]));
  const names = [...new Set([...found.keys(), ...details.map((image) => image.groups[by])])];
  return toTable({
    caption,
    headings: [capital(by), ...severities.map((severity) => severityWords[severity]), 'All'],
    isSortable: true,
    rows: names.map((group) => [
      html`<a href="${pageName(kind, group)}">${group}</a>`,
      ...severities.map((severity) => countLink(found.get(group)?.counts[severity] ?? 0, { [by]: group, severity }, reportPage)),
      countLink(found.get(group)?.total ?? 0, { [by]: group }, reportPage),
    ]),
  });
}

function imageTable(report: Report): Html {
  return toTable({
    caption: 'Images, the worst first',
    headings: ['Image', ...imageHeadings, 'Read', 'Owner'],
    isSortable: true,
    filter: 'Find an image or owner',
    rows: report.images.map((image) => [
      imageLink(report, image),
      ...imageCells(report, image, reportPage),
      image.status,
      image.owners.join(', ') || 'nobody',
    ]),
  });
}
