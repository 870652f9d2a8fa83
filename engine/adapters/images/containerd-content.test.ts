import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { SampleBlobs, tarOf } from '../../test/sample-image.ts';
import { openContainerd } from './containerd-content.ts';

const folder = await mkdtemp(join(tmpdir(), 'plimsoll-containerd-'));
after(() => rm(folder, { recursive: true }));

/** The images whose names are in the database. */
const blobs = new SampleBlobs();
const linux = (architecture: string, variant?: string) => ({
  platform: { os: 'linux', architecture, ...(variant && { variant }) },
});
const one = { ...blobs.image({ layers: [tarOf({ 'etc/one': 'one' })] }), ...linux('amd64') };
const both = blobs.index([{ ...blobs.image({ architecture: 'arm64' }), ...linux('arm64', 'v8') }, one]);
const fixture = join(import.meta.dirname, '../../formats/bolt/fixtures/containerd-1.6.20.db.gz');
const database = gunzipSync(await readFile(fixture));
const platform = 'linux/amd64';

async function place(name: string, metadata: Uint8Array | undefined): Promise<void> {
  const put = async (path: string, bytes: Uint8Array) => {
    await mkdir(dirname(join(folder, name, path)), { recursive: true });
    await writeFile(join(folder, name, path), bytes);
  };
  for (const [digest, bytes] of blobs.blobs)
    await put(`io.containerd.content.v1.content/blobs/${digest.replace(':', '/')}`, bytes);
  if (metadata) await put('io.containerd.metadata.v1.bolt/meta.db', metadata);
}
await place('whole', database);
await place('unnamed', undefined);
await place('damaged', database.subarray(0, 9000));

const cases: readonly (readonly [name: string, at: string, reference: string, told: string])[] = [
  ['by name', 'whole', 'docker.io/library/one:1', one.digest],
  ['by a name that Kubernetes pulled it under', 'whole', 'registry.example/team/tag-101:1', one.digest],
  ['through an index', 'whole', 'registry.example/team/both:2', one.digest],
  ['by digest', 'whole', `registry.example/team/both@${both.digest}`, one.digest],
  ['by a name that was removed', 'whole', 'registry.example/team/tag-100:1', 'absent'],
  ['by digest without metadata', 'unnamed', `registry.example/other@${one.digest}`, one.digest],
  ['by name without metadata', 'unnamed', 'docker.io/library/one:1', 'failed metadata-unreadable'],
  ['by name in a database that is cut', 'damaged', 'registry.example/team/tag-101:1', 'failed metadata-unreadable'],
  ['where containerd is not', 'nowhere', 'docker.io/library/one:1', 'failed store-missing'],
];

for (const [name, at, reference, told] of cases) {
  test(`containerd, ${name}: ${told.slice(0, 30)}`, async () => {
    const found = await openContainerd({ at, folder }).find({ reference, platform });
    const codes = [...new Set(found.gaps.map(({ code }) => code))];
    assert.equal([found.kind === 'found' ? found.manifest.digest : found.kind, ...codes].join(' '), told);
    if (found.kind === 'found') assert.equal(found.manifest.layers.filter((layer) => found.path?.(layer)).length, 1);
  });
}
