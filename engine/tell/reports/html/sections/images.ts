import { severities } from '../../../../model/severity.ts';
import { countOf, plural, sumOf } from '../../describe.ts';
import { type HtmlCell, toTable } from '../../html-table.ts';
import { type Html, html } from '../../html-text.ts';
import { imageRows, kindsOfImages } from '../../image-kinds.ts';
import type { ImageFigures, Report } from '../../report.ts';
import { countLink, imageOf, linkCell, linkText, packagesAddress, type RowQuery } from '../../row-links.ts';
import { severityWords } from '../../severity-style.ts';

/** Every image, the worst first: how far it was read, what was found, whose it is, where it is stated. */
export function images(report: Report): Html {
  const { images, details = [], release } = report;
  const several = release.platforms.length > 1;
  const headings = ['image', ...severities.map((severity) => severityWords[severity]), 'fixable', 'packages', 'read', 'owner'];
  const packages = images.reduce((sum, image) => sum + image.packages, 0);
  return html`<section id="images" aria-labelledby="images-title"><h2 id="images-title">Images</h2>
<p class="lead">The worst first; ${linkText(packages, packagesAddress({}))} ${plural(packages, 'package')} are in them.</p>
${toTable({
  caption: `${images.length} ${plural(images.length, 'image')} of the release`,
  headings,
  kinds: { id: imageRows, of: kindsOfImages(report), ...(several && { items: images.map(({ reference }) => reference) }) },
  isSortable: true,
  filter: 'Find an image, owner or component',
  rows: images.map((image, index) => {
    const { components = [], declaredAt = '' } = details[index] ?? {};
    return [
      html`${nameOf(image.reference)}${several ? ` ${image.platform}` : undefined}${declaredAt === '' ? undefined : html`<br><code class="dim">${declaredAt}</code>`}`,
      ...severities.map((severity) => cellOf(image, image.findings[severity], { ...imageOf(report, image), severity })),
      cellOf(image, sumOf(image.fixable), { ...imageOf(report, image), fix: 'fixed' }),
      linkCell(image.packages, packagesAddress(imageOf(report, image))),
      image.status === 'read'
        ? image.undecided > 0
          ? html`read, ${linkText(image.undecided, packagesAddress({ ...imageOf(report, image), undecided: 'yes' }))} packages undecided`
          : 'read'
        : html`<strong>${image.status}</strong>`,
      html`${image.owners.join(', ') || 'nobody'}${components.length > 0 ? html`<br><span class="dim">${components.join(', ')}</span>` : undefined}`,
    ];
  }),
})}</section>`;
}

function nameOf(reference: string): Html {
  const cut = reference.lastIndexOf('/') + 1;
  const name = reference.slice(cut).replace(/(?<=@sha256:.{12}).*$/, '…');
  return html`<span class="ref dim">${reference.slice(0, cut)}</span><span class="ref" title="${reference}">${name}</span>`;
}

function cellOf({ status }: ImageFigures, count: number, query: RowQuery): HtmlCell {
  return countOf(count, status) === '?' ? unsure : countLink(count, query);
}

const unsure: HtmlCell = { cell: html`<span title="not read to the end, so there may be some">?</span>`, sort: -1 };
