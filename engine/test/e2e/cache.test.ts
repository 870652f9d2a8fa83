import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeReleaseFolders } from '../release-folder.ts';
import { startPlimsoll } from '../run-plimsoll.ts';
import { debianLayer } from '../sample-debian.ts';
import { noise, SampleBlobs } from '../sample-image.ts';

const folders = makeReleaseFolders('cache');
const stops: (() => void)[] = [];
after(() => {
  for (const stop of stops) stop();
  folders.remove();
});

const blobs = new SampleBlobs();
const images = Array.from({ length: 12 }, (_, index) => ({
  name: `registry.example/app:${index}`,
  image: blobs.image({ layers: [debianLayer({ [`package-${index}`]: '1.0' }, { 'usr/share/x': noise(20_000 + index) })] }),
}));
const layout = blobs.layoutFiles(
  images.map(({ name, image }) => ({ ...image, annotations: { 'org.opencontainers.image.ref.name': name } })),
);

function place(more = ''): string {
  return folders.place({
    'plimsoll.yaml': `product: A\nversion: "1"\nsources: [{ image-list: images.txt }]\nimages: [{ oci-layout: images }]\n${more}`,
    'images.txt': `${images.map(({ name }) => name).join('\n')}\n`,
    ...Object.fromEntries(Object.entries(layout).map(([path, content]) => [`images/${path}`, content])),
  });
}

/** Scans with the cache of a folder, and tells what the record holds. */
async function scan(at: string, cache: string, env: Readonly<Record<string, string>> = {}): Promise<Buffer> {
  const run = startPlimsoll(['scan', '--now', '2026-01-01', '-o', join(at, 'out', `${Math.random()}`)], {
    cwd: at,
    env: { ...folders.env, XDG_CACHE_HOME: cache, ...env },
  });
  const { code, stderr } = await run.ended;
  assert.equal(code, 3, stderr);
  const [, file = ''] = /^Record: (.+)$/m.exec(stderr) ?? [];
  return readFileSync(join(at, file));
}

const cacheAt = () => mkdirSync(join(folders.folder, `cache-${Math.random()}`), { recursive: true }) ?? '';
const entriesIn = (cache: string) =>
  readdirSync(join(cache, 'plimsoll/layers'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.zst'));

const whole = await scan(place(), cacheAt());

test('four scans at once on one cache, cold, all give the same, and the cache is whole', async () => {
  const [at, cache] = [place(), cacheAt()];
  const records = await Promise.all([1, 2, 3, 4].map(() => scan(at, cache)));
  for (const record of records) assert.ok(record.equals(whole));
  assert.equal(entriesIn(cache).length, images.length);
  assert.ok((await scan(at, cache)).equals(whole));
});

test('four scans at once on a cache that is too small for one all give the same, and it stays small', async () => {
  const [at, cache] = [place(), cacheAt()];
  const env = { PLIMSOLL_CACHE_MAX: '6000' };
  const records = await Promise.all([1, 2, 3, 4].map(() => scan(at, cache, env)));
  for (const record of records) assert.ok(record.equals(whole));
  const sizes = entriesIn(cache).map((name) => readFileSync(join(cache, 'plimsoll/layers', name)).length);
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= 6000, String(sizes));
  assert.ok(sizes.length > 0);
});

test('a cache whose entries were damaged is healed', async () => {
  const [at, cache] = [place(), cacheAt()];
  await scan(at, cache);
  const files = entriesIn(cache).map((name) => join(cache, 'plimsoll/layers', name));
  const before = files.map((file) => readFileSync(file));
  for (const [index, file] of files.entries()) {
    const bytes = readFileSync(file);
    bytes[(index * 37) % bytes.length] = (bytes[(index * 37) % bytes.length] ?? 0) ^ 0x55;
    writeFileSync(file, bytes);
  }
  // What the images held as a whole is kept too; without it the layers are asked for.
  const contents = join(cache, 'plimsoll/contents');
  for (const name of readdirSync(contents)) writeFileSync(join(contents, name), 'damaged');
  assert.ok((await scan(at, cache)).equals(whole));
  for (const [index, file] of files.entries()) assert.ok(before[index]?.equals(readFileSync(file)), file);
});

test('reading one image that the product does not have leaves alone what the last scan of the product kept', async () => {
  const [at, cache] = [place(), cacheAt()];
  writeFileSync(join(at, 'images.txt'), 'registry.example/app:1\n');
  await scan(at, cache);
  const contents = join(cache, 'plimsoll/contents');
  const kept = () => readdirSync(contents).map((name) => [name, readFileSync(join(contents, name), 'base64')]);
  const before = kept();
  const args = ['explain', 'registry.example/app:0', 'package-0', 'CVE-2099-1', '-q'];
  const { code, stderr } = await startPlimsoll(args, { cwd: at, env: { ...folders.env, XDG_CACHE_HOME: cache } }).ended;
  assert.equal(code, 0, stderr);
  assert.equal(before.length, 1);
  assert.deepEqual(kept(), before);
});

test('a size that is none is refused', async () => {
  const { code, stderr } = await startPlimsoll(['scan'], { cwd: place(), env: { ...folders.env, PLIMSOLL_CACHE_MAX: 'much' } })
    .ended;
  assert.equal(code, 2);
  assert.match(stderr, /PLIMSOLL_CACHE_MAX is `much`; write 500MB/);
});

test('what a team has read in a folder is not read again, and what is wrong there is not believed', async () => {
  const shared = join(folders.folder, 'shared');
  const first = place(`cache: { shared: "${shared}" }\n`);
  assert.ok((await scan(first, cacheAt())).equals(whole));
  const at = place();
  rmSync(join(at, 'images/blobs'), { recursive: true });
  const blobsOfManifests = Object.entries(layout).filter(
    ([path, content]) => path.startsWith('blobs/') && String(content).startsWith('{'),
  );
  for (const [path, content] of blobsOfManifests) {
    mkdirSync(join(at, 'images', path, '..'), { recursive: true });
    writeFileSync(join(at, 'images', path), content);
  }
  // No layer is here: every reading comes from the team.
  assert.ok((await scan(at, cacheAt(), { PLIMSOLL_SHARED_CACHE: shared })).equals(whole));
  for (const name of readdirSync(shared, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.zst')))
    writeFileSync(join(shared, name), 'hostile');
  assert.ok((await scan(place(), cacheAt(), { PLIMSOLL_SHARED_CACHE: shared })).equals(whole));
});

const registry = spawnSync('docker-registry', ['--version']).error ? 'docker-registry is not installed (Debian package)' : false;
test('what a team has read in a registry is not read again', { skip: registry }, async () => {
  const host = await startRegistry();
  const shared = { PLIMSOLL_SHARED_CACHE: `oci://${host}/team/readings` };
  assert.ok((await scan(place(), cacheAt(), shared)).equals(whole));
  const at = place();
  const layers = Object.keys(layout).filter((path) => path.startsWith('blobs/') && !String(layout[path]).startsWith('{'));
  for (const path of layers) rmSync(join(at, 'images', path));
  assert.ok((await scan(at, cacheAt(), shared)).equals(whole));
});

test('a shared cache that is not there only costs the time', async () => {
  const env = { PLIMSOLL_SHARED_CACHE: 'oci://127.0.0.1:1/team/readings' };
  assert.ok((await scan(place(), cacheAt(), env)).equals(whole));
});

async function startRegistry(): Promise<string> {
  const port = await freePort();
  const store = join(folders.folder, 'store');
  const file = join(folders.folder, 'registry.yml');
  writeFileSync(file, `version: 0.1\nstorage: { filesystem: { rootdirectory: ${store} } }\nhttp: { addr: 127.0.0.1:${port} }\n`);
  const server = spawn('docker-registry', ['serve', file], { stdio: 'ignore' });
  stops.push(() => server.kill());
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/v2/`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (let tries = 0; tries < 100 && !(await isUp()); tries++) await sleep(100);
  return `127.0.0.1:${port}`;
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
