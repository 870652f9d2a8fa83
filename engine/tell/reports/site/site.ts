import { toPage } from '../html-page.ts';
import { type Html, html } from '../html-text.ts';
import { readingScript } from '../reading-aids.ts';
import type { RendererEntry, Report } from '../report.ts';
import { type DetailPage, type FindFindings, groupPages, imagePages } from './detail-pages.ts';
import { frontPage } from './front-page.ts';

/** A file of the site; its path has `/` and stays in the folder. */
export interface SitePage {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/**
 * A release as a folder that any web server can hand out, or none: `index.html`, a page for each component, owner and image, and the report
 * in every form that is a file.
 *
 * in      a report with details, and the forms that there are
 * out     the same files with the same bytes for the same report
 * cost    one file after the other, so that no more than one is held
 */
export async function* toSite(report: Report, forms: readonly RendererEntry[]): AsyncGenerator<SitePage> {
  const shown = forms.filter(({ file, needs = [] }) => file !== undefined && (!needs.includes('against') || report.difference));
  const files = shown.map(({ file = '', about }) => ({ path: file, title: about.title }));
  const { product, version, engine } = report.release;
  const page = (path: string, title: string, main: Html): SitePage => ({ path, content: pageOf(path, title, main, engine) });
  yield page('index.html', `${product} ${version}`, frontPage(report, files));
  const byImage = Map.groupBy(report.release.findings, ({ image, platform }) => `${image} ${platform}`);
  const findFindings: FindFindings = ({ reference, platform }) => byImage.get(`${reference} ${platform}`) ?? [];
  const details: Iterable<DetailPage>[] = [
    groupPages(report, 'component', findFindings),
    groupPages(report, 'owner', findFindings),
    imagePages(report, findFindings),
  ];
  for (const pages of details) for (const { path, title, main } of pages) yield page(path, title, main);
  for (const { file = '', load } of shown) yield { path: file, content: await (await load()).render(report, { color: false }) };
}

function pageOf(path: string, title: string, main: Html, engine: string): string {
  const up = path.includes('/') ? '../' : '';
  return toPage({
    title,
    navigation: [
      [`${up}index.html`, 'Release'],
      [`${up}report.html`, 'Report'],
    ],
    main,
    footer: html`<p>Plimsoll ${engine}</p>`,
    script: readingScript,
  });
}
