import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { reconcileSchema } from '../../../tools/docs/schemas/reconcile.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { runPlimsoll } from '../run-plimsoll.ts';
import { debianLayer } from '../sample-debian.ts';
import { SampleBlobs } from '../sample-image.ts';
import { type ImageServer, serveImages } from '../serve-images.ts';
import { placeStandIn, type StandInScanner } from '../stand-in-scanner.ts';

const folders = makeReleaseFolders('scan-with-stores');
const skip = process.platform === 'win32' ? 'a script stands in for the scanner' : false;
const blobs = new SampleBlobs();
const shared = debianLayer({ gauge: '1.0' });
const gauge = blobs.image({ layers: [shared] });
const buoy = blobs.image({ layers: [shared, debianLayer({ gauge: '1.0', buoy: '2.0' })] });
const running: { registry?: ImageServer } = {};
const host = () => running.registry?.host ?? '';

before(async () => {
  running.registry = await serveImages({
    blobs: blobs.blobs,
    tags: { 'tide/gauge:1': gauge.digest, 'tide/buoy:1': buoy.digest },
  });
});
after(() => {
  running.registry?.close();
  folders.remove();
});

interface Row {
  readonly name: string;
  /** The store as configured. */
  readonly store: string;
  readonly images?: () => readonly string[];
  /** Puts the store into the folder of the release. */
  readonly place: (at: string) => void;
  readonly args?: readonly string[];
}

const named = (reference: string) => ({ annotations: { 'org.opencontainers.image.ref.name': reference } });
const reference = 'registry.example/tide/gauge:1';

const rows: readonly Row[] = [
  { name: 'a layout', store: 'oci-layout: ./images', place: (at) => writeLayout(join(at, 'images')) },
  { name: 'a folder of layouts', store: 'oci-layout: ./images', place: (at) => writeLayout(join(at, 'images/one')) },
  { name: 'an archive that is a layout', store: 'docker-archive: ./*.tar', place: writeLayoutArchive },
  { name: 'an archive without manifests', store: 'docker-archive: ./saved.tar', place: writeArchive },
  {
    name: 'what containerd has',
    store: 'containerd: ./containerd',
    images: () => [`registry.example/tide/gauge@${gauge.digest}`],
    place: (at) => writeLayout(join(at, 'containerd/io.containerd.content.v1.content')),
  },
  { name: 'a registry', store: 'registry: {}', images: () => [`${host()}/tide/gauge:1`], place: () => {} },
  {
    name: 'a registry whose images are kept',
    store: 'registry: {}',
    images: () => [`${host()}/tide/gauge:1`],
    place: () => {},
    args: ['--keep', 'kept'],
  },
];

for (const { name, store, images = () => [reference], place, args = [] } of rows) {
  test(`${name}: the scanner is given the whole image`, { skip }, async () => {
    const { at, scanner, run } = placeRelease(store, images());
    place(at);
    const { code, stderr } = await run('scan', '--with', 'grype', ...args);
    assert.ok(!stderr.includes('not scanned'), stderr);
    assert.notEqual(code, 2, stderr);
    const [call] = scanner.calls();
    assert.equal(call?.manifests.length, 1);
    assert.equal(call?.verified.length, 3, 'manifest, configuration and layer');
    const { engines } = await reconcile(run);
    assert.deepEqual(
      engines.map((engine) => [engine.images, engine.onlyOther]),
      [[images(), 1]],
    );
    assert.deepEqual(left(), [], 'nothing is left behind');
  });
}

test('layers that images share are pulled once for all scanning', { skip }, async () => {
  const { scanner, run } = placeRelease('registry: {}', [`${host()}/tide/buoy:1`, `${host()}/tide/gauge:1`]);
  const before = running.registry?.seen.length ?? 0;
  await run('scan', '--with', 'grype');
  assert.equal(scanner.calls().length, 2);
  const { layers } = JSON.parse(String(blobs.blobs.get(gauge.digest))) as { layers: readonly { digest: string }[] };
  const asked = running.registry?.seen.slice(before).filter(({ url }) => url?.endsWith(layers[0]?.digest ?? '-')) ?? [];
  // Once for the inventory, unless another test read it already.
  assert.ok(asked.length === 1 || asked.length === 2, `${asked.length} times`);
});

test('where an SBOM stands in place of an image, that is told', { skip }, async () => {
  const { at, run } = placeRelease('sbom: ./sboms', [reference]);
  const component = { type: 'container', name: 'registry.example/tide/gauge', version: '1' };
  const components = [{ type: 'library', name: 'left-pad', version: '1.3.0', purl: 'pkg:npm/left-pad@1.3.0' }];
  mkdirSync(join(at, 'sboms'));
  const sbom = { bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, metadata: { component }, components };
  writeFileSync(join(at, 'sboms/gauge.cdx.json'), JSON.stringify(sbom));
  const { code, stderr } = await run('scan', '--with', 'grype');
  assert.equal(code, 3);
  assert.match(stderr, /not scanned: sbom:\.\/sboms has an SBOM in its place, and no image that could be scanned/);
  const { gaps, engines } = await reconcile(run);
  assert.deepEqual(
    gaps.map((gap) => gap.code),
    ['scan-failed'],
  );
  assert.deepEqual(
    engines.map(({ engine, images }) => [engine, images]),
    [['grype', [reference]]],
  );
});

function placeRelease(store: string, images: readonly string[]) {
  const at = folders.place({
    'plimsoll.yaml': `product: Tide\nversion: 1.0.0\nsources:\n  - image-list: images.txt\nimages:\n  - ${store}\n`,
    'images.txt': images.map((image) => `${image}\n`).join(''),
  });
  const scanner: StandInScanner = placeStandIn(at);
  const env = { ...folders.env, PATH: `${at}:${process.env.PATH}` };
  return { at, scanner, run: (...args: readonly string[]) => runPlimsoll(args, { cwd: at, env }) };
}

async function reconcile(run: (...args: readonly string[]) => ReturnType<typeof runPlimsoll>) {
  const { stdout } = await run('reconcile', 'releases/1.0.0.plimsoll', 'releases/1.0.0.scans', '-f', 'json');
  return reconcileSchema.parse(JSON.parse(stdout));
}

/** What scanning left in the folder for temporary files. */
function left(): readonly string[] {
  return readdirSync(folders.env.TMPDIR ?? '').filter((name) => /^plimsoll-(?:images|scanner)-/.test(name));
}

function writeLayout(folder: string): void {
  for (const [path, bytes] of Object.entries(blobs.layoutFiles([{ ...gauge, ...named(reference) }]))) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

function writeLayoutArchive(at: string): void {
  writeLayout(join(at, 'unpacked'));
  execFileSync('tar', ['-cf', '../saved.tar', '.'], { cwd: join(at, 'unpacked') });
}

/** As `docker save` wrote it before it kept manifests. */
function writeArchive(at: string): void {
  const { config } = JSON.parse(String(blobs.blobs.get(gauge.digest)));
  writeFileSync(join(at, 'configuration.json'), blobs.blobs.get(config.digest) ?? '');
  writeFileSync(join(at, 'layer.tar'), shared);
  const listed = [{ Config: 'configuration.json', RepoTags: [reference], Layers: ['layer.tar'] }];
  writeFileSync(join(at, 'manifest.json'), JSON.stringify(listed));
  execFileSync('tar', ['-cf', 'saved.tar', 'configuration.json', 'layer.tar', 'manifest.json'], { cwd: at });
}
