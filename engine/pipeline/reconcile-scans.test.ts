import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readScanFile } from '../gather/scans/read-scan-file.ts';
import { reconciliationForms, renderReconciliation } from '../tell/reports/reconciliation/reconciliation.ts';
import { assertGolden } from '../test/golden.ts';
import { sampleRelease } from '../test/sample-release.ts';
import { readLabels } from './read-labels.ts';
import { reconcileScans } from './reconcile-scans.ts';

const golden = join(import.meta.dirname, '../tell/reports/reconciliation/fixtures');

function grype(
  image: string,
  matches: readonly { readonly id: string; readonly name: string; readonly version: string; readonly severity?: string }[],
) {
  return {
    descriptor: { name: 'grype', version: '0.96.0', db: { built: '2026-01-01T00:00:00Z' } },
    source: { type: 'image', target: { userInput: image, tags: [image] } },
    matches: matches.map(({ id, name, version, severity = 'High' }) => ({
      vulnerability: { id, severity, fix: { state: 'unknown', versions: [] } },
      artifact: { name, version, type: 'deb', purl: `pkg:deb/debian/${name}@${version}` },
    })),
  };
}

const vex = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  statements: [
    { vulnerability: { name: 'CVE-2030-0002' }, products: [{ '@id': 'pkg:deb/debian/libssl3' }], status: 'not_affected' },
  ],
};

const gauge = 'registry.example/tide/gauge:1.0';
const files = {
  'grype.json': grype(gauge, [
    { id: 'CVE-2023-5363', name: 'libssl3', version: '3.0.9-1', severity: 'Low' },
    { id: 'CVE-2030-0001', name: 'libssl3', version: '3.0.9-1' },
    { id: 'CVE-2030-0002', name: 'libssl3', version: '3.0.9-1' },
    { id: 'CVE-2030-0003', name: 'libtide1', version: '1' },
  ]),
  'lost.json': grype('registry.example/tide/lost:2', [{ id: 'CVE-2030-0001', name: 'libtide1', version: '1' }]),
  'elsewhere.json': grype('registry.example/elsewhere:1', [{ id: 'CVE-2030-0001', name: 'libtide1', version: '1' }]),
  'vex.json': vex,
  'kube-bench.json': { Controls: [{ node_type: 'node', tests: [] }] },
};

const reports = Object.entries(files).flatMap(([file, json]) => readScanFile(Buffer.from(JSON.stringify(json)), file));
const { labels } = readLabels(
  [
    '{"package":"libssl3","version":"3.0.9-1","vuln":"CVE-2023-5363","label":"TP"}',
    '{"package":"libssl3","version":"3.0.9-1","vuln":"CVE-2030-0001","label":"FP"}',
    '{"package":"libssl3","version":"3.0.9-1","vuln":"CVE-2030-0009","label":"TP","hard":"patched"}',
    '{"package":"elsewhere","version":"1","vuln":"CVE-2030-0001","label":"TP"}',
  ].join('\n'),
);
const result = reconcileScans({ base: { file: 'sample.plimsoll', release: sampleRelease }, reports, labels });

test('reports beside a record: every difference has its class', () => {
  const [engine] = result.engines;
  assert.deepEqual(
    engine?.claims.map((claim) => [claim.image, claim.vulnerability, claim.class]),
    [
      [gauge, 'CVE-2023-5363', 'severity'],
      [gauge, 'CVE-2030-0001', 'database-date'],
      [gauge, 'CVE-2030-0002', 'statement'],
      [gauge, 'CVE-2030-0003', 'package-not-seen'],
      ['registry.example/tide/lost:2', 'CVE-2030-0001', 'report-incomplete'],
    ],
  );
});

test('what joins nothing is listed', () => {
  assert.deepEqual(
    result.unjoined.map(({ file, rows }) => [file, rows]),
    [
      ['elsewhere.json', 1],
      ['kube-bench.json', 0],
    ],
  );
});

test('the scorecard counts labels of packages that are there', () => {
  const { labels: all, applicable, scores } = result.scorecard ?? {};
  assert.deepEqual([all, applicable], [4, 3]);
  assert.deepEqual(
    scores?.map((score) => [score.engine, score.truePositives, score.falsePositives, score.falseNegatives, score.trueNegatives]),
    [
      ['plimsoll', 1, 0, 0, 1],
      ['grype', 1, 1, 0, 0],
    ],
  );
});

test('who reports what', () => {
  assert.deepEqual(
    result.reported.map(({ vulnerability, by }) => `${vulnerability} ${by.map(({ engine }) => engine).join('+')}`),
    ['CVE-2023-5363 plimsoll+grype', 'CVE-2030-0001 grype', 'CVE-2030-0002 grype', 'CVE-2030-0003 grype', 'CVE-2030-0001 grype'],
  );
});

for (const form of reconciliationForms)
  test(`golden: as ${form}`, () =>
    assertGolden(join(golden, `beside-a-record.${form === 'terminal' ? 'txt' : form}`), renderReconciliation(result, form)));

test('a formula in a report is text in a spreadsheet', () => {
  const hostile = readScanFile(
    Buffer.from(JSON.stringify(grype(gauge, [{ id: 'CVE-2030-0001', name: '=cmd|1', version: '1' }]))),
    'x.json',
  );
  const csv = renderReconciliation(reconcileScans({ base: { file: 'r', release: sampleRelease }, reports: hostile }), 'csv');
  assert.match(csv, /,'=cmd\|1,/);
});

test('lines that are no labels are told', () => {
  assert.deepEqual(readLabels('{}\n\nx\n{"package":"a","version":"1","vuln":"CVE-1","label":"MAYBE"}').broken, [1, 3, 4]);
});

test('two versions of one engine are told apart', () => {
  const one = readScanFile(Buffer.from(JSON.stringify(files['grype.json'])), 'a.json');
  const { base, engines } = reconcileScans({ base: { file: 'a.json', reports: one }, reports: one });
  assert.deepEqual(
    [base.engine, engines.map(({ engine, disagreement }) => [engine, disagreement])],
    ['grype', [['grype (2)', 0]]],
  );
});
