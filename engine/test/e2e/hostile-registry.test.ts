import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, afterEach, test } from 'node:test';
import { assertClean, assertTold, type HostileRun, makeHostileWorld } from '../hostile-world.ts';
import { debianLayer } from '../sample-debian.ts';
import { noise, SampleBlobs } from '../sample-image.ts';
import { type Handler, type ImageServer, serveImages } from '../serve-images.ts';

const world = await makeHostileWorld('hostile-registry');
const blobs = new SampleBlobs();
const image = blobs.image({ layers: [debianLayer({ buoy: '1.0' }, { 'usr/share/chart': noise(100_000) })] });
const manifest = blobs.blobs.get(image.digest) ?? new Uint8Array();
const [layer] = (JSON.parse(String(manifest)) as { layers: readonly { digest: string }[] }).layers;
const layerDigest = layer?.digest ?? '';
const layerBytes = blobs.blobs.get(layerDigest) ?? new Uint8Array();

const open: ImageServer[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});
after(() => world.folders.remove());

/** A scan of the good image and of one that a server of the test holds. Layers are never taken from an earlier scan. */
async function scanFrom(handler: Handler): Promise<{ readonly run: HostileRun; readonly server: ImageServer }> {
  const server = await serveImages({ blobs: blobs.blobs, tags: { 'team/app:1': image.digest } }, handler);
  open.push(server);
  await world.folders.run(world.folders.folder, 'cache', 'clean');
  return { run: await world.scan({ listed: [`${server.host}/team/app:1`] }), server };
}

type Answer = (response: ServerResponse, count: number) => boolean;

const asks = (part: 'manifests' | 'layer', answer: Answer): Handler => {
  return (request, response, count) =>
    request.url?.includes(part === 'layer' ? layerDigest : '/manifests/') === true && answer(response, count);
};
const status = (code: number, headers: Readonly<Record<string, string>> = {}): Answer => {
  return (response) => {
    response.writeHead(code, headers).end('{}');
    return true;
  };
};
/** Half of it comes, then the connection is cut. */
const halfOf = (bytes: Uint8Array): Answer => {
  return (response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
    return true;
  };
};
const wholeOf = (bytes: Uint8Array): Answer => {
  return (response) => {
    response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    return true;
  };
};
const once =
  (answer: Answer): Answer =>
  (response, count) =>
    count === 1 && answer(response, count);
const other = Uint8Array.from(layerBytes, (byte, index) => (index === 50 ? byte ^ 1 : byte));

const cases: readonly (readonly [name: string, handler: Handler, says: RegExp])[] = [
  ['401', asks('manifests', status(401)), /refuses to be read \(401\).*docker login/],
  [
    '401 with a sign-in that leads nowhere',
    asks('manifests', status(401, { 'www-authenticate': 'Bearer realm="x"' })),
    /refuses to be read \(401\)/,
  ],
  ['403', asks('manifests', status(403)), /refuses to be read \(403\)/],
  ['404', asks('manifests', status(404)), /team\/app:1.*registry does not have it/],
  ['404 for a layer', asks('layer', status(404)), /answered 404 for layer/],
  ['429 for an hour', asks('manifests', status(429, { 'retry-after': '3600' })), /too many requests \(429\)/],
  ['500 for ever', asks('manifests', status(500)), /answered 500.*try again later/],
  ['500 for a layer, for ever', asks('layer', status(500)), /answered 500 for layer/],
  ['a manifest that stops half way', asks('manifests', halfOf(manifest)), /could not be read/],
  ['a layer that stops half way, each time', asks('layer', halfOf(layerBytes)), /broke off 5 times/],
  ['a layer of other bytes', asks('layer', wholeOf(other)), /the blob is sha256:/],
  ['a longer layer', asks('layer', wholeOf(Buffer.concat([layerBytes, layerBytes]))), /longer than the \d+ bytes/],
  ['a manifest that is no JSON', asks('manifests', wholeOf(Buffer.from('<html>'))), /team\/app:1/],
  [
    'a manifest of another digest',
    asks('manifests', status(200, { 'docker-content-digest': `sha256:${'0'.repeat(64)}` })),
    /states digest/,
  ],
  ['a manifest without end', asks('manifests', wholeOf(Buffer.alloc(40_000_000, ' '))), /larger than \d+ bytes/],
  ['redirects in circles', asks('manifests', status(307, { location: '/v2/team/app/manifests/1' })), /redirects in circles/],
  ['a redirect to a file', asks('layer', status(307, { location: 'file:///etc/passwd' })), /redirects to file:/],
  ['a redirect to plain http elsewhere', asks('layer', status(307, { location: 'http://registry.invalid/x' })), /not secure/],
];

for (const [name, handler, says] of cases) {
  test(`a registry that answers ${name}: told, and the good image is read`, async () =>
    assertTold((await scanFrom(handler)).run, says));
}

const passing: readonly (readonly [name: string, handler: Handler, asked: number])[] = [
  // With HEAD twice, and with GET.
  ['answers 500 once', asks('manifests', once(status(500))), 3],
  ['answers 503 once for a layer', asks('layer', once(status(503))), 2],
  ['stops half way once', asks('layer', once(halfOf(layerBytes))), 2],
];
for (const [name, handler, asked] of passing) {
  test(`a registry that ${name} is asked again`, async () => {
    const { run, server } = await scanFrom(handler);
    assertClean(run);
    const part = name.includes('500') ? '/manifests/1' : layerDigest;
    assert.equal(server.seen.filter(({ url }) => url?.includes(part)).length, asked);
  });
}

test('Retry-After of 429 is honored', async () => {
  const times: number[] = [];
  const { run } = await scanFrom(
    asks('manifests', (response, count) => {
      times.push(performance.now());
      return count === 1 && status(429, { 'retry-after': '1' })(response, count);
    }),
  );
  assertClean(run);
  const [first = 0, second = 0] = times;
  assert.ok(second - first >= 990, `it came back after ${Math.round(second - first)} ms`);
});

test('a registry that is not there is told', async () => {
  const { run, server } = await scanFrom(() => false);
  assertClean(run);
  server.close();
  await world.folders.run(world.folders.folder, 'cache', 'clean');
  assertTold(await world.scan({ listed: [`${server.host}/team/app:1`] }), /could not be read: connect ECONNREFUSED/);
});
