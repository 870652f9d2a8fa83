import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { unpackDigests } from '../../formats/file-digests/file-digests.ts';
import { paxHeader, type TarInput, writeTar } from '../../formats/tar/write-tar.ts';
import type { FileDigests } from '../../model/layer.ts';
import { createLayerReader } from '../../pipeline/read-layer.ts';
import { catalogers } from '../packages/all.ts';
import { memorySpool } from '../packages/memory-spool.ts';

function read(entries: readonly TarInput[], cuts: readonly number[] = [], fileDigests = true) {
  const reader = createLayerReader({ catalogers, spool: memorySpool(), fileDigests });
  const tar = writeTar(entries);
  let at = 0;
  for (const cut of [...cuts, tar.length]) {
    reader.push(tar.subarray(at, cut));
    at = Math.max(at, cut);
  }
  return reader.end();
}

const sha256 = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex');

function textOf(digests: FileDigests | undefined): readonly string[] {
  if (!digests) return [];
  return [...unpackDigests(digests)].map(
    ([path, digest]) => `${path} ${Buffer.from(digest, 'latin1').toString('hex') || 'none'}`,
  );
}

const sparse = [
  paxHeader([
    ['GNU.sparse.major', '0'],
    ['GNU.sparse.minor', '1'],
    ['GNU.sparse.map', '0,1'],
    ['GNU.sparse.size', '40000000000'],
  ]),
  { path: 'log', content: 'x' },
];
const rows: readonly (readonly [name: string, entries: readonly TarInput[], expected: readonly string[]])[] = [
  ['a file', [{ path: 'a', content: 'one' }], [`a ${sha256('one')}`]],
  ['an empty file', [{ path: 'a' }], [`a ${sha256('')}`]],
  [
    'the last of a path counts',
    [
      { path: 'a', content: 'one' },
      { path: 'a', content: 'two' },
    ],
    [`a ${sha256('two')}`],
  ],
  [
    'a file that became a link has none',
    [
      { path: 'a', content: 'one' },
      { path: 'a', type: '2', target: 'b' },
    ],
    [],
  ],
  [
    'directories and whiteouts are no files',
    [{ path: 'd/', type: '5' }, { path: 'd/.wh.a' }, { path: 'd/b', content: 'one' }],
    [`d/b ${sha256('one')}`],
  ],
  [
    'a hard link is the file that it names',
    [
      { path: 'b', content: 'one' },
      { path: 'a', type: '1', target: 'b' },
    ],
    [`a ${sha256('one')}`, `b ${sha256('one')}`],
  ],
  [
    'and stays it when another file takes the name',
    [
      { path: 'b', content: 'one' },
      { path: 'a', type: '1', target: 'b' },
      { path: 'b', content: 'two' },
    ],
    [`a ${sha256('one')}`, `b ${sha256('two')}`],
  ],
  [
    "a hard link into aufs' own folder",
    [
      { path: '.wh..wh.plnk/1.2', content: 'one' },
      { path: 'a', type: '1', target: '.wh..wh.plnk/1.2' },
    ],
    [`a ${sha256('one')}`],
  ],
  ['a hard link to what the layer does not hold', [{ path: 'a', type: '1', target: 'b' }], ['a none']],
  [
    'a sparse file is left out, and read on after it',
    [...sparse, { path: 'm', content: 'one' }],
    [`m ${sha256('one')}`, 'log none'],
  ],
  [
    'a file that a cataloger reads',
    [{ path: 'etc/os-release', content: 'ID=debian\n' }],
    [`etc/os-release ${sha256('ID=debian\n')}`],
  ],
];

for (const [name, entries, expected] of rows)
  test(`digests of files: ${name}`, () => assert.deepEqual(textOf(read(entries).fileDigests), expected));

test('every file has the digest of its content, however the layer is cut', () => {
  const file = fc.record({
    path: fc.stringMatching(/^[a-z]{1,3}(\/[a-z]{1,3}){0,2}$/).map((path) => `${path}.f`),
    content: fc.uint8Array({ maxLength: 3000 }),
  });
  const cuts = fc.array(fc.nat(20_000), { maxLength: 6 }).map((list) => list.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(fc.uniqueArray(file, { selector: ({ path }) => path, maxLength: 6 }), cuts, (files, places) => {
      const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
      assert.deepEqual(
        textOf(read(files, places).fileDigests),
        sorted.map(({ path, content }) => `${path} ${sha256(content)}`),
      );
    }),
  );
});

test('hashing changes nothing else', () => {
  const entries = [{ path: 'etc/os-release', content: 'ID=debian\n' }, ...sparse];
  const { fileDigests, ...hashed } = read(entries);
  assert.ok(fileDigests);
  assert.deepEqual(hashed, read(entries, [], false));
});
