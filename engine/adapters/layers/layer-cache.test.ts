import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import type { LayerReading } from '../../model/layer.ts';
import { noise } from '../../test/sample-image.ts';
import { cleanLayerCache, createLayerCache, measureLayerCache } from './layer-cache.ts';
import { readSharedEntry } from './layer-entry.ts';
import { createTieredCache } from './tiered-cache.ts';

const root = mkdtempSync(join(tmpdir(), 'plimsoll-cache-'));
after(() => rmSync(root, { recursive: true, force: true }));

const digestOf = (index: number) => `sha256:${index.toString(16).padStart(64, '0')}`;
/** A complete reading whose entry takes some `bytes`. */
function readingOf(index: number, bytes = 100): LayerReading {
  const paths = [Buffer.from(noise(bytes)).toString('base64').slice(0, bytes)];
  return {
    digest: digestOf(index),
    diffId: digestOf(index + 1000),
    compressedBytes: 1,
    uncompressedBytes: 2,
    paths,
    whiteouts: [],
    opaque: [],
    found: [
      {
        cataloger: 'dpkg',
        path: 'var/lib/dpkg/status',
        packages: [
          { type: 'deb', name: 'a', version: '1', scheme: 'dpkg', certainty: 'certain', path: 'var/lib/dpkg/status', line: 1 },
        ],
      },
    ],
    distributions: [],
    gaps: [],
    complete: true,
  };
}
const subject = ({ digest, diffId }: LayerReading) => ({ digest, diffId, sizeBytes: 0 });
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.zst'));

/** The entry as if it was used long ago. */
function age(folder: string, index: number, seconds: number): void {
  const [name = ''] = filesIn(folder).filter((file) => file.includes(digestOf(index).slice(7)));
  utimesSync(join(folder, name), seconds, seconds);
}

test('cache: it stays below its size, and what was used last stays', async () => {
  const folder = join(root, 'bounded');
  const maxBytes = 100_000;
  await createLayerCache(folder, '1', { maxBytes }).put(readingOf(0, 10_000));
  for (let index = 1; index < 30; index++) {
    age(folder, index - 1, 1000 + index);
    const cache = createLayerCache(folder, '1', { maxBytes });
    // Needed each time, so that it is never the one that goes.
    assert.ok(await cache.find(subject(readingOf(0, 10_000))), `round ${index}`);
    await cache.put(readingOf(index, 10_000));
    assert.ok((await measureLayerCache(folder)).sizeBytes <= maxBytes);
  }
  assert.ok((await measureLayerCache(folder)).layers >= 5);
});

test('cache: readings of older versions go first', async () => {
  const folder = join(root, 'versions');
  const old = createLayerCache(folder, '1', { maxBytes: 100_000 });
  for (let index = 0; index < 5; index++) await old.put(readingOf(index, 10_000));
  for (let index = 0; index < 5; index++) age(folder, index, 1000);
  const next = createLayerCache(folder, '2', { maxBytes: 60_000 });
  for (let index = 0; index < 3; index++) await next.put(readingOf(index, 10_000));
  for (let index = 0; index < 3; index++) assert.ok(await next.find(subject(readingOf(index, 10_000))));
});

test('cache: clean takes what was not used, and tells it without doing it', async () => {
  const folder = join(root, 'clean');
  const cache = createLayerCache(folder, '1');
  for (let index = 0; index < 3; index++) await cache.put(readingOf(index));
  age(folder, 1, 1000);
  assert.equal((await measureLayerCache(folder)).oldestUse, 1_000_000);
  const old = { usedBefore: Date.now() - 60_000 };
  assert.equal((await cleanLayerCache(folder, { ...old, isDry: true })).layers, 1);
  assert.equal((await measureLayerCache(folder)).layers, 3);
  assert.equal((await cleanLayerCache(folder, old)).layers, 1);
  assert.equal((await measureLayerCache(folder)).layers, 2);
  assert.equal((await cleanLayerCache(folder)).layers, 2);
});

test('cache: a folder that is removed meanwhile is made again', async () => {
  const folder = join(root, 'gone');
  const cache = createLayerCache(folder, '1');
  await cache.put(readingOf(0));
  rmSync(folder, { recursive: true });
  await cache.put(readingOf(1));
  assert.equal(await cache.put(readingOf(2)), true);
});

test('property: any flipped byte gives the reading or nothing', async () => {
  const folder = join(root, 'flipped');
  const cache = createLayerCache(folder, '1');
  const reading = readingOf(0, 3000);
  await cache.put(reading);
  const [name = ''] = filesIn(folder);
  const whole = readFileSync(join(folder, name));
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
      const copy = Buffer.from(whole);
      copy[at] = (copy[at] ?? 0) ^ mask;
      writeFileSync(join(folder, name), copy);
      const found = await cache.find(subject(reading));
      if (found) assert.deepEqual(found, reading);
    }),
    { numRuns: 200 },
  );
});

const right = readingOf(7);
const wrongs: readonly (readonly [name: string, value: unknown])[] = [
  ['no object', 7],
  ['null', null],
  ['nothing in it', {}],
  ['another layer', { ...right, digest: digestOf(8) }],
  ['another content', { ...right, diffId: digestOf(8) }],
  ['incomplete', { ...right, complete: false }],
  ['paths that are none', { ...right, paths: [1] }],
  ['packages that are none', { ...right, found: [{ cataloger: 'dpkg', path: 'x', packages: [{}] }] }],
  [
    'a scheme that is none',
    { ...right, found: [{ ...right.found[0], packages: [{ ...right.found[0]?.packages[0], scheme: '__proto__' }] }] },
  ],
  ['gaps that are none', { ...right, gaps: ['x'] }],
  ['facts that are none', { ...right, facts: { entries: 1 } }],
  ['sizes that are none', { ...right, compressedBytes: -1 }],
];
for (const [name, value] of wrongs) {
  test(`a shared entry with ${name} is not believed`, () =>
    assert.equal(readSharedEntry(zstdCompressSync(JSON.stringify(value)), subject(right)), undefined));
}

test('a shared entry with a prototype is not believed, and a bomb is not unpacked', () => {
  const json = JSON.stringify(right).replace('{', '{"__proto__":{"complete":true},');
  assert.equal(readSharedEntry(zstdCompressSync(json), subject(right)), undefined);
  assert.equal(readSharedEntry(zstdCompressSync(Buffer.alloc(300 * 1024 ** 2, ' ')), subject(right)), undefined);
  assert.deepEqual(readSharedEntry(zstdCompressSync(JSON.stringify(right)), subject(right)), right);
});

test('a team shares readings: what one wrote, another finds, and keeps', async () => {
  const shared = () => createLayerCache(join(root, 'shared'), '1', { isShared: true });
  const first = createTieredCache(createLayerCache(join(root, 'ann'), '1'), shared());
  const second = createTieredCache(createLayerCache(join(root, 'bob'), '1'), shared());
  await first.put(readingOf(1));
  assert.deepEqual(await second.find(subject(readingOf(1))), readingOf(1));
  rmSync(join(root, 'shared'), { recursive: true });
  assert.deepEqual(await second.find(subject(readingOf(1))), readingOf(1));
});

test('a shared cache that cannot be used is of no use, and nothing else', async () => {
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'file'), '');
  const shared = createLayerCache(join(root, 'file'), '1', { isShared: true });
  const cache = createTieredCache(createLayerCache(join(root, 'carl'), '1'), shared);
  assert.equal(await cache.put(readingOf(1)), true);
  assert.deepEqual(await cache.find(subject(readingOf(1))), readingOf(1));
  assert.equal(await cache.find(subject(readingOf(2))), undefined);
});
