import { relateReport } from '../pipeline/relate-report.ts';
import { toReport } from '../pipeline/to-report.ts';
import type { Report } from '../tell/reports/report.ts';
import { hostileReport } from './hostile-report.ts';
import { relatedReport } from './related-report.ts';

/** Reports whose numbers have to lead to their rows, each by what is hard in it. */
export const linkedReports: readonly (readonly [name: string, report: Report])[] = [
  ['a release set against others', relatedReport],
  ['a release on two platforms', await onTwoPlatforms()],
  ['a release of hostile names', await relateReport(hostileReport, { details: true, engine: '0.1.0' })],
];

/** The related release with each image on a second platform, where less is found in it, set against the one platform. */
async function onTwoPlatforms(): Promise<Report> {
  const { release } = relatedReport;
  const other = <Item extends { readonly platform: string }>(item: Item) => ({ ...item, platform: 'linux/arm64' });
  const { expected, read, failed } = release.coverage;
  const both = toReport({
    ...release,
    version: '1.2.0',
    now: '2026-02-02T00:00:00Z',
    platforms: ['linux/amd64', 'linux/arm64'],
    images: [...release.images, ...release.images.map(other)],
    findings: [...release.findings, ...release.findings.slice(1).map(other)],
    coverage: { ...release.coverage, expected: 2 * expected, read: 2 * read, failed: 2 * failed },
  });
  return relateReport(both, {
    against: release,
    history: [release],
    actions: 3,
    details: true,
    licenses: true,
    engine: release.engine,
  });
}
