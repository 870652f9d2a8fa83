import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { answer, image, isLayer, layerBytes, serve, tryRead } from '../../test/sample-registry.ts';
import type { Handler, ImageServer } from '../../test/serve-images.ts';
import { createBlobCache } from './blob-cache.ts';

const folder = await mkdtemp(join(tmpdir(), 'plimsoll-fallback-'));
after(() => rm(folder, { recursive: true }));
const credentialFiles: readonly string[] = [];

const rangeOf = (request: IncomingMessage) => request.headers.range;
/** Half of the layer comes, then nothing does. */
const halfLayer: Handler = (request, response) => {
  if (!isLayer(request)) return false;
  if (request.headers.range) return answer(503)(response);
  response.writeHead(200, { 'content-length': layerBytes.length });
  response.write(layerBytes.subarray(0, 9000), () => setTimeout(() => response.destroy(), 5));
  return true;
};
/** Serves the rest where that is what is asked for. */
const withRanges: Handler = (request, response) => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? Number.NaN);
  if (!isLayer(request) || Number.isNaN(from)) return false;
  const headers = { 'content-range': `bytes ${from}-${layerBytes.length - 1}/${layerBytes.length}` };
  response.writeHead(206, headers).end(layerBytes.subarray(from));
  return true;
};

const cases: readonly (readonly [name: string, mirror: Handler, asked: readonly (string | undefined)[]])[] = [
  ['fails half way: the original gives the rest', halfLayer, ['bytes=9000-']],
  ['does not have the layer', (request, response) => isLayer(request) && answer(404)(response), [undefined]],
  ['refuses the layer', (request, response) => isLayer(request) && answer(403)(response), [undefined]],
];
for (const [name, handler, asked] of cases) {
  test(`a mirror that ${name}`, async () => {
    const mirror = await serve(handler);
    const original = await serve(withRanges);
    const mirrors = [{ from: `${original.host}/team`, to: `${mirror.host}/team` }];
    const tried = await tryRead(original.host, { credentialFiles, mirrors });
    mirror.close();
    original.close();
    assert.equal(tried.told, 'read', tried.details);
    assert.deepEqual(original.seen.filter(isLayer).map(rangeOf), asked);
  });
}

const methods = ({ seen }: ImageServer) => seen.filter((request) => !isLayer(request)).map(({ method }) => method);

test('a manifest that is known is not pulled again: HEAD tells that nothing changed', async () => {
  const blobs = createBlobCache(join(folder, 'known'));
  const server = await serve();
  for (let round = 0; round < 2; round++) assert.equal((await tryRead(server.host, { credentialFiles, blobs })).told, 'read');
  server.close();
  assert.deepEqual(methods(server), ['HEAD', 'GET', 'GET', 'HEAD']);
});

test('by digest, nothing but the layer is asked for the second time', async () => {
  const blobs = createBlobCache(join(folder, 'digest'));
  const server = await serve();
  for (let round = 0; round < 2; round++)
    assert.equal((await tryRead(server.host, { credentialFiles, blobs }, `@${image.digest}`)).told, 'read');
  server.close();
  assert.deepEqual(methods(server), ['GET', 'GET']);
});

test('a manifest that is kept and damaged is pulled again', async () => {
  const blobs = createBlobCache(join(folder, 'damaged'));
  const server = await serve();
  await tryRead(server.host, { credentialFiles, blobs });
  for (const name of await readdir(join(folder, 'damaged'))) await writeFile(join(folder, 'damaged', name), '{}');
  assert.equal((await tryRead(server.host, { credentialFiles, blobs })).told, 'read');
  server.close();
  assert.deepEqual(methods(server), ['HEAD', 'GET', 'GET', 'HEAD', 'GET', 'GET']);
});

const heads: readonly (readonly [name: string, handler: Handler, told: string, asked: readonly string[]])[] = [
  [
    'does not know HEAD',
    (request, response) => request.method === 'HEAD' && answer(405)(response),
    'read',
    ['HEAD', 'GET', 'GET'],
  ],
  [
    'has no digest for HEAD',
    (request, response) => request.method === 'HEAD' && answer(200)(response),
    'read',
    ['HEAD', 'GET', 'GET'],
  ],
  ['refuses HEAD', (request, response) => request.method === 'HEAD' && answer(403)(response), 'failed unauthorized', ['HEAD']],
];
for (const [name, handler, told, asked] of heads) {
  test(`a registry that ${name}: ${told}`, async () => {
    const server = await serve(handler);
    const tried = await tryRead(server.host, { credentialFiles, blobs: createBlobCache(join(folder, name)) });
    server.close();
    assert.deepEqual([tried.told, methods(server)], [told, asked]);
  });
}
