import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { toLicenseFigures } from '../../../compare/releases/statistics/to-license-figures.ts';
import { parseCsv } from '../../../formats/csv/parse-csv.ts';
import { toReport } from '../../../pipeline/to-report.ts';
import { assertGolden } from '../../../test/golden.ts';
import { hostileReport } from '../../../test/hostile-report.ts';
import { sampleRelease } from '../../../test/sample-release.ts';
import { licenses, licensesCsv, licensesJson } from './licenses.ts';

const [image, unread] = sampleRelease.images;
const [item] = image?.packages ?? [];
assert.ok(image && unread && item);
const stated = ['MIT', 'MIT', 'GPL-2.0-only WITH Classpath-exception-2.0', 'BSD', undefined];
const packages = stated.map((license, index) => ({
  ...item,
  purl: `pkg:npm/p${index}@1`,
  ...(license !== undefined && { license }),
}));
const other = { ...image, reference: 'registry.example/tide/beacon:1', packages: packages.slice(0, 1) };
const images = [other, { ...image, packages }, unread];
const report = { ...toReport({ ...sampleRelease, images }), licenses: toLicenseFigures(images) };
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

test('golden: what several images hold is counted once in the release', () => {
  assertGolden(fixture('two-read-one-not.md'), licenses.render(report, { color: false }));
  assertGolden(fixture('two-read-one-not.csv'), licensesCsv.render(report, { color: false }));
  assertGolden(fixture('two-read-one-not.json'), licensesJson.render(report, { color: false }));
});

test('hostile licenses stay in their cells', () => {
  const { records, gaps } = parseCsv(licensesCsv.render(hostileReport, { color: false }));
  assert.deepEqual([records.length, gaps.length, records[1]?.fields.length], [2, 0, 6]);
  const table = licenses
    .render(hostileReport, { color: false })
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  assert.equal(table.length, 2);
});
