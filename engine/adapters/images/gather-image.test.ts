import assert from 'node:assert/strict';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { FoundImage, ImageStore } from '../../gather/images/store.ts';
import { SampleBlobs } from '../../test/sample-image.ts';
import { openDockerArchive } from './docker-archive.ts';
import { gatherImage } from './gather-image.ts';
import { createKeptLayout } from './kept-layout.ts';
import { openOciLayout } from './oci-layout.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-gather-image-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const reference = 'registry.example/tide/gauge:1';
const blobs = new SampleBlobs();
const image = blobs.image();
const listed = [{ ...image, annotations: { 'org.opencontainers.image.ref.name': reference } }];

async function findIn(store: ImageStore): Promise<FoundImage> {
  const found = await store.find({ reference, platform: 'linux/amd64' });
  assert.ok(found.kind === 'found');
  return found;
}

async function sample(name: string): Promise<{ readonly found: FoundImage; readonly to: string }> {
  await blobs.writeLayout(join(folder, name), listed);
  return { found: await findIn(openOciLayout({ at: name, folder })), to: join(folder, `${name}-gathered`) };
}

test('all of an image comes along, and files of a layout are linked to', async () => {
  const { found, to } = await sample('whole');
  await gatherImage(found, createKeptLayout(to));
  const there = readdirSync(join(to, 'blobs/sha256'));
  assert.deepEqual(there.toSorted(), [...blobs.blobs.keys()].map((digest) => digest.slice(7)).toSorted());
  const [layer] = found.manifest.layers;
  assert.ok(lstatSync(join(to, 'blobs/sha256', layer?.digest.slice(7) ?? '')).isSymbolicLink());
});

test('an archive gives the manifest that was made for it', async () => {
  const { execFileSync } = await import('node:child_process');
  const { configuration, layer } = archived();
  execFileSync('tar', ['-cf', 'saved.tar', configuration, layer, 'manifest.json'], { cwd: folder });
  const found = await findIn(openDockerArchive({ at: 'saved.tar', folder }));
  const to = join(folder, 'archive-gathered');
  await gatherImage(found, createKeptLayout(to));
  const manifest = JSON.parse(readFileSync(join(to, 'blobs/sha256', found.manifest.digest.slice(7)), 'utf8'));
  for (const part of [manifest.config, ...manifest.layers])
    assert.equal(readFileSync(join(to, 'blobs', part.digest.replace(':', '/'))).length, part.size);
});

function archived() {
  const [layer, configuration] = ['layer.tar', 'configuration.json'];
  const [manifest] = [JSON.parse(Buffer.from(blobs.blobs.get(image.digest) ?? []).toString())];
  writeFileSync(join(folder, configuration), blobs.blobs.get(manifest.config.digest) ?? '');
  writeFileSync(join(folder, layer), blobs.blobs.get(manifest.layers[0].digest) ?? '');
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify([{ Config: configuration, RepoTags: [reference], Layers: [layer] }]),
  );
  return { layer, configuration };
}

const faults: readonly {
  readonly name: string;
  readonly change: (found: FoundImage) => Partial<FoundImage>;
  readonly says: RegExp;
}[] = [
  {
    name: 'a store that gives another manifest than the digest says',
    change: () => ({ document: async () => Buffer.from('{}') }),
    says: /its manifest in oci-layout:\S+ has another digest than sha256:/,
  },
  {
    name: 'a store that cannot give its configuration',
    change: ({ document }) => ({
      document: async (digest, kind) =>
        kind === 'manifest' && document ? document(digest, kind) : { code: 'blob-missing', unit: 'x', detail: 'it is gone' },
    }),
    says: /it is gone/,
  },
  {
    name: 'a store that gives no documents',
    change: () => ({ document: async () => ({ code: 'blob-missing', unit: 'x', detail: 'none are kept' }) }),
    says: /none are kept/,
  },
  {
    name: 'a layer that was changed on its way',
    change: () => ({ path: () => undefined, open: async () => changed() }),
    says: /layer sha256:\S+ in oci-layout:\S+ has another digest, or another size/,
  },
];

async function* changed() {
  yield Buffer.from('changed');
}

for (const [at, { name, change, says }] of faults.entries()) {
  test(`${name} is refused`, async () => {
    const { found, to } = await sample(`fault-${at}`);
    await assert.rejects(gatherImage({ ...found, ...change(found) }, createKeptLayout(to)), says);
  });
}

test('a layer whose file was changed is not linked to', async () => {
  const { found, to } = await sample('changed');
  const [layer] = found.manifest.layers;
  const file = join(folder, 'changed/blobs', layer?.digest.replace(':', '/') ?? '');
  writeFileSync(file, Buffer.alloc(readFileSync(file).length));
  await assert.rejects(gatherImage(found, createKeptLayout(to)), /has another digest/);
});
