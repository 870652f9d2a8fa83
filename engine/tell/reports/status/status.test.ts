import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertGolden } from '../../../test/golden.ts';
import { hostileReport } from '../../../test/hostile-report.ts';
import { relatedReport } from '../../../test/related-report.ts';
import { status } from './status.ts';

test('golden: a release set against the one before it', () => {
  assertGolden(join(import.meta.dirname, 'fixtures/set-against-another.md'), status.render(relatedReport, { color: false }));
});

test('nothing from outside becomes markup', () => {
  const text = status.render(hostileReport, { color: false });
  assert.doesNotMatch(text.replace(/`[^`\n]*`/g, ''), /(^|[^\\])<(?:script|a)/m);
  assert.doesNotMatch(text, /^::error/m);
});

test('a release that nobody could read is not called clean', () => {
  const { release, statistics } = relatedReport;
  const nothing = { part: 0, whole: 3, percent: 0 };
  const text = status.render(
    {
      ...relatedReport,
      images: [],
      statistics: { ...statistics, shares: { ...statistics.shares, imagesWithCriticalOrHigh: nothing } },
      release: { ...release, coverage: { ...release.coverage, expected: 3, read: 0, failed: 3 } },
    },
    { color: false },
  );
  assert.match(text, /0 of 3 images have critical or high \w+; 3 images could not be read to the end, so there may be more\./);
  assert.match(text, /### Images with critical or high\n\nNone of those that were read\./);
});
