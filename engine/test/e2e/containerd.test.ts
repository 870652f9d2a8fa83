import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { readRecord } from '../../compare/releases/read-record.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { debianLayer } from '../sample-debian.ts';
import { SampleBlobs } from '../sample-image.ts';

const missing = ['containerd', 'ctr'].filter((tool) => spawnSync(tool, ['--version']).error);
const why =
  missing.length > 0 ? `${missing.join(' and ')} not installed (Debian package containerd)` : 'only root may run containerd';
const skip = (missing.length > 0 || process.getuid?.() !== 0) && why;

const folders = makeReleaseFolders('containerd');
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-e2e-containerd-'));
const running: { daemon?: ChildProcess } = {};
const socket = join(folder, 'socket');

before(async () => {
  if (skip) return;
  const blobs = new SampleBlobs();
  const image = blobs.image({ layers: [debianLayer({ buoy: '1.0' })] });
  const name = { 'io.containerd.image.name': 'registry.example/team/app:1' };
  await blobs.writeLayout(join(folder, 'layout'), [{ ...image, annotations: name }]);
  spawnSync('tar', ['-cf', '../layout.tar', '.'], { cwd: join(folder, 'layout') });
  const paths = `root = "${join(folder, 'root')}"\nstate = "${join(folder, 'state')}"\n`;
  const configuration = `version = 2\n${paths}disabled_plugins = ["io.containerd.grpc.v1.cri"]\n[grpc]\naddress = "${socket}"\n`;
  writeFileSync(join(folder, 'config.toml'), configuration);
  running.daemon = spawn('containerd', ['-c', join(folder, 'config.toml')], { stdio: 'ignore' });
  for (let tries = 0; tries < 100 && !existsSync(socket); tries++) await sleep(100);
  const args = ['-a', socket, '-n', 'k8s.io', 'images', 'import', '--no-unpack', join(folder, 'layout.tar')];
  const { status, stderr } = spawnSync('ctr', args, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

after(() => {
  running.daemon?.kill();
  folders.remove();
  rmSync(folder, { recursive: true, force: true });
});

test('a release is read from the store of a containerd that runs', { skip }, async () => {
  const at = folders.place({
    'plimsoll.yaml': `product: A\nversion: "1"\nsources: [{ image-list: images.txt }]\nimages: [{ containerd: "${join(folder, 'root')}" }]\n`,
    'images.txt': 'registry.example/team/app:1\n',
  });
  const { code, stderr } = await folders.run(at, 'scan', '--now', '2026-01-01');
  assert.equal(code, 3, stderr);
  const [image] = readRecord(readFileSync(join(at, 'releases/1.plimsoll')), '1').images;
  assert.deepEqual([image?.status, image?.packages.map((item) => item.name)], ['read', ['buoy']]);
});
