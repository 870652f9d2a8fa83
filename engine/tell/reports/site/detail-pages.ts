import type { Finding } from '../../../model/finding.ts';
import type { ReleaseImage } from '../../../model/release.ts';
import { severities } from '../../../model/severity.ts';
import { plural } from '../describe.ts';
import { describeFix } from '../describe-finding.ts';
import { isSuppressed } from '../finding-places.ts';
import { toTable } from '../html-table.ts';
import { type Html, html } from '../html-text.ts';
import { imageCells, imageHeadings } from '../image-cells.ts';
import { describePackage } from '../package-title.ts';
import type { ImageFigures, Report } from '../report.ts';
import { countText, imageOf, linkText, type RowQuery, rowsAddress } from '../row-links.ts';
import { imageLink, nameImage } from './image-link.ts';
import { pageName } from './page-names.ts';

/** A page of the site: where it lies, what it is called, what is in it. */
export interface DetailPage {
  readonly path: string;
  readonly title: string;
  readonly main: Html;
}

/** Findings listed on a page; the report has all of them. */
const shownFindings = 200;
/** Pages lie one folder deep. */
const up = '../';
const reportPage = `${up}report.html`;
/** The table of the images of a page. */
const imageRows = 'image-rows';
/** The table of the findings that a page lists. */
const findingRows = 'finding-rows';

/** An image on a platform. */
type ImagePlace = Pick<ImageFigures, 'reference' | 'platform'>;
/** Looks up what is found in an image, once for all pages. */
export type FindFindings = (image: ImagePlace) => readonly Finding[];

/** One page for each component and each owner, or group of them, with the images that are theirs. */
export function groupPages(report: Report, by: 'component' | 'owner', findFindings: FindFindings): readonly DetailPage[] {
  const { release, images, details = [] } = report;
  const byGroup = Map.groupBy(images.keys(), (index) => details[index]?.groups[by]);
  return [...byGroup].flatMap(([group, rows]) => {
    if (group === undefined) return [];
    const own = rows.flatMap((index) => images[index] ?? []);
    const references = [...new Set(own.map(({ reference }) => reference))];
    return {
      path: pageName(by === 'component' ? 'components' : 'owners', group),
      title: `${group}, ${by} of ${release.product} ${release.version}`,
      main: html`<h1>${group}</h1><p class="meta">${by} of <a href="${up}index.html">${release.product} ${release.version}</a>; ${linkText(references.length, `#${imageRows}`, 'images')} ${plural(references.length, 'image')}.</p>
${gapList(report, references)}
${imageTable(report, rows)}
${findingSection(report, own.flatMap(findFindings), { [by]: group })}`,
    };
  });
}

/** One page for each image: where it is stated, what is in it, what is found in it. */
export function* imagePages(report: Report, findFindings: FindFindings): Generator<DetailPage> {
  const { release, images, details } = report;
  const read = new Map(release.images.map((image) => [`${image.reference} ${image.platform}`, image]));
  const declared = new Map(release.inventory.images.map((image) => [image.reference, image]));
  for (const [index, image] of images.entries()) {
    const { reference, platform, status, owners } = image;
    const { components = [], digest = null } = details?.[index] ?? {};
    const key = `${reference} ${platform}`;
    yield {
      path: pageName('images', key),
      title: `${nameImage(report, image)}, image of ${release.product} ${release.version}`,
      main: html`<h1>${reference}</h1><p class="meta">Image of <a href="${up}index.html">${release.product} ${release.version}</a> on ${platform}; ${status}; owner: ${owners.join(', ') || 'nobody'}; component: ${components.join(', ') || 'none'}; <code>${digest ?? 'no digest'}</code></p>
${gapList(report, [reference])}
<section aria-labelledby="stated"><h2 id="stated">Where it is stated</h2><ul>${(declared.get(reference)?.occurrences ?? []).map(({ file, line, path, how }) => html`<li><code>${line === undefined ? file : `${file}:${line}`}</code> ${path} (${how})</li>`)}</ul></section>
${findingSection(report, findFindings(image), imageOf(report, image))}
${packageSection(read.get(key)?.packages ?? [])}`,
    };
  }
}

function packageSection(packages: ReleaseImage['packages']): Html {
  return html`<section aria-labelledby="packages"><h2 id="packages">Packages</h2>${toTable({
    caption: `${packages.length} ${plural(packages.length, 'package')}`,
    headings: ['Package', 'License', 'From', 'Found in'],
    isSortable: true,
    filter: 'Find a package',
    rows: packages.map(({ purl, license, fromBase, places }) => [
      html`<span class="id">${purl}</span>`,
      license ?? 'not said',
      fromBase ? 'base' : 'application',
      html`<code>${places[0]?.path ?? ''}</code>`,
    ]),
  })}</section>`;
}

function imageTable(report: Report, rows: readonly number[]): Html {
  const own = rows.flatMap((index) => report.images[index] ?? []);
  return toTable({
    caption: 'Images',
    headings: ['Image', ...imageHeadings, 'Read', 'Stated in'],
    kinds: { id: imageRows, of: [], items: own.map(({ reference }) => reference) },
    isSortable: true,
    rows: own.map((image, place) => [
      imageLink(report, image, up),
      ...imageCells(report, image, reportPage),
      image.status,
      html`<code>${report.details?.[rows[place] ?? -1]?.declaredAt ?? ''}</code>`,
    ]),
  });
}

/** The worst of the findings, and how many there are in all: the report has those that are not listed. */
function findingSection(report: Report, all: readonly Finding[], query: RowQuery): Html {
  const standing = all.filter((finding) => !isSuppressed(finding));
  const shown = standing
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    .slice(0, shownFindings);
  const count = html`${countText(standing.length, query, reportPage)} ${plural(standing.length, 'finding')} in the report`;
  const rest =
    standing.length > shown.length && html`, of which the worst ${linkText(shown.length, `#${findingRows}`)} are listed here`;
  return html`<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
<p>${standing.length === 0 ? 'None, as far as it was read' : count}${rest || undefined}.</p>
${shown.length > 0 ? findingTable(report, shown, query.image === undefined) : undefined}</section>`;
}

function findingTable(report: Report, shown: readonly Finding[], isOfSeveral: boolean): Html {
  return toTable({
    caption: 'Findings, the worst first',
    headings: ['Vulnerability', 'Severity', 'Package', 'Fix', 'Priority', ...(isOfSeveral ? ['Image'] : [])],
    kinds: { id: findingRows, of: [] },
    isSortable: true,
    rows: shown.map((finding) => {
      const { vulnerability, severity, purl, priority = '', image: reference, platform } = finding;
      const image = { reference, platform };
      return [
        html`<a href="${rowsAddress({ vulnerability, ...imageOf(report, image) }, reportPage)}">${vulnerability}</a>`,
        {
          cell: html`<span class="sev"><span class="dot ${severity.toLowerCase()}"></span>${severity}</span>`,
          sort: String(severities.indexOf(severity)),
        },
        describePackage(purl),
        describeFix(finding),
        priority,
        ...(isOfSeveral ? [html`<span class="ref">${nameImage(report, image)}</span>`] : []),
      ];
    }),
  });
}

function gapList({ release }: Report, references: readonly string[]): Html | undefined {
  const own = release.gaps.filter(({ image }) => image !== undefined && references.includes(image));
  if (own.length === 0) return undefined;
  return html`<div class="band warn"><p><strong>Not all of it was read.</strong></p><ul>${own.map(({ image = '', path = '', detail }) => html`<li>${[image, path].filter(Boolean).join(' ')}: ${detail}</li>`)}</ul></div>`;
}
