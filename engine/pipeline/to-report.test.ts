import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleRelease } from '../test/sample-release.ts';
import { sampleReport } from '../test/sample-report.ts';
import { toReport } from './to-report.ts';

test('the figures of a release are those worked out by hand', () => {
  const { licenses: _, ...counted } = sampleReport;
  assert.deepEqual(toReport(sampleRelease), counted);
});

test('a finding of an image that the release does not have is a bug, not a figure', () => {
  const [finding] = sampleRelease.findings;
  assert.ok(finding);
  const stray = { ...finding, image: 'registry.example/tide/other:1' };
  assert.throws(() => toReport({ ...sampleRelease, findings: [finding, stray] }), /sum to 1, the release counts 2/);
});

test('an image tells how many of its packages could not be judged', () => {
  const [image] = sampleRelease.images;
  const purl = image?.packages[0]?.purl ?? '';
  const undecided = [1, 2].map((n) => ({ purl, code: 'version-unreadable', reason: `reason ${n}` }));
  assert.equal(toReport({ ...sampleRelease, undecided }).images[0]?.undecided, 1);
});
