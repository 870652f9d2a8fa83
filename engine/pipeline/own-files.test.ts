import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { packDigests } from '../formats/file-digests/file-digests.ts';
import { layerOf } from '../test/layer-of.ts';
import { ownFiles } from './own-files.ts';

const digestsOf = (paths: readonly string[]) => packDigests(new Map(paths.map((path) => [path, 'x'.repeat(32)])));
const listOf = (name: string, files: Iterable<string>) => ({
  ...{ cataloger: 'dpkg', path: `var/lib/dpkg/info/${name}.list` },
  owned: [{ package: { name }, files }],
});
function* broken(): Generator<string> {
  yield 'a';
  throw new Error('it is damaged');
}

const rows: readonly (readonly [
  name: string,
  lists: readonly (readonly [name: string, files: Iterable<string>])[],
  expected: readonly string[],
])[] = [
  ['of one package', [['one', ['usr', 'usr/bin', 'a', 'b', 'not-here']]], ['one: a b']],
  ['nobody', [['one', ['not-here']]], []],
  [
    'the last that names it',
    [
      ['one', ['b', 'a']],
      ['two', ['b']],
    ],
    ['one: a', 'two: b'],
  ],
  ['named as before directories were merged', [['one', ['bin/sh']]], ['one: usr/bin/sh']],
  ['up to where a list is damaged', [['one', broken()]], ['one: a']],
];

for (const [name, lists, expected] of rows)
  test(`whose files are: ${name}`, () => {
    const { paths, owners = [] } = ownFiles(
      digestsOf(['a', 'b', 'usr/bin/sh']),
      lists.map(([owner, files]) => listOf(owner, files)),
    );
    assert.deepEqual(
      owners.map((owner) => `${owner.name}: ${owner.files.map((place) => paths[place]).join(' ')}`),
      expected,
    );
  });

test('no file has two owners, and no place is none', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-d]{1,2}$/), { maxLength: 8 });
  fc.assert(
    fc.property(names, fc.array(names, { maxLength: 4 }), (paths, lists) => {
      const { owners = [] } = ownFiles(
        digestsOf(paths),
        lists.map((files, at) => listOf(`p${at}`, files)),
      );
      const places = owners.flatMap(({ files }) => files);
      const owned = paths.filter((path) => lists.some((files) => files.includes(path)));
      assert.deepEqual([new Set(places).size, places.length], [owned.length, owned.length]);
      assert.ok(places.every((place) => place < paths.length));
    }),
  );
});

test('a layer says whose its files are', () => {
  const { fileDigests } = layerOf(
    'one',
    [
      'var/lib/dpkg/status = Package: a\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0\n\n',
      'var/lib/dpkg/info/a.list = /.\n/usr\n/usr/bin\n/usr/bin/a\n',
      'usr/bin/a = program',
      'usr/bin/b = other',
    ],
    { fileDigests: true },
  );
  assert.deepEqual(fileDigests?.owners, [{ cataloger: 'dpkg', name: 'a', files: [fileDigests?.paths.indexOf('usr/bin/a')] }]);
});
