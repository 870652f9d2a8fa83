import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { readRecord } from '../../compare/releases/read-record.ts';
import { writeTar } from '../../formats/tar/write-tar.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { debianFiles } from '../sample-debian.ts';
import { noise, SampleBlobs } from '../sample-image.ts';
import { type Handler, type ImageServer, serveImages } from '../serve-images.ts';

const folders = makeReleaseFolders('pulled-once');
const open: ImageServer[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});
after(() => folders.remove());

const blobs = new SampleBlobs();
const [release = ['', ''], status = ['', '']] = Object.entries(debianFiles({ buoy: '1.0' }));
/** The database goes by under a name that nobody asks for; only a second reading gets its content. */
const layer = writeTar([
  { path: release[0], content: release[1] },
  { path: 'opt/large', content: noise(300_000) },
  { path: 'opt/list', content: status[1] },
  { path: status[0], type: '1', target: 'opt/list' },
]);
const image = blobs.image({ layers: [layer] });
const manifest = JSON.parse(String(blobs.blobs.get(image.digest))) as { layers: { digest: string }[] };
const digest = manifest.layers[0]?.digest ?? '';

async function serve(handler?: Handler): Promise<ImageServer> {
  const server = await serveImages({ blobs: blobs.blobs, tags: { 'team/app:1': image.digest } }, handler);
  open.push(server);
  return server;
}

async function scan(original: ImageServer, mirror?: ImageServer) {
  await folders.run(folders.folder, 'cache', 'clean');
  const mirrors = mirror ? `mirrors: [{ from: "${original.host}/team", to: "${mirror.host}/team" }]\n` : '';
  const at = folders.place({
    'plimsoll.yaml': `product: A\nversion: "1"\nsources: [{ image-list: images.txt }]\n${mirrors}`,
    'images.txt': `${original.host}/team/app:1\n`,
  });
  const { code, stderr } = await folders.run(at, 'scan', '--now', '2026-01-01');
  assert.equal(code, 3, stderr);
  const { images, gaps } = readRecord(readFileSync(join(at, 'releases/1.plimsoll')), '1');
  const codes = gaps.map((gap) => gap.code).filter((one) => one !== 'advisories-missing');
  return { packages: images[0]?.packages.map(({ name }) => name), codes };
}

const pulls = ({ seen }: ImageServer) => seen.filter(({ url }) => url?.endsWith(digest)).length;
const damaged: Handler = ({ url }, response) => {
  if (!url?.endsWith(digest)) return false;
  const bytes = Uint8Array.from(blobs.blobs.get(digest) ?? []);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
  return true;
};

test('a layer whose links ask for a second reading is pulled once', async () => {
  const original = await serve();
  assert.deepEqual(await scan(original), { packages: ['buoy'], codes: [] });
  assert.equal(pulls(original), 1);
});

test('a mirror that gives wrong bytes: the original is asked', async () => {
  const [original, mirror] = [await serve(), await serve(damaged)];
  assert.deepEqual(await scan(original, mirror), { packages: ['buoy'], codes: [] });
  assert.deepEqual([pulls(mirror), pulls(original)], [1, 1]);
});

test('mirror and original both give wrong bytes: one gap', async () => {
  const [original, mirror] = [await serve(damaged), await serve(damaged)];
  assert.deepEqual(await scan(original, mirror), { packages: [], codes: ['digest-mismatch'] });
  assert.deepEqual([pulls(mirror), pulls(original)], [1, 1]);
});
