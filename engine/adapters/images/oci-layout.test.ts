import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { SampleBlobs, tarOf } from '../../test/sample-image.ts';
import { openOciLayout } from './oci-layout.ts';

const folder = await mkdtemp(join(tmpdir(), 'plimsoll-layout-'));
after(() => rm(folder, { recursive: true }));

const blobs = new SampleBlobs();
const named = (text: string) => ({ annotations: { 'org.opencontainers.image.ref.name': text } });
const one = blobs.image();
const two = blobs.image({ layers: [tarOf({ two: '2' })] });
const arm = blobs.image({ architecture: 'arm64' });
const index = blobs.index([one, arm]);
const platform = 'linux/amd64';
const dockerList = 'application/vnd.docker.distribution.manifest.list.v2+json';
const sbom = {
  schemaVersion: 2,
  artifactType: 'application/spdx+json',
  config: blobs.add({}, 'application/vnd.oci.empty.v1+json'),
  layers: [blobs.add({ spdxVersion: 'SPDX-2.3' }, 'application/spdx+json')],
};

await blobs.writeLayout(join(folder, 'many'), [
  { ...one, ...named('quay.io/a/one:1') },
  { ...two, annotations: { 'io.containerd.image.name': 'docker.io/library/two:2', 'org.opencontainers.image.ref.name': '2' } },
  { ...index, ...named('quay.io/a/both:1') },
  { ...one, ...named('quay.io/a/twice:1') },
  { ...two, ...named('quay.io/a/twice:1') },
]);
await blobs.writeLayout(join(folder, 'nested/quay.io/b/three'), [{ ...two, ...named('3') }]);
const inner = blobs.index([{ ...two, ...named('quay.io/c/inner:1') }]);
await blobs.writeLayout(join(folder, 'listed'), [blobs.index([inner, { ...one, ...named('quay.io/c/outer:1') }])]);
await blobs.writeLayout(join(folder, 'docker'), [
  { ...blobs.index([{ ...one, platform: { os: 'linux', architecture: 'amd64' } }], dockerList), ...named('quay.io/d/one:1') },
  {
    ...blobs.add(sbom, 'application/vnd.oci.image.manifest.v1+json'),
    artifactType: sbom.artifactType,
    ...named('quay.io/d/one:1'),
  },
]);
await blobs.writeLayout(join(folder, 'nested/busybox'), [{ ...one, ...named('1.36') }]);

const finds: readonly (readonly [name: string, at: string, reference: string, found: string | undefined])[] = [
  ['a full name', 'many', 'quay.io/a/one:1', one.digest],
  ["containerd's name", 'many', 'docker.io/library/two:2', two.digest],
  ['through an index', 'many', 'quay.io/a/both:1', one.digest],
  ['the digest of an entry, whatever the name', 'many', `ghcr.io/x/y:9@${two.digest}`, two.digest],
  ['the digest of an image in an index', 'many', `quay.io/a/both@${one.digest}`, one.digest],
  ['a tag and a folder', 'nested', 'quay.io/b/three:3', two.digest],
  ['a tag and a folder of one name', 'nested', 'docker.io/library/busybox:1.36', one.digest],
  ['another tag', 'nested', 'quay.io/b/three:4', undefined],
  ['another registry', 'many', 'ghcr.io/a/one:1', undefined],
  ['a name in an index that has none', 'listed', 'quay.io/c/outer:1', one.digest],
  ['a name two indexes down', 'listed', 'quay.io/c/inner:1', two.digest],
  ["through Docker's list, beside an artifact of the same name", 'docker', 'quay.io/d/one:1', one.digest],
  ['the layout itself, by its folder', 'nested/busybox', 'docker.io/library/busybox:1.36', one.digest],
];

for (const [name, at, reference, digest] of finds) {
  test(`finds ${name}`, async () => {
    const found = await openOciLayout({ at, folder }).find({ reference, platform });
    assert.deepEqual(found.gaps, []);
    assert.equal(found.kind === 'found' ? found.manifest.digest : undefined, digest);
    if (found.kind === 'found') assert.equal(found.manifest.store, `oci-layout:${at}`);
    else assert.equal(found.kind, 'absent');
  });
}

test('layers are opened, and lie in a file', async () => {
  const found = await openOciLayout({ at: 'many', folder }).find({ reference: 'quay.io/a/one:1', platform });
  const layer = found.kind === 'found' ? found.manifest.layers[0] : undefined;
  assert.ok(found.kind === 'found' && layer);
  const chunks: Uint8Array[] = [];
  for await (const chunk of await found.open(layer)) chunks.push(chunk);
  assert.deepEqual(Buffer.concat(chunks), Buffer.from(blobs.blobs.get(layer.digest) ?? []));
  assert.deepEqual(found.path?.(layer), {
    file: join(folder, 'many/blobs', layer.digest.replace(':', '/')),
    offset: 0,
    sizeBytes: layer.sizeBytes,
  });
});

const broken: readonly (readonly [name: string, code: string, spoil: (at: string) => Promise<unknown>])[] = [
  ['no folder', 'store-missing', (at) => rm(at, { recursive: true })],
  ['an empty folder', 'store-missing', (at) => rm(at, { recursive: true }).then(() => mkdir(at))],
  ['index.json cut in half', 'layout-unreadable', (at) => writeFile(join(at, 'index.json'), '{"manifests": [')],
  ['no index.json', 'layout-unreadable', (at) => rm(join(at, 'index.json'))],
  [
    'index.json that is a manifest',
    'layout-unreadable',
    (at) => writeFile(join(at, 'index.json'), blobs.blobs.get(one.digest) ?? ''),
  ],
  ['no manifest', 'blob-missing', (at) => rm(join(at, 'blobs', one.digest.replace(':', '/')))],
  ['a manifest of other bytes', 'digest-differs', (at) => writeFile(join(at, 'blobs', one.digest.replace(':', '/')), '{}')],
];

for (const [name, code, spoil] of broken) {
  test(`a gap for ${name}`, async () => {
    await blobs.writeLayout(join(folder, 'spoiled'), [{ ...one, ...named('quay.io/a/one:1') }]);
    await spoil(join(folder, 'spoiled'));
    const found = await openOciLayout({ at: 'spoiled', folder }).find({ reference: 'quay.io/a/one:1', platform });
    assert.deepEqual([found.kind, found.gaps.map((gap) => gap.code)], ['failed', [code]]);
    assert.ok(!found.gaps.some(({ detail }) => detail.includes(folder)));
  });
}

test('two images of one name are not guessed between', async () => {
  const found = await openOciLayout({ at: 'many', folder }).find({ reference: 'quay.io/a/twice:1', platform });
  assert.deepEqual([found.kind, found.gaps.map((gap) => gap.code)], ['failed', ['reference-ambiguous']]);
});

test('a layer that is missing does not hide the image, and says so when it is opened', async () => {
  const lone = new SampleBlobs();
  const image = lone.image({ layers: [tarOf({ lone: '1' })] });
  await lone.writeLayout(join(folder, 'lacking'), [{ ...image, ...named('quay.io/a/lone:1') }]);
  const found = await openOciLayout({ at: 'lacking', folder }).find({ reference: 'quay.io/a/lone:1', platform });
  const layer = found.kind === 'found' ? found.manifest.layers[0] : undefined;
  assert.ok(found.kind === 'found' && layer);
  await rm(join(folder, 'lacking/blobs', layer.digest.replace(':', '/')));
  const again = await openOciLayout({ at: 'lacking', folder }).find({ reference: 'quay.io/a/lone:1', platform });
  assert.ok(again.kind === 'found');
  assert.equal(again.path?.(layer), undefined);
  await assert.rejects(again.open(layer), /does not hold layer sha256:/);
});

test('what a layout lists with a subject is attached, by its own entry or by the tag that stands in', async () => {
  const held = new SampleBlobs();
  const image = held.image();
  const artifact = (type: string) => {
    const parts = { config: held.add({}, 'application/vnd.oci.empty.v1+json'), layers: [held.add({ type }, type)] };
    const manifest = { schemaVersion: 2, artifactType: type, subject: image, ...parts };
    return { ...held.add(manifest, 'application/vnd.oci.image.manifest.v1+json'), artifactType: type };
  };
  const listed = held.index([artifact('application/vnd.example.listed')]);
  await held.writeLayout(join(folder, 'attached'), [
    { ...image, ...named('quay.io/e/app:1') },
    artifact('application/spdx+json'),
    { ...listed, ...named(`quay.io/e/app:${image.digest.replace(':', '-')}`) },
  ]);
  const found = await openOciLayout({ at: 'attached', folder }).find({ reference: 'quay.io/e/app:1', platform });
  assert.ok(found.kind === 'found' && found.attached);
  const { items, gaps } = await found.attached.list();
  assert.deepEqual(gaps, []);
  assert.deepEqual(
    items.map(({ type, subject }) => [type, subject]),
    [
      ['application/spdx+json', image.digest],
      ['application/vnd.example.listed', image.digest],
    ],
  );
  const [first] = items;
  const read = first && (await found.attached.read(first));
  assert.deepEqual(
    read?.items.map(({ bytes }) => String(Buffer.from(bytes))),
    ['{"type":"application/spdx+json"}'],
  );
});
