import type { LicenseCounts } from '../../../model/license-figures.ts';
import { csvText } from '../csv-text.ts';
import { escapeMarkdown, markdownCode, markdownTable } from '../markdown-text.ts';
import { licensesOf } from '../related.ts';
import type { Renderer, Report } from '../report.ts';

/** Rows of the release that Markdown shows; CSV and JSON have them all. */
const shownRows = 100;

/** The licenses of a release and of each image as Markdown, the unknown counted. */
export const licenses = Object.freeze<Renderer>({ id: 'licenses', render: renderMarkdown });

/** One row for each license of each image, as CSV; an image without packages has one row without a license. */
export const licensesCsv = Object.freeze<Renderer>({ id: 'licenses', render: renderCsv });

/**
 * The licenses for programs.
 *
 * source  docs/reference/schemas/licenses.json
 */
export const licensesJson = Object.freeze<Renderer>({
  id: 'licenses',
  render: (report) => {
    const { product, version } = report.release;
    return `${JSON.stringify({ schema: 'plimsoll.licenses/v1', product, version, ...licensesOf(report) }, null, 2)}\n`;
  },
});

function renderMarkdown(report: Report): string {
  const { release } = report;
  const { counts, rows, images } = licensesOf(report);
  const shown = rows.slice(0, shownRows).map(({ license, packages, images: held }) => [named(license), packages, held]);
  const more = rows.length > shownRows ? `\n\n… and ${rows.length - shownRows} more licenses.` : '';
  const perImage = images.map((image) => [markdownCode(image.reference), image.status, ...cellsOf(image.counts)]);
  return [
    `## Licenses of ${escapeMarkdown(release.product)} ${escapeMarkdown(release.version)}`,
    `${counts.packages} packages: ${counts.spdx} state an SPDX license, **${counts.other + counts.none} are unknown** (${counts.none} state none, ${counts.other} state something that is no SPDX expression). A package is counted once, however many images hold it.`,
    `### In the release\n\n${markdownTable(['license', 'packages', 'images'], shown)}${more}`,
    `### In each image\n\n${markdownTable(['image', 'status', 'packages', 'SPDX', 'other text', 'none stated'], perImage)}`,
  ]
    .join('\n\n')
    .concat('\n');
}

function named(license: string): string {
  return license === '' ? 'none stated' : markdownCode(license.slice(0, 200));
}

function cellsOf({ packages, spdx, other, none }: LicenseCounts): readonly number[] {
  return [packages, spdx, other, none];
}

function renderCsv(report: Report): string {
  const { images } = licensesOf(report);
  const rows = images.flatMap(({ reference, platform, status, rows: held }) =>
    held.length === 0
      ? [[reference, platform, status, '', '', 0]]
      : held.map(({ license, kind, packages }) => [reference, platform, status, license, kind, packages]),
  );
  return csvText([['image', 'platform', 'status', 'license', 'kind', 'packages'], ...rows]);
}
