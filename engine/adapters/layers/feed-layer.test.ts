import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { type TarInput, writeTar } from '../../formats/tar/write-tar.ts';
import { feedLayer } from './feed-layer.ts';
import { defaultLayerLimits } from './layer-input.ts';
import { createLayerPool } from './layer-pool.ts';
import { unpackBlob } from './unpack-blob.ts';

const root = mkdtempSync(join(tmpdir(), 'plimsoll-feed-'));
const limits = { uncompressedBytes: 9_000_000 };
/** The first thread of the one reads what is unpacked beside it, the only one of the other has to do everything. */
const [beside, alone] = [createLayerPool({ workers: 2, limits }), createLayerPool({ workers: 1, limits })];
after(async () => {
  await Promise.all([beside.close(), alone.close()]);
  rmSync(root, { recursive: true });
});

const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const status = 'Package: one\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0\n\n';
/** Nothing packs it: digests, one of the other. */
const noise = Buffer.alloc(5 * 1024 * 1024);
for (let at = 0; at < noise.length; at += 32)
  createHash('sha256')
    .update(noise.subarray(Math.max(0, at - 32), at))
    .digest()
    .copy(noise, at);
const entries: readonly TarInput[] = [
  { path: 'noise', content: noise },
  { path: 'var/lib/dpkg/status', content: status },
];
const tar = writeTar(entries);
const gzip = gzipSync(tar, { level: 1 });
const flipped = Buffer.from(gzip);
flipped[3_000_000] = (flipped[3_000_000] ?? 0) ^ 0xff;
const linked = writeTar([
  { path: 'x', content: status },
  { path: 'noise', content: noise },
  { path: 'var/lib/dpkg/status', type: '1', target: 'x' },
]);
const large = writeTar([...entries, { path: 'zeros', content: new Uint8Array(5_000_000) }]);

const blobs: readonly (readonly [name: string, blob: Uint8Array, stated: Uint8Array, diffId: string, gap: string | undefined])[] =
  [
    ['gzip', gzip, gzip, sha256(tar), undefined],
    ['zstd', zstdCompressSync(tar), zstdCompressSync(tar), sha256(tar), undefined],
    ['plain', tar, tar, sha256(tar), undefined],
    ['links that ask for a second pass', gzipSync(linked), gzipSync(linked), sha256(linked), undefined],
    ['cut short', gzip.subarray(0, 5_000_000), gzip, sha256(tar), 'layer-unread'],
    ['other bytes than stated', flipped, gzip, sha256(tar), 'digest-mismatch'],
    ['longer than stated', Buffer.concat([gzip, gzip]), gzip, sha256(tar), 'digest-mismatch'],
    ['another tar than stated', gzip, gzip, sha256(linked), 'digest-mismatch'],
    ['corrupt when it was made', flipped, flipped, sha256(tar), 'layer-unread'],
    ['more than the limit', gzipSync(large), gzipSync(large), sha256(large), 'layer-too-large'],
  ];
for (const [name, blob, stated, diffId, gap] of blobs) {
  test(`feeding: a file that is unpacked beside its reader is read like by one thread: ${name}`, async () => {
    const path = join(root, name);
    writeFileSync(path, blob);
    const layer = { digest: sha256(stated), diffId, sizeBytes: stated.length };
    const reading = await beside.read(layer, { kind: 'file', path });
    assert.deepEqual(reading, await alone.read(layer, { kind: 'file', path }));
    assert.equal(reading.gaps[0]?.code, gap);
    if (!gap) assert.deepEqual([reading.complete, reading.found.length], [true, 1]);
  });
}

test('feeding: a file that is not there is a gap', async () => {
  const layer = { digest: sha256(gzip), diffId: sha256(tar), sizeBytes: gzip.length };
  const { complete, gaps } = await beside.read(layer, { kind: 'file', path: join(root, 'absent') });
  assert.deepEqual([complete, gaps.length, gaps[0]?.code], [false, 1, 'layer-unread']);
  assert.match(gaps[0]?.detail ?? '', /ENOENT/);
});

test('feeding: an abort ends it, and the pool goes on', async () => {
  const path = join(root, 'gzip');
  const layer = { digest: sha256(gzip), diffId: sha256(tar), sizeBytes: gzip.length };
  await assert.rejects(beside.read(layer, { kind: 'file', path }, AbortSignal.abort(new Error('stopped'))), /stopped/);
  const stop = new AbortController();
  const reading = beside.read(layer, { kind: 'file', path }, stop.signal);
  setImmediate(() => stop.abort(new Error('stopped')));
  await assert.rejects(reading, /stopped/);
  assert.equal((await beside.read(layer, { kind: 'file', path })).complete, true);
});

test('feeding: memory that comes back is used again, and no part before it may be sent', async () => {
  const path = join(root, 'gzip');
  const layer = { digest: sha256(gzip), diffId: sha256(tar), sizeBytes: gzip.length };
  const spare: ArrayBuffer[] = [];
  const seen = new Set<ArrayBuffer>();
  const hash = createHash('sha256');
  const unpacked = await feedLayer({
    layer,
    input: { kind: 'file', path },
    limits: defaultLayerLimits,
    spare,
    async send(part) {
      hash.update(part);
      seen.add(part.buffer);
      await new Promise((resolve) => setImmediate(resolve));
      spare.push(part.buffer);
    },
  });
  assert.deepEqual([seen.size, `sha256:${hash.digest('hex')}`, unpacked?.diffId], [1, sha256(tar), sha256(tar)]);
});

test('unpacking: what takes the tar may fail, now or later, and it is not the blob that is broken', async () => {
  async function* chunks() {
    yield gzip;
  }
  const layer = { digest: sha256(gzip), diffId: sha256(tar), sizeBytes: gzip.length };
  const request = () => ({ layer, chunks: chunks(), limits: defaultLayerLimits });
  await assert.rejects(
    unpackBlob(request(), () => assert.fail('full')),
    /^AssertionError.*full$/,
  );
  await assert.rejects(
    unpackBlob(request(), () => Promise.reject(new Error('gone'))),
    /^Error: gone$/,
  );
});
