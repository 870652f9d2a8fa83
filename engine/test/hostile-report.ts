import assert from 'node:assert/strict';
import { toLicenseFigures } from '../compare/releases/statistics/to-license-figures.ts';
import type { Finding } from '../model/finding.ts';
import type { Release } from '../model/release.ts';
import { toReport } from '../pipeline/to-report.ts';
import type { Report } from '../tell/reports/report.ts';
import { sampleRelease } from './sample-release.ts';

/** Everything that means something to one of the formats, in one name. */
export const hostileName =
  '=1+1",\'\n\r\n::error::x%0A\u001b[31mred\u009b2J]]>--></a><script>&amp;|`a`[x](javascript:x) {{x}} \\"\u202e\ud800,;:@__proto__';

const [finding] = sampleRelease.findings;
const [image] = sampleRelease.images;
const [declared] = sampleRelease.inventory.images;
assert.ok(finding && image && declared);
const [occurrence] = declared.occurrences;
const [item] = image.packages;
assert.ok(occurrence && item);
const reference = `registry.example/${hostileName}:1`;

const base: Finding = {
  ...finding,
  image: reference,
  vulnerability: hostileName,
  aliases: [hostileName],
  fixedIn: [hostileName],
  why: [hostileName],
  severityBy: hostileName,
  severities: [
    { source: hostileName, score: 9.9, vector: hostileName },
    { source: 'nvd', score: 7.5 },
  ],
  cwes: ['CWE-79'],
  publishedAt: '2025-06-01T00:00:00Z',
};

/** A release in which every name that comes from outside is hostile. */
export const hostileRelease: Release = {
  ...sampleRelease,
  product: hostileName,
  version: hostileName,
  engine: '0.1.0',
  inventory: {
    ...sampleRelease.inventory,
    images: [
      {
        ...declared,
        reference,
        components: [hostileName, '@tide'],
        owners: [hostileName],
        occurrences: [{ ...occurrence, reference, file: `deploy/${hostileName}.yaml` }],
      },
    ],
  },
  images: [
    {
      ...image,
      reference,
      packages: [{ ...item, license: hostileName }],
      distribution: { id: hostileName, like: [], path: 'etc/os-release' },
    },
  ],
  coverage: { expected: 1, read: 1, failed: 0, unsupported: 0, empty: 0 },
  findings: [
    base,
    { ...base, purl: hostileName, severity: 'LOW', state: 'not-fixed' },
    { ...base, purl: `pkg:npm/%40x/${encodeURIComponent('"]]>').repeat(2)}@1`, severity: 'UNKNOWN', suppressedBy: hostileName },
  ],
  decisions: [
    { id: hostileName, kind: 'exception', vulnerabilities: [], packages: [], images: [], reason: hostileName, file: hostileName },
  ],
  gaps: [{ code: 'image-unread', unit: 'gather/images', image: reference, detail: hostileName }],
};

/** Its report. */
export const hostileReport: Report = { ...toReport(hostileRelease), licenses: toLicenseFigures(hostileRelease.images) };
