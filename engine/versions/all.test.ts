import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { findScheme, getScheme, schemes } from './all.ts';

const here = import.meta.dirname;
const folders = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

test('every folder is registered, and only folders are', () => {
  assert.deepEqual(schemes.map((scheme) => scheme.id).toSorted(), folders.toSorted());
});

test('no name means two schemes', () => {
  const names = schemes.flatMap((scheme) => [scheme.id, ...scheme.about.aliases]);
  assert.equal(new Set(names).size, names.length);
});

for (const scheme of schemes) {
  test(`${scheme.id} is a whole unit`, () => {
    for (const file of [`${scheme.id}.ts`, `${scheme.id}.test.ts`])
      assert.ok(existsSync(`${here}/${scheme.id}/${file}`), `versions/${scheme.id}/${file} is missing`);
    assert.match(scheme.about.source, /^https:\/\//);
    assert.ok(Object.isFrozen(scheme));
    assert.equal(getScheme(scheme.id), scheme);
  });
}

test('the names of the contract are known', () => {
  const names = [
    'deb',
    'npm',
    'pypi',
    'dpkg',
    'rpm',
    'apk',
    'semver',
    'go',
    'pep440',
    'maven',
    'gem',
    'nuget',
    'packagist',
    'hex',
  ];
  for (const name of names) assert.ok(findScheme(name), name);
  assert.equal(findScheme('PyPI')?.id, 'pep440');
  assert.equal(findScheme('constructor'), undefined);
});
