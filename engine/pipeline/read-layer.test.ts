import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type TarInput, writeTar } from '../formats/tar/write-tar.ts';
import { catalogers } from '../gather/packages/all.ts';
import { memorySpool } from '../gather/packages/memory-spool.ts';
import { createLayerReader } from './read-layer.ts';

function read(bytes: Uint8Array, cuts: readonly number[] = []) {
  const reader = createLayerReader({ catalogers, spool: memorySpool() });
  let at = 0;
  for (const cut of [...cuts, bytes.length]) {
    reader.push(bytes.subarray(at, cut));
    at = cut;
  }
  return reader.end();
}

const osRelease = { path: 'usr/lib/os-release', content: 'ID=debian\nVERSION_ID=12\n' };
const status = {
  path: 'var/lib/dpkg/status',
  content: 'Package: a\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0\n\n',
};

test('layer: paths, whiteouts and opaque folders', () => {
  const layer = read(
    writeTar([
      { path: 'd/', type: '5' },
      { path: 'd/f', content: 'x' },
      { path: 'd/.wh.gone' },
      { path: '.wh.top' },
      { path: 'o/.wh..wh..opq' },
      { path: '.wh..wh..opq' },
      { path: '.wh..wh.aufs' },
      { path: '.wh..wh.plnk/1.2', content: 'x' },
      { path: 'd/link', type: '2', target: 'f' },
      { path: 'd/hard', type: '1', target: '.wh..wh.plnk/1.2' },
      { path: 'null', type: '3' },
    ]),
  );
  assert.deepEqual(layer.paths, ['d/f', 'd/hard', 'd/link', 'null']);
  assert.deepEqual(layer.whiteouts, ['d/gone', 'top']);
  assert.deepEqual(layer.opaque, ['', 'o']);
  assert.deepEqual([layer.gaps, layer.complete, layer.again], [[], true, []]);
});

for (const path of ['.wh.', 'a/.wh..', 'a/.wh...']) {
  test(`layer: the whiteout ${path} names nothing`, () => {
    assert.deepEqual(
      read(writeTar([{ path }])).gaps.map((gap) => gap.code),
      ['path-unusable'],
    );
  });
}

test('layer: a folder over a file of the same layer', () => {
  assert.deepEqual(read(writeTar([{ path: 'a' }, { path: 'a/', type: '5' }])).paths, []);
});

test('layer: packages and distribution', () => {
  const layer = read(writeTar([osRelease, { path: 'etc/os-release', type: '2', target: '../usr/lib/os-release' }, status]));
  assert.deepEqual(
    layer.distributions.map(({ id, path }) => [id, path]),
    [['debian', 'usr/lib/os-release']],
  );
  assert.deepEqual(
    layer.found.map(({ cataloger, packages }) => [cataloger, packages.map((item) => item.name)]),
    [['dpkg', ['a']]],
  );
  assert.deepEqual(layer.gaps, []);
});

test('layer: a distribution that cannot be read is a gap', () => {
  const layer = read(writeTar([{ path: 'etc/os-release', content: 'x' }]));
  assert.deepEqual([layer.distributions, layer.gaps.map((gap) => gap.code)], [[], ['distribution-unreadable']]);
});

test('layer: what stands before the break counts', () => {
  const layer = read(writeTar([status, { path: 'big', content: new Uint8Array(5000) }]).subarray(0, 3000));
  assert.deepEqual([layer.found.length, layer.complete, layer.gaps.map((gap) => gap.code)], [1, false, ['layer-unread']]);
});

test('layer: a database cut in half by the end of the archive is not half read', () => {
  const layer = read(writeTar([{ ...status, content: status.content.repeat(50) }]).subarray(0, 1500));
  assert.deepEqual([layer.found, layer.complete], [[], false]);
});

test('layer: gaps without end are counted', () => {
  const layer = read(writeTar(Array.from({ length: 150 }, () => ({ path: '../x' }))));
  assert.equal(layer.gaps.length, 101);
  assert.equal(layer.gaps.at(-1)?.detail, 'and 50 more of this kind');
});

test('property: any bytes are a reading, and how they are cut changes nothing', () => {
  const entries: readonly TarInput[] = [
    osRelease,
    status,
    { path: 'lib/apk/db/installed', content: 'P:a\nV:1\n\n' },
    { path: 'a/.wh.b' },
  ];
  const whole = writeTar(entries);
  const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 5 });
  const cuts = fc.array(fc.nat(whole.length), { maxLength: 20 }).map((list) => list.sort((a, b) => a - b));
  fc.assert(
    fc.property(damage, cuts, (changes, where) => {
      const bytes = Uint8Array.from(whole);
      for (const [at, value] of changes) bytes[at] = value;
      assert.deepEqual(read(bytes, where), read(bytes));
    }),
    { numRuns: 60 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => void read(bytes)));
});
