import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test } from 'node:test';
import { answer, image, isLayer, layerBytes, serve, tryRead } from '../../test/sample-registry.ts';
import type { Handler } from '../../test/serve-images.ts';
import { openRegistry } from './registry.ts';

const platform = 'linux/amd64';
const credentialFiles: readonly string[] = [];
const isManifest = (request: IncomingMessage) => request.url?.includes('/manifests/') === true;

/** Sends the first `sent` bytes from `from` on and breaks the connection. */
function breakOff(response: ServerResponse, from: number, sent: number): true {
  const status = from > 0 ? 206 : 200;
  const range = from > 0 ? { 'content-range': `bytes ${from}-${layerBytes.length - 1}/${layerBytes.length}` } : {};
  response.writeHead(status, { 'content-length': layerBytes.length - from, ...range });
  response.write(layerBytes.subarray(from, from + sent), () => setTimeout(() => response.destroy(), 5));
  return true;
}

const rangeOf = (request: IncomingMessage) => Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);

const cases: readonly {
  name: string;
  handler: Handler;
  told: string;
  slept?: readonly number[];
  tag?: string;
  stallMs?: number;
}[] = [
  { name: 'nothing is wrong', handler: () => false, told: 'read' },
  { name: 'it is asked by digest', handler: () => false, told: 'read', tag: `:1@${image.digest}` },
  { name: 'it does not have the tag', handler: () => false, told: 'absent', tag: ':2' },
  { name: '403', handler: (_, response) => answer(403)(response), told: 'failed unauthorized' },
  { name: '401 without a way in', handler: (_, response) => answer(401)(response), told: 'failed unauthorized' },
  {
    name: '500 once',
    handler: (request, response, count) => isManifest(request) && count === 1 && answer(500)(response),
    told: 'read',
    slept: [125],
  },
  {
    name: '500 always',
    handler: (_, response) => answer(500)(response),
    told: 'failed registry-refused',
    slept: [125, 250, 500, 1000],
  },
  {
    name: '429 with seconds',
    handler: (request, response, count) => isManifest(request) && count === 1 && answer(429, { 'retry-after': '7' })(response),
    told: 'read',
    slept: [7000],
  },
  {
    name: '503 with a date',
    handler: (_, response, count) => count === 1 && answer(503, { 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' })(response),
    told: 'read',
    slept: [9000, 9000, 9000],
  },
  {
    name: '429 for an hour',
    handler: (_, response) => answer(429, { 'retry-after': '3600' })(response),
    told: 'failed registry-busy',
  },
  {
    name: 'no manifest but a page',
    handler: (_, response) => answer(200, {}, '<html>')(response),
    told: 'failed manifest-invalid',
  },
  {
    name: 'it lies about the digest',
    handler: (_, response) => answer(200, { 'docker-content-digest': `sha256:${'0'.repeat(64)}` }, '{}')(response),
    told: 'failed digest-differs',
  },
  {
    name: 'other bytes for a digest',
    handler: (request, response) => isManifest(request) && answer(200, {}, '{"manifests":[]}')(response),
    told: 'failed digest-differs',
    tag: `@${image.digest}`,
  },
  {
    name: 'a manifest without end',
    handler: (_, response) => answer(200, {}, ' '.repeat(5_000_000))(response),
    told: 'failed registry-unreachable',
  },
  { name: 'silence', handler: () => true, told: 'failed registry-unreachable', slept: [125, 250, 500, 1000], stallMs: 60 },
  {
    name: 'a manifest that breaks off once',
    handler: (request, response, count) => isManifest(request) && count === 1 && breakOff(response, 0, 10),
    told: 'read',
    slept: [125],
  },
  {
    name: 'manifests that always break off',
    handler: (_, response) => breakOff(response, 0, 10),
    told: 'failed registry-unreachable',
    slept: [125, 250],
  },
  {
    name: 'a layer that breaks off, and no ranges',
    handler: (request, response, count) => isLayer(request) && count === 1 && breakOff(response, 0, 700),
    told: 'read',
    slept: [125],
  },
  {
    name: 'a layer that always breaks off',
    handler: (request, response) => isLayer(request) && breakOff(response, 0, 10),
    told: 'layer unread',
    slept: [125, 250, 500, 1000],
  },
  {
    name: 'a layer that stalls',
    handler: (request, response) => {
      if (!isLayer(request)) return false;
      response.writeHead(200, { 'content-length': layerBytes.length }).write(layerBytes.subarray(0, 5));
      return true;
    },
    told: 'layer unread',
    stallMs: 200,
  },
  {
    name: 'a layer that is longer than stated',
    handler: (request, response) => isLayer(request) && answer(200, {}, 'x'.repeat(layerBytes.length + 1))(response),
    told: 'wrong bytes',
  },
  {
    name: 'a layer that is missing',
    handler: (request, response) => isLayer(request) && answer(404)(response),
    told: 'layer unread',
  },
  {
    name: 'redirects in a circle',
    handler: (request, response) => answer(307, { location: request.url ?? '' })(response),
    told: 'failed registry-unreachable',
  },
  {
    name: 'a redirect to a host over plain http',
    handler: (_, response) => answer(307, { location: 'http://registry.example/' })(response),
    told: 'failed registry-unreachable',
  },
  {
    name: 'a redirect to a file',
    handler: (_, response) => answer(307, { location: 'file:///etc/passwd' })(response),
    told: 'failed registry-unreachable',
  },
];

for (const { name, handler, told, slept, tag, stallMs } of cases) {
  test(`registry: ${name}: ${told}`, async () => {
    const { host, close } = await serve(handler);
    const tried = await tryRead(host, { credentialFiles, ...(stallMs !== undefined && { limits: { stallMs } }) }, tag).finally(
      close,
    );
    assert.equal(tried.told, told, tried.details);
    if (slept) assert.deepEqual(tried.slept, slept);
    if (told.startsWith('failed')) assert.match(tried.details, /[a-z]/);
  });
}

test('a layer is taken up where it broke off', async () => {
  const handler: Handler = (request, response, count) => {
    if (!isLayer(request)) return false;
    if (count < 4) return breakOff(response, rangeOf(request), 150);
    const from = rangeOf(request);
    const headers = { 'content-range': `bytes ${from}-${layerBytes.length - 1}/${layerBytes.length}` };
    response.writeHead(206, headers).end(layerBytes.subarray(from));
    return true;
  };
  const { host, seen, close } = await serve(handler);
  const tried = await tryRead(host, { credentialFiles }).finally(close);
  assert.equal(tried.told, 'read', tried.details);
  assert.deepEqual(seen.filter(isLayer).map(rangeOf), [0, 150, 300, 450]);
});

test('a mirror is tried first, and the reason is kept when it fails', async () => {
  const mirror = await serve((request, response) => request.url?.startsWith('/v2/copy/') === true && answer(403)(response));
  const original = await serve();
  const rule = { from: `${original.host}/team`, to: `${mirror.host}/team` };
  const good = await tryRead(original.host, { credentialFiles, mirrors: [rule] });
  assert.deepEqual([good.told, original.seen.length], ['read', 0]);
  const bad = await tryRead(original.host, { credentialFiles, mirrors: [{ ...rule, to: `${mirror.host}/copy` }] }).finally(() => {
    mirror.close();
    original.close();
  });
  assert.equal(bad.told, 'read unauthorized');
  assert.match(bad.details, /\(a mirror\)/);
});

test('a registry that is not there', async () => {
  const { host, close } = await serve();
  close();
  const tried = await tryRead(host, { credentialFiles });
  assert.equal(tried.told, 'failed registry-unreachable');
});

test('a request that is stopped ends at once', async () => {
  const { host, close } = await serve(() => true);
  const store = openRegistry({ credentialFiles });
  const request = { reference: `${host}/team/app:1`, platform, signal: AbortSignal.timeout(30) };
  await assert.rejects(store.find(request), /abort|timeout/i);
  await store.close();
  close();
});
