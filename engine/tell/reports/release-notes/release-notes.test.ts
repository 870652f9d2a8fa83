import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertGolden } from '../../../test/golden.ts';
import { hostileReport } from '../../../test/hostile-report.ts';
import { relatedReport } from '../../../test/related-report.ts';
import { releaseNotes } from './release-notes.ts';

test('golden: a release set against the one before it', () => {
  assertGolden(
    join(import.meta.dirname, 'fixtures/set-against-another.md'),
    releaseNotes.render(relatedReport, { color: false }),
  );
});

test('nothing from outside becomes markup', () => {
  const text = releaseNotes.render(hostileReport, { color: false });
  assert.doesNotMatch(text.replace(/`[^`\n]*`/g, ''), /(^|[^\\])<(?:script|a)/m);
  assert.doesNotMatch(text, /^::error/m);
});
