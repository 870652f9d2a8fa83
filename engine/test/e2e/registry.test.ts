import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDockerArchive } from '../../adapters/images/docker-archive.ts';
import { openOciLayout } from '../../adapters/images/oci-layout.ts';
import { openRegistry } from '../../adapters/images/registry.ts';
import type { ImageStore } from '../../gather/images/store.ts';
import { SampleBlobs, sha256, tarOf } from '../sample-image.ts';

const missing = ['docker-registry', 'skopeo'].filter((tool) => spawnSync(tool, ['--version']).error);
const skip = missing.length > 0 && `${missing.join(' and ')} not installed (Debian packages of these names)`;

const folder = await mkdtemp(join(tmpdir(), 'plimsoll-e2e-registry-'));
const blobs = new SampleBlobs();
const layers = [tarOf({ 'etc/one': 'one' }), tarOf({ 'etc/two': 'x'.repeat(3_000_000) })];
const image = { ...blobs.image({ layers }), platform: { os: 'linux', architecture: 'amd64' } };
const arm = { ...blobs.image({ architecture: 'arm64' }), platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } };
const index = blobs.index([arm, image]);
const name = (text: string) => ({ annotations: { 'org.opencontainers.image.ref.name': text } });
const running: { host: string; stop: () => void } = { host: '', stop: () => undefined };

before(async () => {
  if (skip) return;
  await blobs.writeLayout(join(folder, 'layout'), [
    { ...image, ...name('one') },
    { ...index, ...name('both') },
  ]);
  const port = await freePort();
  const config = `version: 0.1\nstorage: { filesystem: { rootdirectory: ${join(folder, 'store')} } }\nhttp: { addr: 127.0.0.1:${port} }\n`;
  await mkdir(join(folder, 'store'));
  await writeFile(join(folder, 'registry.yml'), config);
  const server = spawn('docker-registry', ['serve', join(folder, 'registry.yml')], { stdio: 'ignore' });
  Object.assign(running, { host: `127.0.0.1:${port}`, stop: () => server.kill() });
  for (let tries = 0; tries < 100 && !(await isUp(running.host)); tries++) await sleep(100);
  copy('oci:layout:one', `docker://${running.host}/team/app:one`);
  copy('oci:layout:both', `docker://${running.host}/team/app:both`, '--all');
  copy('oci:layout:one', 'docker-archive:saved.tar:quay.io/team/app:one');
  copy('oci:layout:one', `docker://${running.host}/team/app:docker`, '--format=v2s2');
});

after(async () => {
  running.stop();
  await rm(folder, { recursive: true, force: true });
});

test('an image is read from a real registry, by tag, by digest and through an index', { skip }, async () => {
  const store = openRegistry({ credentialFiles: [] });
  const app = `${running.host}/team/app`;
  for (const reference of [`${app}:one`, `${app}@${image.digest}`, `${app}:both`, `${app}:both@${index.digest}`]) {
    const found = await readLayers(store, reference);
    assert.equal(found.manifest.digest, image.digest);
    assert.equal(found.manifest.indexDigest, reference.includes('both') ? index.digest : undefined);
  }
  const docker = await readLayers(store, `${app}:docker`);
  assert.deepEqual(
    docker.manifest.layers.map(({ diffId }) => diffId),
    layers.map(sha256),
  );
  assert.equal((await store.find({ reference: `${app}:none`, platform: 'linux/amd64' })).kind, 'absent');
  assert.equal((await store.find({ reference: `${running.host}/no/such:1`, platform: 'linux/amd64' })).kind, 'absent');
  await store.close();
});

test('another platform is read from the same index', { skip }, async () => {
  const store = openRegistry({ credentialFiles: [] });
  const found = await store.find({ reference: `${running.host}/team/app:both`, platform: 'linux/arm64' });
  assert.ok(found.kind === 'found');
  assert.equal(found.manifest.digest, arm.digest);
  await store.close();
});

test("skopeo's docker-archive and its layout are read alike", { skip }, async () => {
  const archive = await readLayers(openDockerArchive({ at: 'saved.tar', folder }), 'quay.io/team/app:one');
  assert.deepEqual(
    archive.manifest.layers.map(({ diffId }) => diffId),
    layers.map(sha256),
  );
  await mkdir(join(folder, 'again/quay.io/team'), { recursive: true });
  copy(`docker://${running.host}/team/app:both`, 'oci:again/quay.io/team/app:both', '--all');
  const layout = await readLayers(openOciLayout({ at: 'again', folder }), 'quay.io/team/app:both');
  assert.equal(layout.manifest.digest, image.digest);
});

async function readLayers(store: ImageStore, reference: string) {
  const found = await store.find({ reference, platform: 'linux/amd64' });
  assert.ok(found.kind === 'found', JSON.stringify(found));
  assert.deepEqual(found.gaps, []);
  for (const layer of found.manifest.layers) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await found.open(layer)) chunks.push(chunk);
    assert.equal(sha256(Buffer.concat(chunks)), layer.digest);
  }
  return found;
}

function copy(from: string, to: string, ...options: readonly string[]): void {
  const args = ['copy', '--insecure-policy', '--src-tls-verify=false', '--dest-tls-verify=false', ...options, from, to];
  const { status, stderr } = spawnSync('skopeo', args, { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

async function isUp(host: string): Promise<boolean> {
  return fetch(`http://${host}/v2/`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
