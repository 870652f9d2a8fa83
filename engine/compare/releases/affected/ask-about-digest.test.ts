import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InstalledPackage } from '../../../model/package.ts';
import type { Release } from '../../../model/release.ts';
import { digestOf, withFiles } from '../../../test/hashed-release.ts';
import { plantRelease } from '../../../test/planted-releases.ts';
import { readRecord } from '../read-record.ts';
import { writeRecord } from '../write-record.ts';
import { answerQuery } from './answer-query.ts';
import { createMemoryIndex } from './memory-index.ts';

const asOf = '2020-01-01T00:00:00Z';
const planted = (version: string, images: Parameters<typeof plantRelease>[0]['images']): Release => ({
  ...plantRelease({ images, advisories: [], asOf }),
  ...{ version, now: `2020-01-0${version}T00:00:00Z`, gaps: [] },
});
const base = { 'bin/sh': 'shell', 'etc/conf': 'old' };
const two = { 'x:1': { packages: { lodash: '4.0.0' } }, 'y:1': { packages: {} } };
const first = withFiles(planted('1', two), {
  'x:1': [base, { 'etc/conf': 'new', 'node_modules/lodash/package.json': 'lodash' }],
  'y:1': [base],
});
const second = withFiles(planted('2', two), { 'x:1': [{ 'bin/sh': 'other' }], 'y:1': [base] });
const ask = (query: string, ...releases: readonly Release[]) => answerQuery(query, releases.map(createMemoryIndex), undefined);

const found: readonly (readonly [name: string, content: string, places: readonly string[]])[] = [
  ['in every image that has the layer', 'shell', ['1 x:1 bin/sh 1–2', '1 y:1 bin/sh 1–', '2 y:1 bin/sh 1–']],
  ['not where a later layer hides it', 'old', ['1 y:1 etc/conf 1–', '2 y:1 etc/conf 1–']],
  ['in the layer that hides it', 'new', ['1 x:1 etc/conf 1–2']],
  ['since a release', 'other', ['2 x:1 bin/sh 2–']],
];

for (const [name, content, expected] of found)
  test(`a file is found by its digest: ${name}`, () => {
    const { answer, places } = ask(digestOf(content), first, second);
    assert.equal(answer, 'yes');
    assert.deepEqual(
      places
        .map(({ release, image, path, since, fixedInRelease }) => `${release} ${image} ${path} ${since}–${fixedInRelease ?? ''}`)
        .toSorted(),
      expected,
    );
    assert.ok(places.every(({ digestOf: owner, layer }) => owner === 'file' && layer?.startsWith('sha256:')));
  });

test('a digest that no file has is a no, with what was hashed', () => {
  const { answer, evidence } = ask(digestOf('nothing'), first, second);
  assert.deepEqual([answer, evidence.files, evidence.open], ['no', { hashed: 5, total: 5, images: 4 }, []]);
});

test('the package is told that is found in the file', () => {
  const [image] = first.images;
  const [item] = image?.packages ?? [];
  assert.ok(image && item);
  const at = (path: string) => [{ ...image, packages: [{ ...item, places: [{ layer: '', path }] }] }];
  const purlAt = (path: string) => ask(digestOf('lodash'), { ...first, images: at(path) }).places.map(({ purl }) => purl);
  assert.deepEqual(purlAt('node_modules/lodash/package.json'), [item.purl]);
  assert.deepEqual(purlAt('elsewhere'), [null]);
});

test('the package of the distribution is told that installed the file, where its version stands in the image', () => {
  const images = first.images.map((image) => {
    const [layer, ...above] = image.layers;
    const [item] = first.images[0]?.packages ?? [];
    const version = image.reference === 'x:1' ? '1.0' : '1.1';
    const shell: InstalledPackage[] = item
      ? [{ ...item, ...{ type: 'deb', name: 'sh', version, purl: `pkg:deb/sh@${version}` } }]
      : [];
    const owners = [{ cataloger: 'dpkg', name: 'sh', version: '1.0', files: [0] }];
    const fileDigests = layer?.fileDigests && { ...layer.fileDigests, owners };
    return { ...image, packages: shell, layers: layer && fileDigests ? [{ ...layer, fileDigests }, ...above] : [] };
  });
  const { places } = ask(digestOf('shell'), { ...first, images });
  assert.deepEqual(
    places.map(({ image, path, purl }) => [image, path, purl]),
    [
      ['x:1', 'bin/sh', 'pkg:deb/sh@1.0'],
      ['y:1', 'bin/sh', null],
    ],
  );
});

test('layers with the same files are told apart', () => {
  const images = first.images.map((image, at) => ({
    ...image,
    layers: image.layers.slice(0, 1).map((layer) => ({ ...layer, digest: `sha256:${at}` })),
  }));
  assert.deepEqual(
    ask(digestOf('shell'), readRecord(writeRecord({ ...first, images }), 'r')).places.map(({ image, layer }) => [image, layer]),
    [
      ['x:1', 'sha256:0'],
      ['y:1', 'sha256:1'],
    ],
  );
});

test('a digest of a layer is answered as that', () => {
  const digest = first.images[0]?.layers[0]?.digest ?? '';
  assert.deepEqual(
    ask(digest, first).places.map(({ image, digestOf: owner, layer }) => [image, owner, layer]),
    ['x:1', 'y:1'].map((image) => [image, 'layer', digest]),
  );
});

const open: readonly (readonly [name: string, release: Release, says: RegExp])[] = [
  ['an image without digests', withFiles(first, { 'x:1': [] }), /of 1 of 2 images the files have none/],
  ['a file without one', withFiles(first, { 'x:1': [{ log: null }] }), /log of layer .* has no digest/],
  ['a release without any', planted('3', two), /of 2 of 2 images the files have none/],
  [
    'an image that was not read',
    { ...first, images: first.images.map((image) => ({ ...image, status: 'failed' as const })) },
    /x:1 was not read to the end/,
  ],
];

for (const [name, release, says] of open)
  test(`${name} makes no answer, but hides no yes`, () => {
    const { answer, evidence } = ask(digestOf('nothing'), second, release);
    assert.equal(answer, 'unknown');
    assert.match(evidence.open.join('\n'), says);
    assert.equal(ask(digestOf('other'), second, release).answer, 'yes');
  });

test('an image in which no package is known is read as far as files go', () => {
  const empty = { ...first, images: first.images.map((image) => ({ ...image, status: 'empty' as const })) };
  assert.equal(ask(digestOf('nothing'), empty).answer, 'no');
});
