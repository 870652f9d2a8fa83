import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { reportFormats } from './all.ts';

const here = import.meta.dirname;
const folders = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test('every folder is registered, and only folders are', () => {
  assert.deepEqual(reportFormats.map(({ id }) => id).toSorted(), folders.map(({ name }) => name).toSorted());
});

for (const { id, about } of reportFormats) {
  test(`${id} is a whole unit`, () => {
    for (const file of [`${id}.ts`, `${id}.test.ts`, 'fixtures'])
      assert.ok(existsSync(`${here}/${id}/${file}`), `${id}/${file} is missing`);
    assert.match(about.source, /^https:\/\//);
    assert.ok(about.reads.length > 0);
  });
}
