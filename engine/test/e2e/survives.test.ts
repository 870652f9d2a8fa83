import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { readRecord } from '../../compare/releases/read-record.ts';
import type { Release } from '../../model/release.ts';
import { type CountingProxy, countRequests, type Interference } from '../count-requests.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { type StartedRun, startPlimsoll } from '../run-plimsoll.ts';
import { debianLayer } from '../sample-debian.ts';
import { noise, SampleBlobs } from '../sample-image.ts';

const missing = ['docker-registry', 'skopeo'].filter((tool) => spawnSync(tool, ['--version']).error);
const skip = missing.length > 0 && `${missing.join(' and ')} not installed (Debian packages of these names)`;

const folders = makeReleaseFolders('survives');
const blobs = new SampleBlobs();
const base = debianLayer({ gauge: '1.0' }, { 'usr/share/base': noise(4_000_000) });
const images = Array.from({ length: 8 }, (_, index) =>
  blobs.image({
    layers: [base, debianLayer({ gauge: '1.0', [`part-${index}`]: '1.0' }, { 'usr/share/x': noise(600_000 + index * 1000) })],
  }),
);
const layersOf = (digest: string) =>
  (JSON.parse(String(blobs.blobs.get(digest))) as { layers: { digest: string }[] }).layers.map((layer) => layer.digest);
const layers = [...new Set(images.flatMap(({ digest }) => layersOf(digest)))];
const [victim = ''] = layersOf(images[3]?.digest ?? '').slice(1);

const registry: { port: number; server?: ChildProcess } = { port: 0 };
const proxies: CountingProxy[] = [];

before(async () => {
  if (skip) return;
  registry.port = await freePort();
  const file = join(folders.folder, 'registry.yml');
  const store = join(folders.folder, 'store');
  const http = `http: { addr: "127.0.0.1:${registry.port}" }`;
  writeFileSync(file, `version: 0.1\nlog: { level: error }\nstorage: { filesystem: { rootdirectory: ${store} } }\n${http}\n`);
  await startRegistry();
  const layout = join(folders.folder, 'layout');
  const named = images.map((image, index) => ({ ...image, annotations: { 'org.opencontainers.image.ref.name': `${index}` } }));
  await blobs.writeLayout(layout, named);
  for (const index of images.keys()) {
    const args = ['copy', '-q', '--insecure-policy', '--preserve-digests', '--dest-tls-verify=false'];
    const to = `docker://127.0.0.1:${registry.port}/team/app-${index}:1`;
    const { status, stderr } = spawnSync('skopeo', [...args, `oci:${layout}:${index}`, to], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }
});

after(() => {
  for (const proxy of proxies) proxy.close();
  registry.server?.kill();
  folders.remove();
});

async function startRegistry(): Promise<void> {
  registry.server = spawn('docker-registry', ['serve', join(folders.folder, 'registry.yml')], { stdio: 'ignore' });
  const isUp = () =>
    fetch(`http://127.0.0.1:${registry.port}/v2/`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (let tries = 0; tries < 100 && !(await isUp()); tries++) await sleep(100);
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    }),
  );
}

interface Release8 {
  readonly proxy: CountingProxy;
  start(): StartedRun;
  /** Runs to the end; what the record says. */
  scan(): Promise<Release>;
  record(): Release;
  pulls(digest: string): number;
}

/** A release of the eight images, each scan through a proxy that may interfere, with a cache of its own. */
async function release(interference?: Interference): Promise<Release8> {
  const proxy = await countRequests(`127.0.0.1:${registry.port}`, interference);
  proxies.push(proxy);
  const at = folders.place({
    'plimsoll.yaml': `product: A\nversion: "1"\nsources: [{ image-list: images.txt }]\nmirrors: [{ from: registry.example, to: "${proxy.host}" }]\n`,
    'images.txt': images.map((_, index) => `registry.example/team/app-${index}:1\n`).join(''),
  });
  const env = { ...folders.env, XDG_CACHE_HOME: join(at, 'cache') };
  const start = () => startPlimsoll(['scan', '--now', '2026-01-01'], { cwd: at, env });
  const record = () => readRecord(readFileSync(join(at, 'releases/1.plimsoll')), '1');
  return {
    proxy,
    start,
    record,
    async scan() {
      const { code, stderr } = await start().ended;
      assert.equal(code, 3, stderr);
      return record();
    },
    pulls: (digest) => proxy.asked.filter((url) => url.endsWith(`/blobs/${digest}`)).length,
  };
}

const packagesIn = ({ images: read }: Release) => read.map(({ status, packages }) => [status, packages.map(({ name }) => name)]);
const whole = images.map((_, index) => ['read', ['gauge', `part-${index}`]]);
/** Gaps beside that there is no advisory database. */
const gapsIn = ({ gaps }: Release) => gaps.filter(({ code }) => code !== 'advisories-missing');

test('nothing is pulled twice, whatever images share', { skip }, async () => {
  const { scan, pulls } = await release();
  assert.deepEqual(packagesIn(await scan()), whole);
  for (const digest of layers) assert.equal(pulls(digest), 1);
});

test('the registry is restarted half way', { skip }, async () => {
  const state = { isDown: false };
  const { scan } = await release(({ url = '' }, _response, count) => {
    if (state.isDown || !url.includes('/blobs/') || count < 4) return false;
    state.isDown = true;
    registry.server?.kill('SIGKILL');
    setTimeout(() => void startRegistry(), 1500);
    return false;
  });
  const read = await scan();
  assert.ok(state.isDown);
  assert.deepEqual(packagesIn(read), whole);
  assert.deepEqual(gapsIn(read), []);
});

test('one blob always fails: one gap, and the rest is read', { skip }, async () => {
  const { scan } = await release(({ url = '' }, response) => {
    if (!url.endsWith(victim)) return false;
    response.writeHead(500).end();
    return true;
  });
  const read = await scan();
  assert.deepEqual(
    packagesIn(read).map(([status]) => status),
    whole.map((_, index) => (index === 3 ? 'failed' : 'read')),
  );
  assert.deepEqual(
    gapsIn(read).map(({ code, layer }) => [code, layer]),
    [['layer-unread', victim]],
  );
});

test('storms of 429: half of all requests are refused, and everything is read', { skip }, async () => {
  let refused = 0;
  const { scan, pulls } = await release((_request, response, count) => {
    if (count % 2 === 0) return false;
    refused += 1;
    response.writeHead(429, refused % 4 === 0 ? { 'retry-after': '1' } : {}).end();
    return true;
  });
  const read = await scan();
  assert.ok(refused > 10);
  assert.deepEqual(packagesIn(read), whole);
  assert.deepEqual(gapsIn(read), []);
  assert.ok(layers.every((digest) => pulls(digest) >= 1));
});

test('a wrong digest: one gap, and nothing of that layer is used', { skip }, async () => {
  const { scan } = await release(({ url = '' }, response) => {
    if (!url.endsWith(victim)) return false;
    const bytes = Uint8Array.from(blobs.blobs.get(victim) ?? []);
    bytes[5000] = (bytes[5000] ?? 0) ^ 1;
    response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    return true;
  });
  const read = await scan();
  assert.deepEqual(packagesIn(read)[3], ['failed', ['gauge']]);
  assert.deepEqual(
    gapsIn(read).map(({ code, layer }) => [code, layer]),
    [['digest-mismatch', victim]],
  );
});

test('killed and started again: nothing is broken, and what was read is not pulled again', { skip }, async () => {
  const run: { child?: ChildProcess; blobsAsked: number } = { blobsAsked: 0 };
  const { scan, start, pulls, proxy } = await release(({ url = '' }) => {
    if (layers.some((digest) => url.endsWith(digest))) run.blobsAsked += 1;
    if (run.blobsAsked >= 5) run.child?.kill('SIGKILL');
    return false;
  });
  const { child, ended } = start();
  run.child = child;
  assert.equal((await ended).code, null);
  delete run.child;
  const before = new Map(layers.map((digest) => [digest, pulls(digest)]));
  const manifestsBefore = proxy.asked.length;
  assert.deepEqual(packagesIn(await scan()), whole);
  const repeated = layers.filter((digest) => pulls(digest) > 1);
  // Only what was on its way when the process died is pulled again: as many as there are workers, and the one that ended it.
  assert.ok(repeated.length <= 5 && [...before.values()].some((count) => count === 1), String(repeated.length));
  const again = proxy.asked.length;
  assert.ok(again > manifestsBefore);
  assert.deepEqual(packagesIn(await scan()), whole);
  // Everything is known: tags are confirmed with HEAD, and what is attached is asked for.
  assert.ok(!proxy.asked.slice(again).some((url) => url.includes('/blobs/')));
});
