import type { Finding } from '../../../model/finding.ts';
import { severities } from '../../../model/severity.ts';
import { countOf, plural, sumOf } from '../describe.ts';
import { describeFix } from '../describe-finding.ts';
import { isSuppressed } from '../finding-places.ts';
import { type HtmlCell, toTable } from '../html-table.ts';
import { type Html, html } from '../html-text.ts';
import { describePackage } from '../package-title.ts';
import type { ImageDetails } from '../related.ts';
import type { ImageFigures, Report } from '../report.ts';
import { countLink, type RowQuery, rowsAddress } from '../row-links.ts';
import { severityWords } from '../severity-style.ts';
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
const reportPage = '../report.html';

/** Looks up what is found in an image, once for all pages. */
export type FindFindings = (reference: string) => readonly Finding[];

/** One page for each component and each owner, or group of them, with the images that are theirs. */
export function groupPages(report: Report, by: 'component' | 'owner', findFindings: FindFindings): readonly DetailPage[] {
  const byGroup = Map.groupBy(report.details ?? [], ({ groups }) => groups[by]);
  return [...byGroup].map(([group, own]) => {
    const references = [...new Set(own.map(({ reference }) => reference))];
    const keys = new Set(own.map(({ reference, platform }) => `${reference} ${platform}`));
    const images = report.images.filter(({ reference, platform }) => keys.has(`${reference} ${platform}`));
    return {
      path: pageName(by === 'component' ? 'components' : 'owners', group),
      title: `${group}, ${by} of ${report.release.product} ${report.release.version}`,
      main: html`<h1>${group}</h1><p class="meta">${by} of <a href="../index.html">${report.release.product} ${report.release.version}</a>; ${images.length} ${plural(images.length, 'image')}.</p>
${gapList(report, references)}
${imageTable(images, own)}
${findingTable(references.flatMap(findFindings), { [by]: group }, 'h2')}`,
    };
  });
}

/** One page for each image: where it is stated, what is in it, what is found in it. */
export function* imagePages(report: Report, findFindings: FindFindings): Generator<DetailPage> {
  const read = new Map(report.release.images.map((image) => [`${image.reference} ${image.platform}`, image]));
  const declared = new Map(report.release.inventory.images.map((image) => [image.reference, image]));
  for (const [index, { reference, platform, status, owners }] of report.images.entries()) {
    const details = report.details?.[index];
    const packages = read.get(`${reference} ${platform}`)?.packages ?? [];
    yield {
      path: pageName('images', `${reference} ${platform}`),
      title: `${reference}, image of ${report.release.product} ${report.release.version}`,
      main: html`<h1>${reference}</h1><p class="meta">Image of <a href="../index.html">${report.release.product} ${report.release.version}</a> on ${platform}; ${status}; owner: ${owners.join(', ') || 'nobody'}; component: ${details?.components.join(', ') || 'none'}; <code>${details?.digest ?? 'no digest'}</code></p>
${gapList(report, [reference])}
<section aria-labelledby="stated"><h2 id="stated">Where it is stated</h2><ul>${(declared.get(reference)?.occurrences ?? []).map(({ file, line, path, how }) => html`<li><code>${line === undefined ? file : `${file}:${line}`}</code> ${path} (${how})</li>`)}</ul></section>
${findingTable(findFindings(reference), { image: reference }, 'h2')}
<section aria-labelledby="packages"><h2 id="packages">Packages</h2>${toTable({
        caption: `${packages.length} ${plural(packages.length, 'package')}`,
        headings: ['package', 'license', 'from', 'found in'],
        isSortable: true,
        filter: 'Find a package',
        rows: packages.map(({ purl, license, fromBase, places }) => [
          html`<span class="id">${purl}</span>`,
          license ?? 'not said',
          fromBase ? 'base' : 'application',
          html`<code>${places[0]?.path ?? ''}</code>`,
        ]),
      })}</section>`,
    };
  }
}

function imageTable(images: readonly ImageFigures[], own: readonly ImageDetails[]): Html {
  const places = new Map(own.map(({ reference, declaredAt }) => [reference, declaredAt]));
  return toTable({
    caption: 'Images',
    headings: ['image', ...severities.map((severity) => severityWords[severity]), 'with a fix', 'read', 'stated in'],
    isSortable: true,
    rows: images.map(({ reference, platform, findings, fixable, status }) => [
      html`<a href="../${pageName('images', `${reference} ${platform}`)}">${reference}</a>`,
      ...severities.map(
        (severity): HtmlCell =>
          countOf(findings[severity], status) === '?'
            ? { cell: '?', sort: -1 }
            : countLink(findings[severity], { image: reference, severity }, reportPage),
      ),
      countLink(sumOf(fixable), { image: reference, fix: 'fixed' }, reportPage),
      status,
      html`<code>${places.get(reference) ?? ''}</code>`,
    ]),
  });
}

function findingTable(all: readonly Finding[], query: RowQuery, heading: 'h2'): Html {
  const standing = all.filter((finding) => !isSuppressed(finding));
  const shown = standing
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    .slice(0, shownFindings);
  const rest = standing.length - shown.length;
  const title: Html = { html: heading };
  return html`<section aria-labelledby="findings"><${title} id="findings">Findings</${title}>
<p><a href="${rowsAddress(query, reportPage)}">All of them in the report</a>${rest > 0 ? `; ${rest} more than are listed here` : ''}.</p>
${toTable({
  caption: 'Findings, the worst first',
  headings: ['vulnerability', 'severity', 'package', 'fix', 'priority', 'image'],
  isSortable: true,
  rows: shown.map((finding) => [
    html`<a href="${rowsAddress({ vulnerability: finding.vulnerability, image: finding.image }, reportPage)}">${finding.vulnerability}</a>`,
    {
      cell: html`<span class="sev"><span class="dot ${finding.severity.toLowerCase()}"></span>${finding.severity}</span>`,
      sort: String(severities.indexOf(finding.severity)),
    },
    describePackage(finding.purl),
    describeFix(finding),
    finding.priority ?? '',
    html`<span class="ref">${finding.image}</span>`,
  ]),
})}</section>`;
}

function gapList({ release }: Report, references: readonly string[]): Html | undefined {
  const own = release.gaps.filter(({ image }) => image !== undefined && references.includes(image));
  if (own.length === 0) return undefined;
  return html`<div class="band warn"><p><strong>Not all of it was read.</strong></p><ul>${own.map(({ image = '', path = '', detail }) => html`<li>${image} ${path}: ${detail}</li>`)}</ul></div>`;
}
