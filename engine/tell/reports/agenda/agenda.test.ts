import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertGolden } from '../../../test/golden.ts';
import { hostileReport } from '../../../test/hostile-report.ts';
import { relatedReport } from '../../../test/related-report.ts';
import { agenda } from './agenda.ts';

test('golden: a release set against the one before it', () => {
  assertGolden(join(import.meta.dirname, 'fixtures/set-against-another.md'), agenda.render(relatedReport, { color: false }));
});

test('nothing from outside becomes markup', () => {
  const text = agenda.render(hostileReport, { color: false });
  assert.doesNotMatch(text.replace(/`[^`\n]*`/g, ''), /(^|[^\\])<(?:script|a)/m);
  assert.doesNotMatch(text, /^::error/m);
});

test('only one owner is told of where one is named; one that there is not is refused', () => {
  assert.match(agenda.render(relatedReport, { color: false, owner: 'wg-tide' }), /^### wg-tide$/m);
  assert.throws(
    () => agenda.render(relatedReport, { color: false, owner: 'wg-none' }),
    /wg-none owns no image .* owners are wg-tide/,
  );
});
