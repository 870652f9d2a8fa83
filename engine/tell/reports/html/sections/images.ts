import { plural } from '../../describe.ts';
import { toTable } from '../../html-table.ts';
import { type Html, html } from '../../html-text.ts';
import { imageCells, imageHeadings } from '../../image-cells.ts';
import { imageRows, kindsOfImages } from '../../image-kinds.ts';
import type { Report } from '../../report.ts';
import { imageOf, linkCell, linkText, packagesAddress } from '../../row-links.ts';

/** Every image, the worst first: how far it was read, what was found, whose it is, where it is stated. */
export function images(report: Report): Html {
  const { images, details = [], release } = report;
  const several = release.platforms.length > 1;
  const packages = images.reduce((sum, image) => sum + image.packages, 0);
  return html`<section id="images" aria-labelledby="images-title"><h2 id="images-title">Images</h2>
<p class="lead">The worst first; ${linkText(packages, packagesAddress({}))} ${plural(packages, 'package')} are in them.</p>
${toTable({
  caption: several ? 'Images of the release, on each platform' : 'Images of the release',
  headings: ['Image', ...imageHeadings, 'Packages', 'Read', 'Owner'],
  kinds: { id: imageRows, of: kindsOfImages(report), ...(several && { items: images.map(({ reference }) => reference) }) },
  isSortable: true,
  filter: 'Find an image, owner or component',
  rows: images.map((image, index) => {
    const { components = [], declaredAt = '' } = details[index] ?? {};
    return [
      html`${nameOf(image.reference)}${several ? ` ${image.platform}` : undefined}${declaredAt === '' ? undefined : html`<br><code class="dim">${declaredAt}</code>`}`,
      ...imageCells(report, image),
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
