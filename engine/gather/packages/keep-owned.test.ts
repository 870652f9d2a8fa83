import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FoundPackages } from '../../model/layer.ts';
import type { Package } from '../../model/package.ts';
import type { Cataloger } from './cataloger.ts';
import { keepOwned } from './keep-owned.ts';

const item: Package = { type: 'npm', name: 'x', version: '1', scheme: 'semver', certainty: 'certain', path: '' };
const found = (cataloger: string, path: string, packages = [item]): FoundPackages => ({ cataloger, path, packages });
const unit = (id: string, name: string): Cataloger => ({
  id,
  about: { title: id, source: 'https://example.test', reads: [], limits: [] },
  maxBytes: 1,
  wants: ({ path }) => path.endsWith(name),
  read: () => ({ items: [], gaps: [] }),
});
const catalogers = [unit('dpkg', 'status'), unit('npm', 'package.json')];

function keep(files: readonly string[], founds: readonly FoundPackages[], here: readonly string[] = []) {
  const owned = [{ package: { name: 'a', version: '1' }, files }];
  const isHere = (path: string) => here.includes(path) || founds.some((each) => each.path === path);
  const kept = keepOwned([{ cataloger: 'dpkg', path: 'status', owned }], { catalogers, found: founds, isHere });
  assert.deepEqual(kept.gaps, []);
  return kept.owned.flatMap((each) => each.files);
}

const rows: readonly (readonly [
  name: string,
  files: readonly string[],
  founds: readonly FoundPackages[],
  kept: readonly string[],
])[] = [
  ['what nobody looks for', ['usr/share/doc/a', 'usr'], [], []],
  ['where a package was found, whatever it is called', ['usr/bin/tool'], [found('go', 'usr/bin/tool')], ['usr/bin/tool']],
  ['where nothing was found', ['usr/bin/tool'], [found('go', 'usr/bin/tool', [])], []],
  ["its own cataloger's", ['var/lib/dpkg/status'], [found('dpkg', 'var/lib/dpkg/status')], []],
  ['a merged directory', ['lib/x/package.json'], [found('npm', 'usr/lib/x/package.json')], ['usr/lib/x/package.json']],
  ['a directory that only begins alike', ['libx/package.json'], [found('npm', 'usr/libx/package.json')], ['libx/package.json']],
  ['in another layer', ['usr/x/package.json', 'usr/bin/tool'], [], ['usr/x/package.json']],
  ['order', ['b/package.json', 'a/package.json'], [], ['a/package.json', 'b/package.json']],
];

for (const [name, files, founds, kept] of rows) {
  test(`owned: ${name}`, () => assert.deepEqual(keep(files, founds), kept));
}

test('owned: a file of this layer in which nothing was found', () => {
  assert.deepEqual(keep(['usr/x/package.json'], [], ['usr/x/package.json']), []);
});

test('owned: a list that cannot be gone through is a gap', () => {
  const files = {
    // biome-ignore lint/correctness/useYield: it fails before it gives anything
    *[Symbol.iterator](): Generator<string> {
      throw new Error('broken');
    },
  };
  const owned = [{ package: { name: 'a' }, files }];
  const kept = keepOwned([{ cataloger: 'rpm', path: 'db', owned }], { catalogers, found: [], isHere: () => true });
  assert.deepEqual([kept.owned, kept.gaps.map(({ code }) => code)], [[], ['unit-crashed']]);
});
