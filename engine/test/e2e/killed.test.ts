import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { readRecord } from '../../compare/releases/read-record.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { type RunResult, startPlimsoll } from '../run-plimsoll.ts';
import { debianLayer } from '../sample-debian.ts';
import { noise, SampleBlobs } from '../sample-image.ts';
import { type Handler, type ImageServer, serveImages } from '../serve-images.ts';

const folders = makeReleaseFolders('killed');
const blobs = new SampleBlobs();
const small = blobs.image({ layers: [debianLayer({ gauge: '1.0' })] });
const large = blobs.image({ layers: [debianLayer({ buoy: '2.0' }, { 'usr/share/chart': noise(3_000_000) })] });
const images = { blobs: blobs.blobs, tags: { 'team/small:1': small.digest, 'team/large:1': large.digest } };
const [largeLayer = ''] = layersOf(large.digest);
const [smallLayer = ''] = layersOf(small.digest);
const manifest = `product: A\nversion: "1"\nsources: [{ image-list: images.txt }]\n`;

const open: ImageServer[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});
after(() => folders.remove());

function layersOf(digest: string): readonly string[] {
  const { layers } = JSON.parse(String(blobs.blobs.get(digest))) as { layers: readonly { digest: string }[] };
  return layers.map((layer) => layer.digest);
}

/** A release whose images a server of the test holds, with a cache of its own. */
async function release(handler?: Handler) {
  const server = await serveImages(images, handler);
  open.push(server);
  const at = folders.place({
    'plimsoll.yaml': `${manifest}mirrors: [{ from: registry.example, to: "${server.host}" }]\n`,
    'images.txt': 'registry.example/team/small:1\nregistry.example/team/large:1\n',
    'temporary/.keep': '',
  });
  const env = { ...folders.env, XDG_CACHE_HOME: join(at, 'cache'), TMPDIR: join(at, 'temporary') };
  const start = () => startPlimsoll(['scan', '--now', '2026-01-01'], { cwd: at, env });
  return { at, server, start };
}

/** Half of the large layer comes, and then nothing more. */
const holdLayer: (reached: () => void) => Handler = (reached) => (request, response) => {
  if (!request.url?.endsWith(largeLayer)) return false;
  const bytes = blobs.blobs.get(largeLayer) ?? new Uint8Array();
  response.writeHead(200, { 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => setTimeout(reached, 300));
  return true;
};

const names = (folder: string) => (existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : []);
const filesIn = (folder: string) => names(folder).flatMap((entry) => (entry.isFile() ? [entry.name] : []));

const whole = await (async () => {
  const { at, start } = await release();
  const { code, stderr } = await start().ended;
  assert.equal(code, 3, stderr);
  return readFileSync(join(at, 'releases/1.plimsoll'));
})();

test('a scan that nobody disturbs reads both images', () => {
  const { coverage, images } = readRecord(whole, '1');
  assert.equal(coverage.read, 2);
  assert.deepEqual(
    images.map(({ packages }) => packages.map(({ name }) => name)),
    [['buoy'], ['gauge']],
  );
});

/** Moments to be killed at, each told by what the server is asked. */
const moments: readonly (readonly [name: string, isNow: (url: string, count: number) => boolean])[] = [
  ['at the first request', () => true],
  ['at the second image', (_url, count) => count === 2],
  ['at a configuration', (_url, count) => count === 4],
  ['at the first layer', (url) => url.endsWith(largeLayer)],
  ['at the last layer', (url) => url.endsWith(smallLayer)],
];

for (const [name, isNow] of moments) {
  test(`killed ${name}, the next scan is right`, async () => {
    const run: { child?: ChildProcess; isOver?: boolean } = {};
    let count = 0;
    const { at, start } = await release((request) => {
      count += 1;
      if (!run.isOver && isNow(request.url ?? '', count)) run.child?.kill('SIGKILL');
      return false;
    });
    const { child, ended } = start();
    run.child = child;
    assert.equal((await ended).code, null);
    run.isOver = true;
    assert.deepEqual(filesIn(join(at, 'releases')), []);
    await assertNextIsWhole(at, start);
  });
}

test('killed in the middle of a layer, what was read is kept, and the rest is read the next time', async () => {
  const run: { child?: ChildProcess; at?: string } = {};
  const kept = () => filesIn(join(run.at ?? '', 'cache/plimsoll/layers'));
  const hold = holdLayer(async () => {
    for (let waited = 0; kept().length === 0 && waited < 10_000; waited += 50) await sleep(50);
    run.child?.kill('SIGKILL');
  });
  const { at, server, start } = await release((request, response, count) => count === 1 && hold(request, response, count));
  run.at = at;
  const { child, ended } = start();
  run.child = child;
  assert.equal((await ended).code, null);
  assert.deepEqual(filesIn(join(at, 'releases')), []);
  assert.deepEqual(kept(), [`${smallLayer.replace(':', '-')}.json.zst`]);
  await assertNextIsWhole(at, start);
  assert.deepEqual(
    [largeLayer, smallLayer].map((digest) => server.seen.filter(({ url }) => url?.endsWith(digest)).length),
    [2, 1],
  );
});

test('killed as the record is written, there is the old record or the new one', async () => {
  const { at, start } = await release();
  await start().ended;
  for (let round = 0; round < 5; round++) {
    const { child, ended } = start();
    const watcher = watch(join(at, 'releases'), () => child.kill('SIGKILL'));
    await ended;
    watcher.close();
    assert.ok(readFileSync(join(at, 'releases/1.plimsoll')).equals(whole));
  }
});

async function assertNextIsWhole(at: string, start: Awaited<ReturnType<typeof release>>['start']): Promise<void> {
  const { code, stderr } = await start().ended;
  assert.equal(code, 3, stderr);
  assert.ok(readFileSync(join(at, 'releases/1.plimsoll')).equals(whole));
}

const never: Handler = () => true;
const busy: Handler = (_request, response) => {
  response.writeHead(429, { 'retry-after': '50' }).end();
  return true;
};
const busyLayers: Handler = (request, response, count) =>
  [largeLayer, smallLayer].some((digest) => request.url?.endsWith(digest)) && busy(request, response, count);

const interruptions: readonly (readonly [name: string, handler: Handler, signal: NodeJS.Signals])[] = [
  ['while a registry does not answer', never, 'SIGINT'],
  ['while a registry wants to be asked later', busy, 'SIGINT'],
  ['while a registry wants to be asked later for a layer', busyLayers, 'SIGINT'],
  ['in the middle of a layer', holdLayer(() => {}), 'SIGINT'],
  ['in the middle of a layer', holdLayer(() => {}), 'SIGTERM'],
];

for (const [name, handler, signal] of interruptions) {
  test(`${signal} ${name} ends it at once, with a sentence, and leaves nothing`, async () => {
    const run: { child?: ChildProcess; at?: number } = {};
    const { at, start } = await release((request, response, count) => {
      const answered = handler(request, response, count);
      if (answered && run.at === undefined) {
        run.at = 0;
        setTimeout(() => {
          run.at = performance.now();
          run.child?.kill(signal);
        }, 300);
      }
      return answered;
    });
    const { child, ended } = start();
    run.child = child;
    const result = await ended;
    assertEnded(result, signal, performance.now() - (run.at ?? 0));
    assertNothingIsLeft(at);
  });
}

const slowTool = '#!/bin/sh\nif [ "$1" = version ]; then echo v5.7.1; else touch "$(dirname "$0")/began"; sleep 60; fi\n';
test('SIGINT while a tool renders ends it at once, and the tool too', { skip: process.platform === 'win32' }, async () => {
  const at = folders.place({
    'plimsoll.yaml': 'product: A\nversion: "1"\nsources: [{ kustomize: app }]\ntools: { kustomize: bin/kustomize }\n',
    'app/kustomization.yaml': '{}',
    'bin/kustomize': slowTool,
    'temporary/.keep': '',
  });
  chmodSync(join(at, 'bin/kustomize'), 0o755);
  const env = { ...folders.env, XDG_CACHE_HOME: join(at, 'cache'), TMPDIR: join(at, 'temporary') };
  const { child, ended } = startPlimsoll(['scan', '--now', '2026-01-01'], { cwd: at, env });
  for (let tries = 0; tries < 500 && !existsSync(join(at, 'bin/began')); tries++) await sleep(20);
  const since = performance.now();
  child.kill('SIGINT');
  const result = await ended;
  assertEnded(result, 'SIGINT', performance.now() - since);
  assertNothingIsLeft(at);
});

function assertEnded({ code, stdout, stderr }: RunResult, signal: NodeJS.Signals, tookMilliseconds: number): void {
  assert.deepEqual([code, stdout], [2, '']);
  assert.match(stderr, new RegExp(`^plimsoll: ended by ${signal}\\n {2}[A-Z].*\\n$`));
  assert.ok(tookMilliseconds < 3000, `it took ${Math.round(tookMilliseconds)} ms`);
}

function assertNothingIsLeft(at: string): void {
  assert.deepEqual([filesIn(join(at, 'releases')), filesIn(join(at, 'temporary'))], [[], ['.keep']]);
  assert.deepEqual(
    filesIn(join(at, 'cache')).filter((file) => /\.(?:part|tmp)$/.test(file)),
    [],
  );
}
