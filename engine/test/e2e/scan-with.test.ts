import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { reconcileSchema } from '../../../tools/docs/schemas/reconcile.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { runPlimsoll } from '../run-plimsoll.ts';
import { debianLayer } from '../sample-debian.ts';
import { SampleBlobs } from '../sample-image.ts';

const folders = makeReleaseFolders('scan-with');
after(() => folders.remove());
const skip = process.platform === 'win32' ? 'a script stands in for the scanner' : false;
const gauge = 'registry.example/tide/gauge:1';
const blobs = new SampleBlobs();
const image = blobs.image({ layers: [debianLayer({ gauge: '1.0' })] });

/** What stands in for a scanner: it writes down how it was called, and says what a real one would of the image that it was given. */
const script = `#!${process.execPath}
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
const layout = process.argv[2].replace('oci-dir:', '');
const { manifests } = JSON.parse(readFileSync(layout + '/index.json', 'utf8'));
const called = { args: process.argv.slice(2), env: process.env, manifests, blobs: readdirSync(layout + '/blobs/sha256').length, interfaces: readFileSync('/proc/net/dev', 'utf8').split('\\n').length - 3 };
writeFileSync('CALLED', JSON.stringify(called));
const match = (id) => ({ vulnerability: { id, severity: 'High', fix: { state: 'unknown', versions: [] } }, artifact: { name: 'gauge', version: '1.0', type: 'deb', purl: 'pkg:deb/debian/gauge@1.0' } });
BEFORE
process.stdout.write(JSON.stringify({ descriptor: { name: 'grype', version: '0.96.0' }, source: { type: 'image', target: { userInput: layout, manifestDigest: 'sha256:' + '0'.repeat(64) } }, matches: [match('CVE-2030-0001')] }));
`;

function place(before = '') {
  const at = folders.place({
    'plimsoll.yaml': 'product: Tide\nversion: 1.0.0\nsources:\n  - image-list: images.txt\nimages:\n  - oci-layout: ./images\n',
    'images.txt': `${gauge}\n`,
    ...Object.fromEntries(
      Object.entries(blobs.layoutFiles([{ ...image, annotations: { 'org.opencontainers.image.ref.name': gauge } }])).map(
        ([path, bytes]) => [`images/${path}`, bytes],
      ),
    ),
  });
  const called = join(at, 'called.json');
  writeFileSync(join(at, 'grype'), script.replace('CALLED', called).replace('BEFORE', before));
  writeFileSync(join(at, 'package.json'), '{"type":"module"}');
  chmodSync(join(at, 'grype'), 0o755);
  const env = {
    ...folders.env,
    PATH: `${at}:${process.env.PATH}`,
    AWS_SECRET_ACCESS_KEY: 'secret',
    HTTPS_PROXY: 'http://proxy.example',
  };
  const run = (...args: readonly string[]) => runPlimsoll(args, { cwd: at, env });
  return { at, called, run };
}

test('a scanner sees one image, no secrets and no network; its report joins the record', { skip }, async () => {
  const { at, called, run } = place();
  const result = await run('scan', '--with', 'grype', '--now', '2026-01-02');
  assert.match(result.stderr, /Compare them: plimsoll reconcile releases\/1\.0\.0\.plimsoll releases\/1\.0\.0\.scans/);
  const { args, env, manifests, interfaces } = JSON.parse(readFileSync(called, 'utf8'));
  assert.match(args.join(' '), /^oci-dir:\S+ --output json --quiet$/);
  assert.deepEqual(manifests, [{ mediaType: image.mediaType, digest: image.digest, size: image.size }]);
  assert.equal(env.AWS_SECRET_ACCESS_KEY, undefined);
  assert.equal(env.HTTPS_PROXY, undefined);
  assert.notEqual(env.HOME, process.env.HOME);
  if (spawnSync('unshare', ['--user', '--map-root-user', '--net', '--', 'true']).status === 0) assert.equal(interfaces, 1);
  const { stdout } = await run('reconcile', 'releases/1.0.0.plimsoll', 'releases/1.0.0.scans', '-f', 'json');
  const { engines, unjoined } = reconcileSchema.parse(JSON.parse(stdout));
  assert.deepEqual(unjoined, []);
  assert.deepEqual(
    engines.map(({ engine, images, onlyOther }) => [engine, images, onlyOther]),
    [['grype', [gauge], 1]],
  );
  assert.ok(existsSync(join(at, 'releases/1.0.0.scans/grype')));
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

test('a scanner that fails says why', { skip }, async () => {
  const { code, stderr } = await place("process.stderr.write('no database\\n'); process.exit(1);").run('scan', '--with', 'grype');
  assert.equal(code, 3);
  assert.match(stderr, /not scanned: grype failed: no database/);
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
