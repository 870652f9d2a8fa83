import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readRecord } from '../../compare/releases/read-record.ts';
import { commonBases } from '../../gather/images/common-bases.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { debianLayer } from '../sample-debian.ts';
import { SampleBlobs } from '../sample-image.ts';

const folders = makeReleaseFolders('known-bases');
after(() => folders.remove());

const [chosen] = commonBases().filter(
  ({ name, layers }) => name.endsWith('/eclipse-temurin:21-jre-noble') && layers.length === 5,
);
const reference = 'registry.example/team/app:1';

/** An image that goes on from a base by its layers as stored; what these hold is in no store. */
function layoutOn(base: readonly string[]): Readonly<Record<string, Uint8Array | string>> {
  const blobs = new SampleBlobs();
  const own = debianLayer({ buoy: '1.0' });
  const alone = JSON.parse(String(blobs.blobs.get(blobs.image({ layers: [own] }).digest))) as { layers: { mediaType: string }[] };
  const below = base.map((digest) => ({ mediaType: alone.layers[0]?.mediaType, digest, size: 1000 }));
  const image = blobs.image({
    layers: [...base.map((digest) => Buffer.from(digest)), own],
    manifest: { layers: [...below, ...alone.layers] },
  });
  return blobs.layoutFiles([{ ...image, annotations: { 'org.opencontainers.image.ref.name': reference } }]);
}

async function baseOf(more: string, files: Readonly<Record<string, string>> = {}) {
  const layout = Object.entries(layoutOn(chosen?.layers ?? [])).map(([path, content]) => [`layout/${path}`, content]);
  const at = folders.place({
    'plimsoll.yaml': `product: A\nversion: "1"\nsources: [{ image-list: images.txt }]\nimages: [{ oci-layout: layout }]\n${more}`,
    'images.txt': `${reference}\n`,
    ...Object.fromEntries(layout),
    ...files,
  });
  const { code, stderr } = await folders.run(at, 'scan', '--now', '2026-01-01', '--offline');
  assert.equal(code, 3, stderr);
  const [image] = readRecord(readFileSync(join(at, 'releases/1.plimsoll')), '1').images;
  const buoy = image?.packages.find(({ name }) => name === 'buoy');
  return { base: image?.base, buoy };
}

test('an image of a layout that goes on from a base of our list says so, also where the layers below cannot be read', async () => {
  const { base, buoy } = await baseOf('');
  assert.deepEqual(base, {
    name: 'docker.io/library/eclipse-temurin:21-jre-noble',
    digest: chosen?.digest,
    layers: 5,
    how: 'known',
    list: 'plimsoll',
    rivals: [],
  });
  assert.equal(buoy?.fromBase, false);
});

test("the project's own list comes first", async () => {
  const own = JSON.stringify([{ name: 'registry.example/base/java:21', layers: chosen?.layers }]);
  const { base } = await baseOf('bases: bases.yaml\n', { 'bases.yaml': own });
  assert.deepEqual(
    [base?.name, base?.list, base?.rivals.map(({ name, list }) => [name, list])],
    ['registry.example/base/java:21', 'project', [['docker.io/library/eclipse-temurin:21-jre-noble', 'plimsoll']]],
  );
});
