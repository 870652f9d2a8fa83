import { toLicenseFigures } from '../compare/releases/statistics/to-license-figures.ts';
import { toStatistics } from '../compare/releases/statistics/to-statistics.ts';
import { judgeLife } from '../judge/hardening/judge-life.ts';
import { triageRecord } from '../pipeline/triage/triage-record.ts';
import type { Report } from '../tell/reports/report.ts';
import { sampleRelease } from './sample-release.ts';

const none = { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0, UNKNOWN: 0 };
const oneHigh = { ...none, HIGH: 1 };

/** The report over the sample release, with its figures worked out by hand. */
export const sampleReport: Report = {
  release: sampleRelease,
  totals: {
    findings: oneHigh,
    fixable: oneHigh,
    suppressed: none,
    vulnerabilities: oneHigh,
    images: { total: 2, withCriticalOrHigh: 1 },
  },
  statistics: toStatistics(sampleRelease, judgeLife(sampleRelease.images, sampleRelease.now)),
  licenses: toLicenseFigures(sampleRelease.images),
  triage: triageRecord(sampleRelease, { priorities: [], limit: 10 }),
  images: sampleRelease.images.map(({ reference, platform, status, packages }) => ({
    reference,
    platform,
    status,
    owners: ['wg-tide'],
    packages: packages.length,
    undecided: 0,
    findings: status === 'read' ? oneHigh : none,
    fixable: status === 'read' ? oneHigh : none,
    suppressed: none,
  })),
};
