import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
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

async function scan(original: ImageServer, places: readonly ImageServer[] = []) {
  await folders.run(folders.folder, 'cache', 'clean');
  const mirrors = `mirrors: ${JSON.stringify(places.map(({ host }) => ({ from: `${original.host}/team`, to: `${host}/team` })))}\n`;
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

/** The parts of the layer that were asked for, in order. */
const asked = ({ seen }: ImageServer) =>
  seen.filter(({ url }) => url?.endsWith(digest)).map(({ headers }) => headers.range ?? 'all');

const bytes = blobs.blobs.get(digest) ?? new Uint8Array();
const half = bytes.length >> 1;
const wrongBytes = Uint8Array.from(bytes, (byte, at) => (at === half - 1 ? byte ^ 1 : byte));
const rest = `bytes=${half}-`;

const forLayer =
  (answer: (request: IncomingMessage, response: ServerResponse) => unknown): Handler =>
  (request, response) => {
    if (!request.url?.endsWith(digest)) return false;
    answer(request, response);
    return true;
  };
const sends = (content: Uint8Array) =>
  forLayer((_, response) => response.writeHead(200, { 'content-length': content.length }).end(content));
const breaksOff = (content: Uint8Array) =>
  forLayer((_, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, half), () => response.socket?.end());
  });
const wrong = sends(wrongBytes);
const missing = forLayer((_, response) => response.writeHead(404).end());
const longer = sends(Buffer.concat([bytes, bytes]));
const longerUnannounced = forLayer((_, response) => {
  response.write(bytes);
  response.end(bytes);
});
const withRanges = forLayer(({ headers }, response) => {
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  if (from === 0) response.end(bytes);
  else
    response.writeHead(206, { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }).end(bytes.subarray(from));
});

test('a layer whose links ask for a second reading is pulled once', async () => {
  const original = await serve();
  assert.deepEqual(await scan(original), { packages: ['buoy'], codes: [] });
  assert.deepEqual(asked(original), ['all']);
});

const faulty: readonly (readonly [name: string, mirrors: readonly Handler[], asked: readonly (readonly string[])[]])[] = [
  ['sends wrong bytes', [wrong], [['all'], ['all']]],
  ['states that it has more', [longer], [['all'], ['all']]],
  ['sends more than it should', [longerUnannounced], [['all'], ['all']]],
  ['sends wrong bytes, after one that has none', [missing, wrong], [['all'], ['all'], ['all']]],
  ['sends wrong bytes, as the next one does', [wrong, longerUnannounced], [['all'], ['all'], ['all']]],
  ['breaks off and begins again', [breaksOff(bytes)], [['all', rest], [rest]]],
  [
    'breaks off after wrong bytes',
    [breaksOff(wrongBytes)],
    [
      ['all', rest],
      [rest, 'all'],
    ],
  ],
];
for (const [name, handlers, parts] of faulty) {
  test(`a mirror that ${name}: what is missing is asked of the original, and nothing twice`, async () => {
    const mirrors = await Promise.all(handlers.map(serve));
    const original = await serve(withRanges);
    assert.deepEqual(await scan(original, mirrors), { packages: ['buoy'], codes: [] });
    assert.deepEqual([...mirrors, original].map(asked), parts);
  });
}

test('mirror and original both give wrong bytes: one gap', async () => {
  const [original, mirror] = [await serve(wrong), await serve(wrong)];
  assert.deepEqual(await scan(original, [mirror]), { packages: [], codes: ['digest-mismatch'] });
  assert.deepEqual([asked(mirror), asked(original)], [['all'], ['all']]);
});
