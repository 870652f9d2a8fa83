import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { referencePages } from './reference-pages.ts';

const folder = join(import.meta.dirname, '../../docs/reference');
const pages = await referencePages();

for (const [name, text] of pages) {
  test(`docs/reference/${name} is what the code says; if not, run npm run docs`, () => {
    assert.equal(readFileSync(join(folder, name), 'utf8'), text);
  });
}

test('docs/reference holds nothing else', () => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.equal(files.length, pages.size);
});
