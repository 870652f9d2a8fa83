import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { SampleBlobs, sha256, tarOf } from '../../test/sample-image.ts';
import { openDockerArchive } from './docker-archive.ts';

const folder = await mkdtemp(join(tmpdir(), 'plimsoll-archive-'));
after(() => rm(folder, { recursive: true }));

const platform = 'linux/amd64';
const reference = 'docker.io/library/a:1';
const layers = [tarOf({ 'etc/one': 'x'.repeat(9000) }), tarOf({ 'etc/two': '2' })] as const;
const configuration = Buffer.from(
  JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: layers.map(sha256) } }),
);
const configurationPath = `${sha256(configuration).slice(7)}.json`;
const list = (paths: readonly string[], tags: readonly string[] | null = ['a:1']) =>
  JSON.stringify([{ Config: configurationPath, RepoTags: tags, Layers: paths }]);
const plain = {
  'one.tar': layers[0],
  'two.tar': layers[1],
  [configurationPath]: configuration,
  'manifest.json': list(['one.tar', 'two.tar']),
};

async function find(tar: Uint8Array, wanted = reference) {
  await writeFile(join(folder, 'a.tar'), tar);
  return openDockerArchive({ at: '*.tar', folder }).find({ reference: wanted, platform });
}

const readable: readonly (readonly [name: string, files: Readonly<Record<string, Uint8Array | string>>])[] = [
  ['plain layers', plain],
  ['compressed layers', { ...plain, 'one.tar': gzipSync(layers[0]) }],
  [
    'the links that older programs write',
    { ...plain, 'x/layer.tar': '-> ../one.tar', 'manifest.json': list(['x/layer.tar', 'two.tar']) },
  ],
  ['names with dots', { ...plain, 'manifest.json': list(['./one.tar', 'x/../two.tar']) }],
];

for (const [name, files] of readable) {
  test(`reads an archive with ${name}`, async () => {
    const found = await find(tarOf(files));
    assert.deepEqual(found.gaps, []);
    assert.ok(found.kind === 'found');
    assert.deepEqual(
      found.manifest.layers.map(({ diffId }) => diffId),
      layers.map(sha256),
    );
    for (const layer of found.manifest.layers) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of await found.open(layer)) chunks.push(chunk);
      assert.equal(sha256(Buffer.concat(chunks)), layer.digest);
      assert.equal(found.path?.(layer)?.sizeBytes, layer.sizeBytes);
    }
  });
}

test('an archive that is an OCI layout too is read by its index, and by digest', async () => {
  const blobs = new SampleBlobs();
  const image = blobs.image();
  const entry = { ...image, annotations: { 'io.containerd.image.name': reference, 'org.opencontainers.image.ref.name': '1' } };
  const tar = tarOf({ ...blobs.layoutFiles([entry]), 'manifest.json': list([]) });
  for (const wanted of [reference, `docker.io/library/a:1@${image.digest}`]) {
    const found = await find(tar, wanted);
    assert.deepEqual([found.kind === 'found' && found.manifest.digest, found.gaps], [image.digest, []]);
  }
});

const whole = tarOf(plain);
const failing: readonly (readonly [name: string, tar: Uint8Array, kind: string, codes: readonly string[]])[] = [
  ['cut in the middle', whole.subarray(0, 6000), 'failed', ['archive-truncated']],
  ['compressed as a whole', gzipSync(whole), 'failed', ['archive-unreadable']],
  ['no tar', Buffer.alloc(2000, 'x'), 'failed', ['archive-unreadable']],
  ['empty', Buffer.alloc(0), 'failed', ['archive-unreadable']],
  ['nothing listed', tarOf({ x: 'y' }), 'failed', ['archive-unreadable']],
  ['manifest.json that is no list', tarOf({ 'manifest.json': '{}' }), 'failed', ['archive-unreadable']],
  ['no configuration', tarOf({ 'manifest.json': list([]) }), 'failed', ['blob-missing']],
  ['a configuration of other bytes', tarOf({ ...plain, [configurationPath]: '{}' }), 'failed', ['digest-differs']],
  [
    'fewer layers than the configuration says',
    tarOf({ ...plain, 'manifest.json': list(['one.tar']) }),
    'failed',
    ['layers-differ'],
  ],
  ['a path that climbs out', tarOf({ ...plain, 'manifest.json': list(['../../one.tar', 'two.tar']) }), 'found', []],
  ['links in a circle', tarOf({ ...plain, 'one.tar': '-> x', x: '-> one.tar' }), 'found', []],
  ['no tags', tarOf({ ...plain, 'manifest.json': list([], null) }), 'absent', []],
];

for (const [name, tar, kind, codes] of failing) {
  test(`an archive with ${name}: ${kind}`, async () => {
    const found = await find(tar);
    assert.deepEqual([found.kind, found.gaps.map(({ code }) => code)], [kind, codes]);
    const layer = found.kind === 'found' ? found.manifest.layers[0] : undefined;
    if (found.kind === 'found' && layer) await assert.rejects(found.open(layer), /does not hold layer/);
  });
}

test('an archive that is cut after its lists gives the image, with a gap', async () => {
  const { 'two.tar': last, ...first } = plain;
  const tar = tarOf({ ...first, 'two.tar': last });
  const found = await find(tar.subarray(0, tar.length - 2000));
  assert.deepEqual([found.kind, found.gaps.map(({ code }) => code)], ['found', ['archive-truncated']]);
  const layer = found.kind === 'found' ? found.manifest.layers[1] : undefined;
  assert.ok(found.kind === 'found' && layer);
  await assert.rejects(found.open(layer), /does not hold layer/);
});

test('a digest that an archive cannot show is not believed', async () => {
  const found = await find(whole, `${reference}@sha256:${'a'.repeat(64)}`);
  assert.deepEqual([found.kind, found.gaps.map(({ code }) => code)], ['failed', ['digest-unknown']]);
});

test('an image of another name is absent, and no file is a gap', async () => {
  assert.deepEqual((await find(whole, 'docker.io/library/b:1')).kind, 'absent');
  const nothing = await openDockerArchive({ at: 'none/*.tar', folder }).find({ reference, platform });
  assert.deepEqual(
    nothing.gaps.map(({ code }) => code),
    ['store-missing'],
  );
});
