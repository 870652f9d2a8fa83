import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { type TarInput, writeTar } from '../../formats/tar/write-tar.ts';
import { cleanLayerCache, createLayerCache, measureLayerCache } from './layer-cache.ts';
import type { LayerInput } from './layer-input.ts';
import { createLayerPool } from './layer-pool.ts';
import { readLayers } from './read-layers.ts';

const root = mkdtempSync(join(tmpdir(), 'plimsoll-layers-'));
const pool = createLayerPool({ workers: 2 });
after(async () => {
  await pool.close();
  rmSync(root, { recursive: true });
});

const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip';
function layerOf(entries: readonly TarInput[]) {
  const tar = writeTar(entries);
  const blob = gzipSync(tar);
  const reference = { digest: sha256(blob), diffId: sha256(tar), mediaType, sizeBytes: blob.length };
  const stream: Extract<LayerInput, { kind: 'stream' }> = {
    kind: 'stream',
    open: async () =>
      (async function* () {
        for (let at = 0; at < blob.length; at += 64) yield blob.subarray(at, at + 64);
      })(),
  };
  return { reference, blob, stream };
}

const status = (name: string) => `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0\n\n`;
const noise = { path: 'noise', content: Uint8Array.from({ length: 20_000 }, (_, index) => (index * index * 7) % 253) };
const one = layerOf([{ path: 'var/lib/dpkg/status', content: status('one') }, noise]);
const linked = layerOf([
  { path: 'x', content: status('linked') },
  { path: 'var/lib/dpkg/status', type: '1', target: 'x' },
]);

test('layers: from chunks, on a thread', async () => {
  const reading = await pool.read(one.reference, one.stream);
  assert.deepEqual([reading.complete, reading.found[0]?.packages[0]?.name], [true, 'one']);
});

test('layers: from a part of a local file', async () => {
  const path = join(root, 'archive');
  writeFileSync(path, Buffer.concat([Buffer.from('before'), one.blob, Buffer.from('after')]));
  const reading = await pool.read(one.reference, { kind: 'file', path, offset: 6, sizeBytes: one.blob.length });
  assert.deepEqual([reading.complete, reading.found.length], [true, 1]);
});

test('layers: a second pass for links, from chunks and from a file', async () => {
  const path = join(root, 'linked');
  writeFileSync(path, linked.blob);
  for (const input of [linked.stream, { kind: 'file', path } as const]) {
    const reading = await pool.read(linked.reference, input);
    assert.deepEqual(
      reading.found.map((found) => [found.path, found.packages[0]?.name]),
      [['var/lib/dpkg/status', 'linked']],
    );
  }
});

test('layers: a stream is opened once, though links ask for a second pass', async () => {
  let opened = 0;
  const counting: LayerInput = {
    kind: 'stream',
    open: () => {
      opened++;
      return linked.stream.open();
    },
  };
  assert.equal((await pool.read(linked.reference, counting)).found[0]?.packages[0]?.name, 'linked');
  assert.equal(opened, 1);
});

const wrongBytes: readonly (readonly [name: string, places: number, wrong: number, complete: boolean, opened: number])[] = [
  ['a second place has the right ones', 2, 1, true, 2],
  ['nobody else has them', 1, 1, false, 1],
  ['every place has wrong ones', 3, 9, false, 3],
];
for (const [name, places, wrong, complete, times] of wrongBytes) {
  test(`layers: wrong bytes, and ${name}`, async () => {
    let opened = 0;
    const open = () => (++opened <= wrong ? linked.stream.open() : one.stream.open());
    const passOver = () => opened < places;
    const reading = await pool.read({ ...one.reference, sizeBytes: 0 }, { kind: 'stream', open, passOver });
    assert.deepEqual([reading.complete, opened], [complete, times]);
    assert.deepEqual(
      reading.gaps.map(({ code }) => code),
      complete ? [] : ['digest-mismatch'],
    );
  });
}

const failures: readonly (readonly [string, LayerInput, RegExp])[] = [
  ['a file that is not there', { kind: 'file', path: join(root, 'absent') }, /ENOENT/],
  ['a store that cannot open', { kind: 'stream', open: async () => assert.fail('401 unauthorized') }, /401/],
];
for (const [name, input, words] of failures) {
  test(`layers: ${name} is a gap`, async () => {
    const reading = await pool.read(one.reference, input);
    assert.deepEqual([reading.complete, reading.gaps[0]?.code], [false, 'layer-unread']);
    assert.match(reading.gaps[0]?.detail ?? '', words);
  });
}

test('layers: a thread that dies is a gap, and the next layer gets a new one', async () => {
  const path = join(root, 'dying.mjs');
  writeFileSync(
    path,
    "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { throw new Error('out of memory'); });",
  );
  const dying = createLayerPool({ workers: 1, startThread: () => new Worker(path) });
  for (const input of [one.stream, one.stream]) {
    const reading = await dying.read(one.reference, input);
    assert.deepEqual([reading.complete, reading.gaps[0]?.code], [false, 'reader-died']);
    assert.match(reading.gaps[0]?.detail ?? '', /out of memory/);
  }
  await dying.close();
});

test('layers: a thread that was started before the first layer reads it', async () => {
  const early = createLayerPool({ workers: 1 });
  early.prepare();
  early.prepare();
  assert.equal((await early.read(one.reference, one.stream)).complete, true);
  await early.close();
});

test('layers: an abort ends a layer that never comes', async () => {
  const stop = new AbortController();
  const hanging: LayerInput = { kind: 'stream', open: () => new Promise(() => {}) };
  const reading = pool.read(one.reference, hanging, stop.signal);
  setTimeout(() => stop.abort(new Error('stopped')), 30);
  await assert.rejects(reading, /stopped/);
});

test('layers: each distinct one is read once, and the second time not at all', async () => {
  const opened: string[] = [];
  const request = (version: string) => ({
    layers: [one.reference, linked.reference, one.reference],
    open: ({ digest }: { readonly digest: string }) => {
      opened.push(digest);
      return digest === one.reference.digest ? one.stream : linked.stream;
    },
    pool,
    cache: createLayerCache(join(root, 'cache'), version),
  });
  const progress: string[] = [];
  const first = await readLayers({
    ...request('1'),
    onProgress: ({ done, total, cached }) => progress.push(`${done}/${total} ${cached}`),
  });
  assert.deepEqual([[...first.keys()], opened.length], [[one.reference.digest, linked.reference.digest], 2]);
  assert.deepEqual(progress, ['1/2 false', '2/2 false']);
  assert.deepEqual(await readLayers(request('1')), first);
  assert.equal(opened.length, 2);
  await readLayers(request('2'));
  assert.equal(opened.length, 4);
});

test('cache: damaged, cut, empty and foreign files count as absent and are healed', async () => {
  const folder = join(root, 'damage');
  const cache = createLayerCache(folder, '1');
  const reading = await pool.read(one.reference, one.stream);
  assert.equal(await cache.put(reading), true);
  const [name = ''] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.zst'));
  const whole = readFileSync(join(folder, name));
  const flipped = Buffer.from(whole);
  flipped[60] = (flipped[60] ?? 0) ^ 1;
  for (const bytes of [whole.subarray(0, 40), flipped, Buffer.alloc(0), Buffer.from('{}')]) {
    writeFileSync(join(folder, name), bytes);
    assert.equal(await cache.find(one.reference), undefined);
  }
  await cache.put(reading);
  assert.deepEqual(await cache.find(one.reference), reading);
  assert.equal(await cache.find({ ...one.reference, diffId: 'sha256:0' }), undefined);
});

test('cache: what is incomplete is not kept, and no digest leads out of the folder', async () => {
  const cache = createLayerCache(join(root, 'kept'), '1');
  const reading = await pool.read(one.reference, one.stream);
  assert.equal(await cache.put({ ...reading, complete: false }), false);
  assert.equal(await cache.put({ ...reading, digest: 'sha256:../../x' }), false);
  assert.equal(await cache.find({ ...one.reference, digest: '../../etc/passwd' }), undefined);
});

test('cache: several writers at once leave one whole file and nothing else', async () => {
  const folder = join(root, 'many');
  const reading = await pool.read(one.reference, one.stream);
  await Promise.all(Array.from({ length: 8 }, () => createLayerCache(folder, '1').put(reading)));
  assert.equal((await measureLayerCache(folder)).layers, 1);
  assert.equal(readdirSync(folder, { recursive: true }).length, 2);
  await cleanLayerCache(folder);
  assert.deepEqual(await measureLayerCache(folder), { layers: 0, sizeBytes: 0 });
});

test('cache: what killed scans left is swept, what others write just now is not', async () => {
  const folder = join(root, 'strays');
  const reading = await pool.read(one.reference, one.stream);
  await createLayerCache(folder, '1').put(reading);
  const [version = ''] = readdirSync(folder);
  for (const name of ['old.tmp', 'new.tmp']) writeFileSync(join(folder, version, name), '');
  utimesSync(join(folder, version, 'old.tmp'), 1000, 1000);
  await createLayerCache(folder, '1').put(reading);
  assert.deepEqual(
    readdirSync(join(folder, version)).filter((name) => name.endsWith('.tmp')),
    ['new.tmp'],
  );
});

test('cache: a folder that cannot be written does not stop the scan', async () => {
  const file = join(root, 'a-file');
  mkdirSync(root, { recursive: true });
  writeFileSync(file, '');
  const reading = await pool.read(one.reference, one.stream);
  assert.equal(await createLayerCache(file, '1').put(reading), false);
});
