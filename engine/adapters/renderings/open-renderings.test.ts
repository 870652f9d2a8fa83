import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openRenderings } from './open-renderings.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('what was kept is found again by the same code, and not by another', async () => {
  await openRenderings(folder, () => '1.0.0').keep('key', { a: 1 });
  assert.deepEqual(await openRenderings(folder, () => '1.0.0').find('key'), { a: 1 });
  assert.equal(await openRenderings(folder, () => '1.0.1').find('key'), undefined);
});
