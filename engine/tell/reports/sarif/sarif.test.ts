import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertGolden } from '../../../test/golden.ts';
import { hostileReport } from '../../../test/hostile-report.ts';
import { sampleRelease } from '../../../test/sample-release.ts';
import { sampleReport } from '../../../test/sample-report.ts';
import { schemaErrors, withoutSchemas } from '../../../test/sbom-schemas.ts';
import { sarif } from './sarif.ts';

const render = (report: typeof sampleReport) => JSON.parse(sarif.render(report, { color: false }));

test('golden: one image read, one not, one finding', () => {
  assertGolden(join(import.meta.dirname, 'fixtures/one-read-one-not.json'), sarif.render(sampleReport, { color: false }));
});

test('the schema of OASIS accepts it, whatever the names are', { skip: withoutSchemas }, () => {
  const errors = schemaErrors('sarif-2.1.0');
  assert.deepEqual(errors(render(sampleReport)), []);
  assert.deepEqual(errors(render(hostileReport)), []);
  assert.notDeepEqual(errors({ version: '2.1.0', runs: [{}] }), []);
});

test('every result names a rule that is there, and the severities agree', () => {
  const [run] = render(hostileReport).runs;
  for (const result of run.results) assert.equal(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
  assert.equal(run.tool.driver.rules[0].properties['security-severity'], '7.5');
});

test('no text becomes a link or a placeholder', () => {
  const [run] = render(hostileReport).runs;
  for (const { message } of run.results) {
    assert.doesNotMatch(message.text, /(^|[^\\])\[/);
    assert.doesNotMatch(message.text, /(^|[^{]){[^{]/);
  }
});

test('suppressed findings are in it as suppressed, with the reason; the others say that they are not', () => {
  const [run] = render(hostileReport).runs;
  assert.deepEqual(
    run.results.map(({ suppressions }: { suppressions: unknown[] }) => suppressions.length),
    [0, 0, 1],
  );
});

test('fingerprints stay when tag, version and place change, and differ where the finding does', () => {
  const printOf = (change: (release: typeof sampleRelease) => typeof sampleRelease) =>
    render({ ...sampleReport, release: change(sampleRelease) }).runs[0].results[0].partialFingerprints['plimsollFinding/v1'];
  const [finding] = sampleRelease.findings;
  const same = printOf((release) => release);
  const withFinding = (more: object) => (release: typeof sampleRelease) => ({
    ...release,
    findings: [{ ...finding, ...more } as NonNullable<typeof finding>],
  });
  assert.equal(printOf(withFinding({ image: 'registry.example/tide/gauge:2.0' })), same);
  assert.equal(printOf(withFinding({ purl: 'pkg:deb/debian/libssl3@3.0.10-1?arch=amd64', severity: 'LOW' })), same);
  assert.notEqual(printOf(withFinding({ vulnerability: 'CVE-2023-0001' })), same);
  assert.notEqual(printOf(withFinding({ image: 'registry.example/tide/other:1.0' })), same);
});

test('of findings with one fingerprint each has its number', () => {
  const [finding] = sampleRelease.findings;
  assert.ok(finding);
  const release = { ...sampleRelease, findings: [finding, { ...finding, purl: 'pkg:deb/debian/libssl3@3.0.8-1?arch=amd64' }] };
  const prints = render({ ...sampleReport, release }).runs[0].results.map(
    (result: { partialFingerprints: Record<string, string> }) => result.partialFingerprints.primaryLocationLineHash?.split(':'),
  );
  assert.deepEqual([prints[0][0] === prints[1][0], prints[0][1], prints[1][1]], [true, '1', '2']);
});
