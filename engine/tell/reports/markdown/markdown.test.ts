import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertGolden } from '../../../test/golden.ts';
import { sampleReport } from '../../../test/sample-report.ts';
import { markdown } from './markdown.ts';

test('golden: one image read, one not, one finding', () => {
  assertGolden(join(import.meta.dirname, 'fixtures/one-read-one-not.md'), markdown.render(sampleReport, { color: false }));
});

test('nothing from outside ends a cell or becomes markup', () => {
  const hostile = '<img src=x>|`a`\n# title';
  const release = { ...sampleReport.release, product: hostile, gaps: [{ code: 'x', unit: 'u', detail: hostile }] };
  const text = markdown.render({ ...sampleReport, release }, { color: false });
  assert.doesNotMatch(text, /(^|[^\\])<img/);
  assert.doesNotMatch(text, /^# title/m);
});
