import { countFindings, countTotals } from '../judge/findings/count-findings.ts';
import type { Release, ReleaseImage } from '../model/release.ts';
import { severities } from '../model/severity.ts';
import type { ImageFigures, Report } from '../tell/reports/report.ts';

/**
 * A release with its figures: every one a count over its findings, the parts summing to the whole.
 *
 * faults  throws a bug when the parts do not sum to the whole
 */
export function toReport(release: Release): Report {
  const owners = new Map(release.inventory.images.map((image) => [image.reference, image.owners]));
  const byImage = Map.groupBy(release.findings, ({ image, platform }) => `${image} ${platform}`);
  const images = release.images
    .map((image) =>
      toFigures(image, byImage.get(`${image.reference} ${image.platform}`) ?? [], owners.get(image.reference) ?? []),
    )
    .toSorted(worstFirst);
  const totals = countTotals(release.findings, release.inventory.images.length);
  for (const severity of severities) {
    const parts = images.reduce((sum, image) => sum + image.findings[severity], 0);
    if (parts !== totals.findings[severity])
      throw new Error(`${severity}: the images sum to ${parts}, the release counts ${totals.findings[severity]}`);
  }
  return { release, totals, images };
}

function toFigures(image: ReleaseImage, findings: Release['findings'], owners: readonly string[]): ImageFigures {
  const { reference, platform, status, packages } = image;
  const fixable = countFindings(findings.filter(({ state }) => state === 'fixed'));
  return { reference, platform, status, owners, packages: packages.length, findings: countFindings(findings), fixable };
}

function worstFirst(a: ImageFigures, b: ImageFigures): number {
  for (const severity of severities) {
    const difference = b.findings[severity] - a.findings[severity];
    if (difference !== 0) return difference;
  }
  return a.reference < b.reference ? -1 : a.reference > b.reference ? 1 : 0;
}
