import { type Html, html } from '../html-text.ts';
import type { ImageFigures, Report } from '../report.ts';
import { pageName } from './page-names.ts';

/** An image as a link to its page; with its platform where the release has several. `up` leads to the folder of the site. */
export function imageLink(report: Pick<Report, 'release'>, image: Pick<ImageFigures, 'reference' | 'platform'>, up = ''): Html {
  return html`<a href="${up}${pageName('images', `${image.reference} ${image.platform}`)}">${nameImage(report, image)}</a>`;
}

/** What an image is called: by its reference, and its platform where the release has several. */
export function nameImage(
  { release }: Pick<Report, 'release'>,
  { reference, platform }: Pick<ImageFigures, 'reference' | 'platform'>,
): string {
  return release.platforms.length > 1 ? `${reference} ${platform}` : reference;
}
