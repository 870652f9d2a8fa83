import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { readRecord } from '../../compare/releases/read-record.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { debianLayer } from '../sample-debian.ts';
import { noise, SampleBlobs, sha256 } from '../sample-image.ts';
import { type Handler, type ImageServer, serveImages } from '../serve-images.ts';

const folders = makeReleaseFolders('keep');
const open: ImageServer[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});
after(() => folders.remove());

const blobs = new SampleBlobs();
const base = debianLayer({ gauge: '1.0' }, { 'usr/share/chart': noise(400_000) });
const linux = { platform: { os: 'linux', architecture: 'amd64' } };
const one = { ...blobs.image({ layers: [base, debianLayer({ buoy: '1.0' })] }), ...linux };
const two = blobs.image({ layers: [base, debianLayer({ anchor: '1.0' })] });
const index = blobs.index([one]);
const [shared = ''] = (JSON.parse(String(blobs.blobs.get(two.digest))) as { layers: { digest: string }[] }).layers.map(
  ({ digest }) => digest,
);
const references = ['registry.example/team/one:1', 'registry.example/team/two:1'];

async function serve(handler?: Handler): Promise<{ at: string; server: ImageServer }> {
  const tags = { 'team/one:1': index.digest, 'team/two:1': two.digest };
  const server = await serveImages({ blobs: blobs.blobs, tags }, handler);
  open.push(server);
  const at = folders.place({
    'plimsoll.yaml': `product: A\nversion: "1"\nsources: [{ image-list: images.txt }]\nmirrors: [{ from: registry.example, to: "${server.host}" }]\n`,
    'images.txt': `${references.join('\n')}\n`,
    'again/plimsoll.yaml':
      'product: A\nversion: "1"\nsources: [{ image-list: ../images.txt }]\nimages: [{ oci-layout: ../kept }]\n',
  });
  return { at, server };
}

function packagesIn(at: string) {
  const { images } = readRecord(readFileSync(join(at, 'releases/1.plimsoll')), '1');
  return images.map(({ reference, digest, status, packages }) => [reference, digest, status, packages.map(({ name }) => name)]);
}

const pulls = ({ seen }: ImageServer, digest: string) => seen.filter(({ url }) => url?.endsWith(digest)).length;

test('what is pulled is kept as a layout that reads the same, and a layer of two images is pulled once', async () => {
  const { at, server } = await serve();
  await folders.run(folders.folder, 'cache', 'clean');
  const { code, stderr } = await folders.run(at, 'scan', '--now', '2026-01-01', '--keep', 'kept');
  assert.equal(code, 3, stderr);
  assert.equal(pulls(server, shared), 1);
  const files = readdirSync(join(at, 'kept/blobs/sha256'));
  for (const name of files) assert.equal(`sha256:${name}`, sha256(readFileSync(join(at, 'kept/blobs/sha256', name))));
  assert.deepEqual(new Set(files.map((name) => `sha256:${name}`)), new Set(blobs.blobs.keys()));
  server.close();
  await folders.run(folders.folder, 'cache', 'clean');
  const again = await folders.run(join(at, 'again'), 'scan', '--now', '2026-01-01', '--offline');
  assert.equal(again.code, 3, again.stderr);
  assert.deepEqual(packagesIn(join(at, 'again')), packagesIn(at));
});

test('layers whose readings are known are pulled for the layout, and nothing is pulled that is there', async () => {
  const { at, server } = await serve();
  await folders.run(at, 'scan', '--now', '2026-01-01');
  assert.ok(!existsSync(join(at, 'kept')));
  const before = pulls(server, shared);
  await folders.run(at, 'scan', '--now', '2026-01-01', '--keep', 'kept');
  assert.equal(pulls(server, shared), before + 1);
  await folders.run(at, 'scan', '--now', '2026-01-01', '--keep', 'kept');
  assert.equal(pulls(server, shared), before + 1);
  assert.equal(readdirSync(join(at, 'kept/blobs/sha256')).length, blobs.blobs.size);
});

test('a layer that is not what its digest says is not kept', async () => {
  const { at } = await serve((request, response) => {
    if (!request.url?.endsWith(shared)) return false;
    const bytes = Buffer.from(blobs.blobs.get(shared) ?? []);
    bytes[1000] = (bytes[1000] ?? 0) ^ 1;
    response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    return true;
  });
  await folders.run(folders.folder, 'cache', 'clean');
  const { code, stdout } = await folders.run(at, 'scan', '--now', '2026-01-01', '--keep', 'kept');
  assert.equal(code, 3);
  assert.match(stdout, /the blob is sha256:/);
  const files = readdirSync(join(at, 'kept/blobs/sha256'));
  assert.ok(!files.some((name) => shared.endsWith(name) || name.endsWith('.part')));
});
