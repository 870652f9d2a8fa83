import { relateReport } from '../pipeline/relate-report.ts';
import { toReport } from '../pipeline/to-report.ts';
import type { Report } from '../tell/reports/report.ts';
import { type PlantedImage, plantAdvisory, plantedEngine, plantRelease } from './planted-releases.ts';

const rated = (score: number) => ({ severities: [{ source: 'nvd', score }] });
const advisories = [
  plantAdvisory(1, 'chart', '2.0.0', rated(9.8)),
  plantAdvisory(2, 'rope', '1.5.0', rated(7.5)),
  plantAdvisory(3, 'lamp', undefined, rated(2)),
  plantAdvisory(4, 'chart', '2.1.0', rated(7.5)),
];
const image = (packages: Readonly<Record<string, string>>, more: Partial<PlantedImage> = {}): PlantedImage => ({
  packages,
  ...more,
});
const [first, second, third] = [
  'registry.example/tide/gauge:1.0',
  'registry.example/tide/lamp:1.0',
  'registry.example/tide/lost:1.0',
];

const before = plantRelease({
  images: {
    [first]: image({ chart: '1.0.0', rope: '1.0.0' }),
    [second]: image({ chart: '1.0.0', lamp: '1.0.0' }),
    [third]: image({}, { status: 'failed' }),
  },
  advisories: advisories.slice(0, 3),
  asOf: '2025-01-01T00:00:00Z',
});
const after = plantRelease({
  images: {
    [first]: image({ chart: '2.0.0', rope: '1.0.0' }),
    [second]: image({ chart: '1.0.0', lamp: '1.0.0' }),
    [third]: image({}, { status: 'failed' }),
  },
  advisories,
  asOf: '2026-01-01T00:00:00Z',
});
const suppressed = after.findings.map((finding) =>
  finding.vulnerability === 'CVE-2020-0003' ? { ...finding, suppressedBy: 'quiet-lamp' } : finding,
);

/** A release of three images, one of them not read, set against the one before it, with a history, a plan, details and an exception. */
export const relatedReport: Report = await relateReport(
  toReport({
    ...after,
    product: 'Harbor | Lights',
    version: '1.1.0',
    coverage: { expected: 3, read: 2, failed: 1, unsupported: 0, empty: 0 },
    findings: suppressed,
    decisions: [
      {
        id: 'quiet-lamp',
        kind: 'exception',
        type: 'accepted',
        owner: 'wg-tide',
        reason: 'Nobody lights it.',
        vulnerabilities: ['CVE-2020-0003'],
        packages: [],
        images: [],
        expires: { kind: 'date', on: '2026-01-20' },
        file: 'exceptions/lamp.yaml',
        line: 3,
      },
    ],
  }),
  {
    against: { ...before, product: 'Harbor | Lights', version: '1.0.0', now: '2025-01-02T00:00:00Z' },
    history: [{ ...before, product: 'Harbor | Lights', version: '1.0.0', now: '2025-01-02T00:00:00Z' }],
    actions: 5,
    details: true,
    licenses: true,
    engine: plantedEngine,
  },
);
