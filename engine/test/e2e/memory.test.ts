import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readRecord } from '../../compare/releases/read-record.ts';
import { writeTar } from '../../formats/tar/write-tar.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { debianFiles } from '../sample-debian.ts';
import { noise, SampleBlobs } from '../sample-image.ts';
import { serveImages } from '../serve-images.ts';
import { watchMemory } from '../watch-memory.ts';

const folders = makeReleaseFolders('memory');
after(() => folders.remove());

const megabyte = 1024 ** 2;
const skip = process.platform !== 'linux' && 'only Linux tells the peak of a process';

/** A layer with one large file, too large to be held: gzip members, one of which is repeated. */
interface LargeLayer {
  readonly digest: string;
  readonly diffId: string;
  readonly sizeBytes: number;
  parts(): Iterable<Uint8Array>;
}

function makeLargeLayer(path: string, block: Uint8Array, count: number): LargeLayer {
  const system = writeTar(Object.entries(debianFiles({ gauge: '1.0' })).map(([name, content]) => ({ path: name, content })));
  const size = (block.length * count).toString(8).padStart(11, '0');
  const header = writeTar([{ path, patch: { 124: size } }]).subarray(0, 512);
  const start = Buffer.concat([system.subarray(0, -1024), header]);
  const end = new Uint8Array(1024);
  const [startMember, blockMember, endMember] = [start, block, end].map((bytes) => gzipSync(bytes, { level: 1 }));
  function* around<Part>(first: Part, middle: Part, last: Part): Generator<Part> {
    yield first;
    for (let index = 0; index < count; index++) yield middle;
    yield last;
  }
  const parts = () => around<Uint8Array>(startMember ?? start, blockMember ?? block, endMember ?? end);
  return {
    digest: digestOf(parts()),
    diffId: digestOf(around<Uint8Array>(start, block, end)),
    sizeBytes: [...parts()].reduce((sum, part) => sum + part.length, 0),
    parts,
  };
}

function digestOf(parts: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return `sha256:${hash.digest('hex')}`;
}

function imageOf({ digest, diffId, sizeBytes }: LargeLayer) {
  const blobs = new SampleBlobs();
  const image = blobs.image({
    layers: [],
    configuration: { rootfs: { type: 'layers', diff_ids: [diffId] } },
    manifest: { layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest, size: sizeBytes }] },
  });
  return { blobs, image };
}

async function scan(at: string, image: string) {
  writeFileSync(join(at, 'images.txt'), `${image}\n`);
  const { child, ended } = folders.start(at, 'scan', '--now', '2026-01-01');
  const peak = watchMemory(child);
  const { code, stderr } = await ended;
  assert.equal(code, 3, stderr);
  const release = readRecord(readFileSync(join(at, 'releases/1.plimsoll')), '1');
  return { release, peakBytes: peak() ?? 0 };
}

const head = 'product: A\nversion: "1"\nsources: [{ image-list: images.txt }]\n';

async function scanFromLayout(layer: LargeLayer) {
  const at = folders.place({ 'plimsoll.yaml': `${head}images: [{ oci-layout: images }]\n` });
  const { blobs, image } = imageOf(layer);
  const name = 'registry.example/large:1';
  await blobs.writeLayout(join(at, 'images'), [{ ...image, annotations: { 'org.opencontainers.image.ref.name': name } }]);
  for (const part of layer.parts()) appendFileSync(join(at, 'images/blobs', layer.digest.replace(':', '/')), part);
  return scan(at, name);
}

async function scanFromRegistry(layer: LargeLayer) {
  const { blobs, image } = imageOf(layer);
  const server = await serveImages({ blobs: blobs.blobs, tags: { 'team/large:1': image.digest } }, (request, response) => {
    if (!request.url?.endsWith(layer.digest)) return false;
    void sendAll(response, layer);
    return true;
  });
  const at = folders.place({ 'plimsoll.yaml': head });
  return scan(at, `${server.host}/team/large:1`).finally(() => server.close());
}

async function sendAll(response: ServerResponse, { sizeBytes, parts }: LargeLayer): Promise<void> {
  response.writeHead(200, { 'content-length': sizeBytes });
  for (const part of parts()) if (!response.write(part)) await once(response, 'drain');
  response.end();
}

/** Fifty times smaller when packed, as layers with large data are. */
const sparse = Buffer.concat([noise(megabyte), new Uint8Array(49 * megabyte)]);
const dense = noise(8 * megabyte);

const cases: readonly (readonly [name: string, layer: () => LargeLayer, run: typeof scanFromLayout])[] = [
  ['of 1.5 GB in a layout', () => makeLargeLayer('usr/share/large', sparse, 30), scanFromLayout],
  ['of 400 MB packed, faster sent than read', () => makeLargeLayer('usr/share/large', dense, 50), scanFromRegistry],
  ['with a jar of 500 MB', () => makeLargeLayer('app/large.jar', sparse, 10), scanFromLayout],
];

for (const [name, layer, run] of cases) {
  test(`a layer ${name} is read in less than 700 MB`, { skip }, async () => {
    const { release, peakBytes } = await run(layer());
    assert.deepEqual(
      release.images.flatMap(({ packages }) => packages.map((item) => item.name)),
      ['gauge'],
    );
    assert.ok(peakBytes > 0 && peakBytes < 700 * megabyte, `${Math.round(peakBytes / megabyte)} MB`);
  });
}
