import { countOf } from '../../describe.ts';
import { type HtmlCell, toTable } from '../../html-table.ts';
import { type Html, html } from '../../html-text.ts';
import { findBins, imagesByRelease, kindOfBin, kindOfUnread, nameReleases } from '../../image-kinds.ts';
import type { CountedImage, ReleaseHistogram } from '../../related.ts';
import { countLink } from '../../row-links.ts';

/** How many findings each image has in each release: the rows behind what is counted of the images of older ones. */
export function imagesByReleaseTable(own: ReleaseHistogram, beside: readonly ReleaseHistogram[]): Html | undefined {
  if (beside.length === 0) return undefined;
  const releases = [...beside, own];
  const nameOf = nameReleases(releases);
  const several = new Set(releases.flatMap(({ images }) => images.map(({ platform }) => platform))).size > 1;
  const columns = releases.map((release, index) => {
    const images = new Map(release.images.map((image) => [keyOf(image), image]));
    const bins = findBins(release.images, release.bins);
    const set = index < beside.length ? { in: `beside-${index}` } : {};
    return { name: nameOf(release), images, bins, set };
  });
  const all = new Map(releases.toReversed().flatMap(({ images }) => images.map((image) => [keyOf(image), image] as const)));
  const rows = [...all].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return html`<details><summary>How many findings each image had in each release</summary>${toTable({
    caption: 'Findings of each image, release by release',
    headings: ['Image', ...columns.map(({ name }) => name)],
    isSortable: true,
    filter: 'Find an image',
    kinds: {
      id: imagesByRelease,
      of: rows.map(([key, { reference }]) =>
        columns.flatMap(({ name, images, bins }) => {
          const [image, bin] = [images.get(key), bins.get(reference)];
          if (!image) return [];
          return [...(bin ? [kindOfBin(bin, name)] : []), ...(image.status === 'read' ? [] : [kindOfUnread(name)])];
        }),
      ),
      ...(several && { items: rows.map(([, { reference }]) => reference) }),
    },
    rows: rows.map(([key, { reference, platform }]) => [
      html`<span class="ref">${reference}${several ? ` ${platform}` : ''}</span>`,
      ...columns.map(({ images, set }): HtmlCell => {
        const image = images.get(key);
        if (!image) return { cell: '–', sort: -2 };
        if (countOf(image.findings, image.status) === '?') return { cell: '?', sort: -1 };
        return countLink(image.findings, { ...set, image: reference, ...(several && { platform }) });
      }),
    ]),
  })}</details>`;
}

function keyOf({ reference, platform }: CountedImage): string {
  return `${reference} ${platform}`;
}
