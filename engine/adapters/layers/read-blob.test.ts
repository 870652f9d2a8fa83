import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { type TarInput, writeTar } from '../../formats/tar/write-tar.ts';
import { catalogers } from '../../gather/packages/all.ts';
import type { Spool } from '../../gather/packages/spool.ts';
import { defaultLayerLimits, type LayerLimits } from './layer-input.ts';
import { readBlob } from './read-blob.ts';
import { temporarySpool } from './temporary-spool.ts';

const status = 'Package: a\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0\n\n';
const entries: readonly TarInput[] = [
  { path: 'var/lib/dpkg/status', content: status },
  { path: 'filler', content: Uint8Array.from({ length: 30_000 }, (_, index) => (index * index) % 251) },
];
const tar = writeTar(entries);
const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const layerOf = (blob: Uint8Array, unpacked: Uint8Array = tar) => ({
  digest: sha256(blob),
  diffId: sha256(unpacked),
  sizeBytes: blob.length,
});

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

interface Options {
  readonly layer?: ReturnType<typeof layerOf>;
  readonly limits?: Partial<LayerLimits>;
  readonly size?: number;
  readonly spool?: Spool;
  readonly linkTargets?: readonly string[];
}

const read = (
  blob: Uint8Array,
  { layer = layerOf(blob), limits = {}, size = 1000, spool = temporarySpool(), linkTargets = [] }: Options = {},
) =>
  readBlob({ layer, chunks: inPieces(blob, size), catalogers, spool, limits: { ...defaultLayerLimits, ...limits }, linkTargets });

const cut = (bytes: Uint8Array, parts: number) =>
  Array.from({ length: parts }, (_, index) =>
    bytes.subarray((index * bytes.length) / parts, ((index + 1) * bytes.length) / parts),
  );
const skippable = Uint8Array.of(0x5a, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9);
const forms: readonly (readonly [string, Uint8Array])[] = [
  ['plain', tar],
  ['gzip', gzipSync(tar)],
  ['gzip of several members', Buffer.concat(cut(tar, 5).map((part) => gzipSync(part)))],
  ['gzip with zeros behind it', Buffer.concat([gzipSync(tar), new Uint8Array(600)])],
  ['zstd', zstdCompressSync(tar)],
  [
    'zstd of several frames, skippable ones among them',
    Buffer.concat([skippable, ...cut(tar, 3).map((part) => zstdCompressSync(part)), skippable]),
  ],
];
for (const [name, blob] of forms) {
  for (const size of [1, 1000, 1_000_000]) {
    test(`blob: ${name} in chunks of ${size}`, async () => {
      const { reading } = await read(blob, { size });
      assert.deepEqual([reading.complete, reading.gaps, reading.found.length, reading.paths.length], [true, [], 1, 2]);
      assert.deepEqual(
        [reading.compressedBytes, reading.uncompressedBytes, reading.diffId],
        [blob.length, tar.length, sha256(tar)],
      );
    });
  }
}

const gzip = gzipSync(tar);
const flipped = Uint8Array.from(gzip);
flipped[400] = (flipped[400] ?? 0) ^ 0xff;
const garbage = Buffer.concat([gzip, Buffer.from('garbage!')]);
const bomb = gzipSync(writeTar([...entries, { path: 'zeros', content: new Uint8Array(3_000_000) }]));
const bad: readonly (readonly [name: string, blob: Uint8Array, options: Options, code: string, found: number])[] = [
  ['cut short on its way', gzip.subarray(0, gzip.length - 100), { layer: layerOf(gzip) }, 'layer-unread', 0],
  ['empty on its way', new Uint8Array(0), { layer: layerOf(gzip) }, 'layer-unread', 0],
  ['other bytes than stated', flipped, { layer: layerOf(gzip) }, 'digest-mismatch', 0],
  ['longer than stated', garbage, { layer: layerOf(gzip) }, 'digest-mismatch', 0],
  ['another tar than stated', gzip, { layer: layerOf(gzip, new Uint8Array(1)) }, 'digest-mismatch', 0],
  ['a plain blob that is another tar than stated', tar, { layer: layerOf(tar, gzip) }, 'digest-mismatch', 0],
  ['packed, and said to be the tar itself', gzip, { layer: layerOf(gzip, gzip) }, 'digest-mismatch', 0],
  ['a digest of a kind that nobody knows', gzip, { layer: { ...layerOf(gzip), digest: 'md17:00' } }, 'digest-mismatch', 0],
  ['truncated when it was made', gzip.subarray(0, gzip.length - 200), {}, 'layer-unread', 1],
  ['corrupt when it was made', flipped, {}, 'layer-unread', 0],
  ['garbage behind it', garbage, { size: 100 }, 'layer-unread', 1],
  [
    'no tar at all',
    Buffer.from('PK is not a tar'.repeat(100)),
    { layer: { ...layerOf(Buffer.from('PK is not a tar'.repeat(100))), diffId: '' } },
    'layer-unread',
    0,
  ],
  ['more entries than the limit', gzip, { limits: { entries: 1 } }, 'tar-limit', 1],
  ['a bomb', bomb, { limits: { uncompressedBytes: 1_000_000 } }, 'layer-too-large', 1],
];
for (const [name, blob, options, code, found] of bad) {
  test(`blob: ${name}`, async () => {
    const { reading } = await read(blob, options);
    assert.deepEqual([reading.complete, reading.gaps[0]?.code, reading.found.length], [false, code, found]);
  });
}

test('blob: a bomb within the size limit stops at the ratio', async () => {
  const zeros = zstdCompressSync(new Uint8Array(3_000_000));
  const { reading } = await read(zeros, { layer: { ...layerOf(zeros), diffId: '' }, limits: { ratioFloorBytes: 1_000_000 } });
  assert.deepEqual([reading.complete, reading.gaps[0]?.code], [false, 'layer-too-large']);
});

for (const [name, blob] of forms) {
  test(`blob: a diff id that nobody states is not checked, and told: ${name}`, async () => {
    const { reading } = await read(blob, { layer: { ...layerOf(blob), diffId: '' } });
    assert.deepEqual([reading.complete, reading.diffId], [true, sha256(tar)]);
  });
}

test('blob: a plain one is hashed in both ways that are stated', async () => {
  const digest = `sha512:${createHash('sha512').update(tar).digest('hex')}`;
  const { reading } = await read(tar, { layer: { ...layerOf(tar), digest } });
  assert.deepEqual([reading.complete, reading.digest, reading.diffId], [true, digest, sha256(tar)]);
});

test('blob: a store that stops half way is a gap with its words', async () => {
  async function* chunks() {
    yield gzip.subarray(0, 100);
    throw new Error('connection reset');
  }
  const { reading } = await readBlob({
    layer: layerOf(gzip),
    chunks: chunks(),
    catalogers,
    spool: temporarySpool(),
    limits: defaultLayerLimits,
    linkTargets: [],
  });
  assert.match(reading.gaps[0]?.detail ?? '', /connection reset/);
  assert.deepEqual([reading.complete, reading.gaps.length, reading.found.length], [false, 1, 0]);
});

const jar = writeTar([{ path: 'app/big.jar', content: new Uint8Array(65 * 1024 * 1024).fill(7) }]);

test('blob: a full disk is a gap of the layer, not a crash', async () => {
  const spool = {
    create: () => ({ write: () => assert.fail('no space left'), content: () => assert.fail(), dispose: () => {} }),
  };
  const { reading } = await read(jar, { layer: layerOf(jar, jar), spool, size: 100_000 });
  assert.deepEqual([reading.complete, reading.gaps.map((gap) => gap.code)], [false, ['layer-unread']]);
  assert.match(reading.gaps[0]?.detail ?? '', /no space left/);
});

test('blob: spooled files leave nothing behind', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-spool-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const { reading } = await read(jar, { layer: layerOf(jar, jar), spool: temporarySpool(folder), size: 100_000 });
  assert.equal(reading.complete, true);
  assert.deepEqual(readdirSync(folder), []);
});

test('spool: what was written comes back, by ranges', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-spool-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = temporarySpool(folder).create();
  file.write(Buffer.from('hello '));
  file.write(Buffer.from('world'));
  const content = file.content();
  assert.deepEqual(
    [content.sizeBytes, Buffer.from(content.slice(4, 8)).toString(), content.slice(9, 99).length, content.slice(20, 30).length],
    [11, 'o wo', 2, 0],
  );
  file.dispose();
  file.dispose();
});

test('property: any blob is a reading', async () => {
  const start = fc.constantFrom<readonly number[]>([], [0x1f, 0x8b, 8, 0], [0x28, 0xb5, 0x2f, 0xfd], [0x50, 0x2a, 0x4d, 0x18]);
  await fc.assert(
    fc.asyncProperty(start, fc.uint8Array({ maxLength: 600 }), fc.integer({ min: 1, max: 700 }), async (magic, rest, size) => {
      const blob = Uint8Array.of(...magic, ...rest);
      const { reading } = await read(blob, { layer: { ...layerOf(blob), diffId: '' }, size });
      assert.ok(reading.complete || reading.gaps.length > 0);
    }),
    { numRuns: 60 },
  );
});
