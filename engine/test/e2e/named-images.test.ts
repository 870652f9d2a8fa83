import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { readRecord } from '../../compare/releases/read-record.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { debianLayer } from '../sample-debian.ts';
import { SampleBlobs, sha256, tarOf } from '../sample-image.ts';
import { type ImageServer, serveImages } from '../serve-images.ts';

const folders = makeReleaseFolders('named-images');
const open: ImageServer[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});
after(() => folders.remove());

const blobs = new SampleBlobs();
const one = blobs.image({ layers: [debianLayer({ gauge: '1.0' })] });
const two = blobs.image({ layers: [debianLayer({ buoy: '2.0' })] });
const named = (entry: object, name: string) => ({ ...entry, annotations: { 'org.opencontainers.image.ref.name': name } });

/** A `docker save` archive of one image. */
function archive(tags: readonly string[] | null): Uint8Array {
  const layer = debianLayer({ gauge: '1.0' });
  const configuration = JSON.stringify({
    os: 'linux',
    architecture: 'amd64',
    rootfs: { type: 'layers', diff_ids: [sha256(layer)] },
  });
  const list = [{ Config: 'configuration.json', RepoTags: tags, Layers: ['layer.tar'] }];
  return tarOf({ 'layer.tar': layer, 'configuration.json': configuration, 'manifest.json': JSON.stringify(list) });
}

/** Product, version, and of each image its reference and packages, of the one record in a folder. */
function recordIn(at: string) {
  const [file = ''] = readdirSync(join(at, 'releases'));
  const { product, version, images } = readRecord(readFileSync(join(at, 'releases', file)), '1');
  const packages = images.map(({ reference, packages }) => [
    reference.replace(/@sha256:[0-9a-f]{64}$/, '@…'),
    packages.map(({ name }) => name),
  ]);
  return [product, version, ...packages];
}

const layout = blobs.layoutFiles([named(one, 'team/one:1'), named(two, '2'), blobs.image({ architecture: 'arm64' })]);
const inLayout = Object.fromEntries(Object.entries(layout).map(([path, bytes]) => [`kept/${path}`, bytes]));
const unnamed = Object.fromEntries(Object.entries(blobs.layoutFiles([two])).map(([path, bytes]) => [`Kept!/${path}`, bytes]));

const read: readonly (readonly [
  name: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  paths: readonly string[],
  record: readonly unknown[],
])[] = [
  [
    'an archive',
    { 'gauge.tar': archive(['team/gauge:1.0', 'team/gauge:latest']) },
    ['gauge.tar'],
    ['gauge', '1.0', ['docker.io/team/gauge:1.0', ['gauge']]],
  ],
  [
    'an archive without a name',
    { 'gauge.tar': archive(null) },
    ['gauge.tar', '--product', 'Gauge'],
    ['Gauge', 'unversioned', ['docker.io/library/gauge@…', ['gauge']]],
  ],
  [
    'a layout; what has no name beside others is a part of them',
    inLayout,
    ['kept', '--product', 'Kept', '--release-version', '3'],
    ['Kept', '3', ['docker.io/library/kept:2', ['buoy']], ['docker.io/team/one:1', ['gauge']]],
  ],
  [
    'a layout of one image without a name, in a folder that can be none',
    unnamed,
    ['Kept!'],
    ['unnamed', 'unversioned', ['docker.io/library/unnamed@…', ['buoy']]],
  ],
  [
    'two archives, one of which is none',
    { 'gauge.tar': archive(['gauge:1']), 'none.tar': 'none' },
    ['gauge.tar', 'none.tar', '--product', 'A'],
    ['A', '1', ['docker.io/library/gauge:1', ['gauge']]],
  ],
];
for (const [name, files, paths, record] of read)
  test(`${name} is scanned without a configuration`, async () => {
    const at = folders.place(files);
    const { code, stderr } = await folders.run(at, 'scan', ...paths, '--offline');
    assert.equal(code, 3, stderr);
    assert.deepEqual(recordIn(at), record);
  });

test('an archive that could not be read is a gap of the release', async () => {
  const at = folders.place({ 'gauge.tar': archive(['gauge:1']), 'none.tar': 'none' });
  const { stdout } = await folders.run(at, 'scan', 'gauge.tar', 'none.tar', '--offline', '--format', 'json');
  const { gaps } = JSON.parse(stdout) as { gaps: readonly { readonly code: string; readonly path?: string }[] };
  assert.ok(gaps.some(({ code, path }) => code === 'archive-unreadable' && path === 'none.tar'));
});

test('images are pulled that are named by reference', async () => {
  const server = await serveImages({ blobs: blobs.blobs, tags: { 'team/one:1': one.digest, 'team/two:2': two.digest } });
  open.push(server);
  const at = folders.place({});
  const words = ['one:1', 'two:2'].map((image) => `registry:${server.host}/team/${image}`);
  const { code, stderr } = await folders.run(at, 'scan', ...words, '--product', 'A');
  assert.equal(code, 3, stderr);
  const found = recordIn(at)
    .slice(2)
    .map(([, packages]) => packages);
  assert.deepEqual(found, [['gauge'], ['buoy']]);
});

test('a folder of manifests that has an index.json is one of manifests', async () => {
  const pod = 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: team/gauge:2 }] }\n';
  const at = folders.place({ 'app/index.json': '{}', 'app/pod.yaml': pod });
  const { stdout } = await folders.run(at, 'images', 'app', '--format', 'json');
  assert.match(stdout, /docker\.io\/team\/gauge:2/);
});

test('`images` lists what an archive holds', async () => {
  const at = folders.place({ 'gauge.tar': archive(['team/gauge:1.0']) });
  const { code, stdout } = await folders.run(at, 'images', 'gauge.tar', '--format', 'json');
  assert.equal(code, 0);
  const { images } = JSON.parse(stdout) as { images: readonly { readonly reference: string }[] };
  assert.deepEqual(
    images.map(({ reference }) => reference),
    ['docker.io/team/gauge:1.0'],
  );
});

const refused: readonly (readonly [name: string, words: readonly string[], told: RegExp])[] = [
  ['manifests beside images', ['gauge.tar', 'manifests'], /manifests holds manifests, and images are named beside it/],
  ['an archive that is not there', ['none.tar'], /none\.tar does not exist/],
  ['what is no reference', ['registry:A B'], /`A B` is no image reference/],
  ['an archive without an image', ['broken.tar'], /broken\.tar/],
  ['a Git reference', ['gauge.tar', '--at', 'v1'], /--at reads manifests/],
];
for (const [name, words, told] of refused)
  test(`${name}: refused with what to do`, async () => {
    const at = folders.place({ 'gauge.tar': archive(['gauge:1']), 'broken.tar': 'none', 'manifests/a.yaml': 'a: 1\n' });
    const { code, stderr } = await folders.run(at, 'scan', ...words, '--offline');
    assert.equal(code, 2, stderr);
    assert.match(stderr, told);
  });
