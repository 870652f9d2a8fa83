import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { reconcileSchema } from '../../../tools/docs/schemas/reconcile.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { runPlimsoll } from '../run-plimsoll.ts';
import { debianLayer } from '../sample-debian.ts';
import { SampleBlobs } from '../sample-image.ts';
import { placeStandIn } from '../stand-in-scanner.ts';

const folders = makeReleaseFolders('scan-with');
after(() => folders.remove());
const skip = process.platform === 'win32' ? 'a script stands in for the scanner' : false;
const gauge = 'registry.example/tide/gauge:1';
const blobs = new SampleBlobs();
const image = blobs.image({ layers: [debianLayer({ gauge: '1.0' })] });

function place(before = '', tries = 1) {
  const layout = blobs.layoutFiles([{ ...image, annotations: { 'org.opencontainers.image.ref.name': gauge } }]);
  const at = folders.place({
    'plimsoll.yaml': 'product: Tide\nversion: 1.0.0\nsources:\n  - image-list: images.txt\nimages:\n  - oci-layout: ./images\n',
    'images.txt': `${gauge}\n`,
    ...Object.fromEntries(Object.entries(layout).map(([path, bytes]) => [`images/${path}`, bytes])),
  });
  const scanner = placeStandIn(at, { before, tries });
  const env = {
    ...folders.env,
    PATH: `${at}:${process.env.PATH}`,
    AWS_SECRET_ACCESS_KEY: 'secret',
    DOCKER_CONFIG: '/root/.docker',
    GITHUB_TOKEN: 'secret',
    GRYPE_REGISTRY_AUTH_PASSWORD: 'secret',
    HTTPS_PROXY: 'http://user:secret@proxy.example',
  };
  const run = (...args: readonly string[]) => runPlimsoll(args, { cwd: at, env });
  return { at, scanner, run };
}

/** Of our own, and those that tell a scanner where its database is; a shell or the system may add some about itself. */
const knownVariables =
  /^(?:PATH|HOME|TMPDIR|PWD|SHLVL|_|GRYPE_(?:DB_CACHE_DIR|DB_AUTO_UPDATE|DB_VALIDATE_AGE|CHECK_FOR_APP_UPDATE))$/;

test('a scanner sees one image and no secrets; its report joins the record', { skip }, async () => {
  const { scanner, run } = place();
  const result = await run('scan', '--with', 'grype', '--now', '2026-01-02');
  assert.match(result.stderr, /Compare them: plimsoll reconcile releases\/1\.0\.0\.plimsoll releases\/1\.0\.0\.scans/);
  const [call] = scanner.calls();
  assert.match(call?.args.join(' ') ?? '', /^oci-dir:\S+ --output json$/);
  assert.deepEqual(call?.manifests, [{ mediaType: image.mediaType, digest: image.digest, size: image.size }]);
  assert.deepEqual(
    Object.keys(call?.env ?? {}).filter((name) => !knownVariables.test(name)),
    [],
  );
  assert.ok(!JSON.stringify(call?.env).includes('secret'));
  assert.notEqual(call?.env.HOME, process.env.HOME);
  assert.ok(!existsSync(call?.env.HOME ?? '/'), 'its home is gone');
  const { stdout } = await run('reconcile', 'releases/1.0.0.plimsoll', 'releases/1.0.0.scans', '-f', 'json');
  const { engines, unjoined } = reconcileSchema.parse(JSON.parse(stdout));
  assert.deepEqual(unjoined, []);
  assert.deepEqual(
    engines.map(({ engine, images, onlyOther }) => [engine, images, onlyOther]),
    [['grype', [gauge], 1]],
  );
});

test('a scanner reaches the network only where it is let', { skip }, async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { scanner, run } = place('', (server.address() as AddressInfo).port);
    const hasFence = spawnSync('unshare', ['--user', '--map-root-user', '--net', '--', 'true']).status === 0;
    await run('scan', '--with', 'grype');
    await run('scan', '--with', 'grype', '--scanner-network');
    const [without, allowed] = scanner.calls();
    assert.equal(without?.env.GRYPE_DB_AUTO_UPDATE, 'false');
    assert.equal(without?.env.HTTPS_PROXY, undefined);
    if (hasFence) assert.deepEqual([without?.reached, without?.interfaces], [false, 1]);
    assert.deepEqual([allowed?.reached, allowed?.env.GRYPE_DB_AUTO_UPDATE], [true, 'true']);
    assert.match(allowed?.env.HTTPS_PROXY ?? '', /proxy\.example/);
    assert.equal(allowed?.env.GITHUB_TOKEN, undefined);
  } finally {
    server.close();
  }
});

test('a scanner that takes too long is ended, and the record is written all the same', { skip }, async () => {
  const { at, run } = place('await new Promise((resolve) => setTimeout(resolve, 60_000));');
  const began = performance.now();
  const { code, stderr } = await run('scan', '--with', 'grype', '--scanner-timeout', '1');
  assert.equal(code, 3);
  assert.match(stderr, /gauge:1: not scanned: grype took longer than its time limit/);
  assert.ok(performance.now() - began < 30_000);
  assert.ok(existsSync(join(at, 'releases/1.0.0.plimsoll')));
});

test('a scanner that fails says why, and its silence is no evidence', { skip }, async () => {
  const { run } = place("process.stderr.write('no database\\n'); process.exit(1);");
  const { code, stderr } = await run('scan', '--with', 'grype');
  assert.equal(code, 3);
  assert.match(stderr, /not scanned: grype failed: no database/);
  const { stdout } = await run('reconcile', 'releases/1.0.0.plimsoll', 'releases/1.0.0.scans', '-f', 'json');
  const { engines, gaps } = reconcileSchema.parse(JSON.parse(stdout));
  assert.deepEqual(
    engines.map(({ engine, images }) => [engine, images]),
    [['grype', [gauge]]],
  );
  assert.deepEqual(
    gaps.map((gap) => [gap.code, gap.detail]),
    [['scan-failed', `${gauge} was not scanned: grype failed: no database`]],
  );
});

const refused: readonly { name: string; scanner: string; says: RegExp }[] = [
  {
    name: 'a scanner that is not installed',
    scanner: 'trivy',
    says: /trivy is not on the PATH\n {2}Install it, or scan without/,
  },
  {
    name: 'a program that is no scanner',
    scanner: 'sh',
    says: /`sh` is no scanner that Plimsoll can run; there are trivy, grype/,
  },
];

for (const { name, scanner, says } of refused) {
  test(`${name} is told before anything is read`, { skip }, async () => {
    const { at, run } = place();
    const { code, stderr } = await run('scan', '--with', scanner);
    assert.equal(code, 2);
    assert.match(stderr, says);
    assert.ok(!existsSync(join(at, 'releases')));
  });
}
