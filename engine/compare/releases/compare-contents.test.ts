import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PackageType } from '../../model/package.ts';
import type { ComparedPackage } from '../../model/sbom-comparison.ts';
import { compareContents } from './compare-contents.ts';

/** `deb a 1`, several with commas. */
function packages(list: string): ComparedPackage[] {
  return list
    .split(',')
    .filter(Boolean)
    .map((text) => {
      const [type = '', name = '', version = ''] = text.trim().split(' ');
      return { type: type as PackageType, name, version, purl: `pkg:${type}/${name}@${version}` };
    });
}

const rows: readonly (readonly [name: string, ours: string, theirs: string, same: number, rest: string])[] = [
  ['nothing', '', '', 0, ''],
  ['the same', 'deb a 1,npm a 1', 'npm a 1,deb a 1', 2, ''],
  ['only ours', 'deb a 1,deb b 1', 'deb a 1', 1, '+pkg:deb/b@1'],
  ['only theirs', 'deb a 1', 'deb a 1,npm a 1', 1, '-pkg:npm/a@1'],
  ['another version', 'deb a 1', 'deb a 2', 0, 'a 1→2'],
  ['one version of several', 'npm a 1,npm a 2', 'npm a 2,npm a 3', 1, 'a 1→3'],
  ['a version more', 'npm a 1,npm a 2', 'npm a 2', 1, 'a 1→'],
  ['a version twice', 'npm a 1,npm a 1', 'npm a 1', 1, ''],
  ['another case', 'npm JSONStream 1', 'npm jsonstream 1', 1, ''],
  ['an epoch of nought', 'rpm a 0:1-1', 'rpm a 1-1', 1, ''],
  ['another epoch', 'rpm a 1:1-1', 'rpm a 1-1', 0, 'a 1:1-1→1-1'],
  ["Go's v", 'golang a v1.0.0', 'golang a 1.0.0', 1, ''],
];
for (const [name, ours, theirs, same, rest] of rows) {
  test(`compares ${name}`, () => {
    const found = compareContents(packages(ours), packages(theirs));
    const said = [
      ...found.onlyOurs.map(({ purl }) => `+${purl}`),
      ...found.onlyTheirs.map(({ purl }) => `-${purl}`),
      ...found.versionDiffers.map((one) => `${one.name} ${one.ours.join('+')}→${one.theirs.join('+')}`),
    ];
    assert.deepEqual([found.same, said.join()], [same, rest]);
  });
}

const word = fc.constantFrom('a', 'b', 'B', '__proto__');
const list = fc.array(
  fc.record(
    { type: fc.constantFrom('deb' as const, 'npm' as const), name: word, version: fc.constantFrom('1', '2', '0:1') },
    { noNullPrototype: true },
  ),
);
const withPurl = list.map((items) => items.map((item) => ({ ...item, purl: `pkg:${item.type}/${item.name}@${item.version}` })));

test('property: nothing differs from itself, in whatever order', () => {
  fc.assert(
    fc.property(withPurl, (items) => {
      const { onlyOurs, onlyTheirs, versionDiffers } = compareContents(items, items.toReversed());
      assert.deepEqual([onlyOurs, onlyTheirs, versionDiffers], [[], [], []]);
    }),
  );
});

test('property: seen from the other side it is the same the other way round', () => {
  fc.assert(
    fc.property(withPurl, withPurl, (a, b) => {
      const [one, other] = [compareContents(a, b), compareContents(b, a)];
      assert.equal(one.same, other.same);
      assert.deepEqual(one.onlyOurs, other.onlyTheirs);
      assert.deepEqual(
        one.versionDiffers.map(({ ours, theirs }) => [ours.length, theirs.length]).toSorted(),
        other.versionDiffers.map(({ ours, theirs }) => [theirs.length, ours.length]).toSorted(),
      );
    }),
  );
});

test('what a distribution package installed counts only where the SBOM lists it too', () => {
  const [deb, owned] = packages('deb python3-yaml 6.0,pypi pyyaml 6.0');
  assert.ok(deb && owned);
  const ours = [deb, { ...owned, ownedBy: deb.purl }];
  assert.deepEqual(compareContents(ours, packages('deb python3-yaml 6.0')).onlyOurs, []);
  assert.equal(compareContents(ours, packages('deb python3-yaml 6.0,pypi pyyaml 6.0')).same, 2);
});
