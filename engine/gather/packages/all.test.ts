import assert from 'node:assert/strict';
import { globSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { catalogers } from './all.ts';
import { catalogerIds } from './cataloger-ids.ts';

const here = import.meta.dirname;
const folders = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** What is wrong with the registered ids, beside the folders that there are: a forgotten one would read as no packages. */
function registrationFaults(ids: readonly string[], names: readonly string[]): string[] {
  return [
    ...names.filter((name) => !ids.includes(name)).map((name) => `${name}/ is not registered`),
    ...ids.filter((id) => !names.includes(id)).map((id) => `${id} has no folder`),
    ...ids.filter((id, index) => index > 0 && id <= (ids[index - 1] ?? '')).map((id) => `${id} is out of order`),
  ];
}

/** Parts that a unit's folder lacks. */
function missingParts(id: string, files: readonly string[]): string[] {
  const parts = [`${id}.ts`, `${id}.test.ts`].filter((part) => !files.includes(part));
  return files.some((file) => /^fixtures[/\\]./.test(file)) ? parts : [...parts, 'fixtures/'];
}

test('every folder is registered, in order, and only folders are', () => {
  const ids = catalogers.map((unit) => unit.id);
  assert.deepEqual(registrationFaults(ids, folders), []);
  assert.deepEqual(catalogerIds, ids);
});

for (const unit of catalogers) {
  test(`${unit.id} is a whole unit`, () => {
    assert.deepEqual(missingParts(unit.id, globSync('**/*', { cwd: `${here}/${unit.id}` })), []);
    assert.match(unit.about.source, /^https:\/\//);
    assert.ok(unit.about.title && unit.about.reads.length > 0 && unit.about.limits.length > 0);
    assert.ok(unit.maxBytes > 0);
    assert.ok(Object.isFrozen(unit));
  });
}

const mutants: readonly { name: string; ids: string[]; folders: string[]; says: string }[] = [
  { name: 'a forgotten unit', ids: ['apk'], folders: ['apk', 'rpm'], says: 'rpm/ is not registered' },
  { name: 'a unit without a folder', ids: ['apk', 'rpm'], folders: ['apk'], says: 'rpm has no folder' },
  { name: 'a unit registered twice', ids: ['apk', 'apk'], folders: ['apk'], says: 'apk is out of order' },
];

for (const { name, ids, folders: names, says } of mutants)
  test(`can fail: ${name}`, () => assert.deepEqual(registrationFaults(ids, names), [says]));

test('can fail: a unit that lacks its tests and fixtures', () => {
  assert.deepEqual(missingParts('apk', ['apk.ts', 'fixtures']), ['apk.test.ts', 'fixtures/']);
});
