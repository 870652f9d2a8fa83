import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findEditableFolder, liesIn } from './editable-folder.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-test-')));
after(() => rmSync(scratch, { recursive: true, force: true }));
for (const path of ['tree/apps', 'tree/example', 'elsewhere']) mkdirSync(join(scratch, path), { recursive: true });

const rows = [
  ['a folder of the working directory may edit its neighbors', 'tree', 'tree/example', 'tree'],
  ['the working directory itself', 'tree/example', 'tree/example', 'tree/example'],
  ['a folder elsewhere stays to itself', 'elsewhere', 'tree/example', 'tree/example'],
  ['a name that merely begins alike is elsewhere', 'tree/apps', 'tree/example', 'tree/example'],
] as const;

for (const [name, here, folder, expected] of rows) {
  test(name, async () =>
    assert.equal(await findEditableFolder(join(scratch, folder), join(scratch, here)), join(scratch, expected)),
  );
}

test('a path lies in a folder, or beside it', () => {
  assert.deepEqual([liesIn('/a', '/a'), liesIn('/a/b', '/a'), liesIn('/ab', '/a'), liesIn('/a', '/')], [true, true, false, true]);
});
