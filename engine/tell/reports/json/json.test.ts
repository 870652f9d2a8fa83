import { join } from 'node:path';
import { test } from 'node:test';
import { assertGolden } from '../../../test/golden.ts';
import { sampleReport } from '../../../test/sample-report.ts';
import { json } from './json.ts';

test('golden: one image read, one not, one finding', () => {
  assertGolden(join(import.meta.dirname, 'fixtures/one-read-one-not.json'), json.render(sampleReport, { color: false }));
});
