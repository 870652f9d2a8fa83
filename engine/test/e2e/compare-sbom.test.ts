import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { makeReleaseFolders } from '../release-folder.ts';
import { runPlimsoll } from '../run-plimsoll.ts';
import { debianLayer } from '../sample-debian.ts';
import { SampleBlobs } from '../sample-image.ts';

const folders = makeReleaseFolders('compare-sbom');
after(() => folders.remove());

const name = 'registry.example/app:1';
const blobs = new SampleBlobs();
const image = blobs.image({ layers: [debianLayer({ buoy: '1.0', keel: '2.0' })] });
const sbom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: { component: { type: 'container', name } },
  components: [
    { type: 'library', name: 'buoy', version: '1.1', purl: 'pkg:deb/debian/buoy@1.1' },
    { type: 'library', name: 'mast', version: '1', purl: 'pkg:deb/debian/mast@1' },
  ],
};
const statement = { predicateType: 'https://cyclonedx.org/bom', predicate: sbom };
const envelope = {
  payloadType: 'application/vnd.in-toto+json',
  payload: Buffer.from(JSON.stringify(statement)).toString('base64'),
};
/** As cosign stores what it attests. */
const attestation = blobs.add(
  {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: blobs.add({}, 'application/vnd.oci.image.config.v1+json'),
    layers: [blobs.add(envelope, 'application/vnd.dsse.envelope.v1+json')],
  },
  'application/vnd.oci.image.manifest.v1+json',
);
const reference = 'org.opencontainers.image.ref.name';
const layout = blobs.layoutFiles([
  { ...image, annotations: { [reference]: name } },
  { ...attestation, annotations: { [reference]: `registry.example/app:${image.digest.replace(':', '-')}.att` } },
]);
const at = folders.place({
  'plimsoll.yaml': 'product: A\nversion: "1"\nsources: [{ image-list: images.txt }]\nimages: [{ oci-layout: images }]\n',
  'images.txt': `${name}\n`,
  'sboms/app.cdx.json': JSON.stringify(sbom),
  ...Object.fromEntries(Object.entries(layout).map(([path, content]) => [`images/${path}`, content])),
});
const run = (...args: readonly string[]) => runPlimsoll(args, { cwd: at, env: folders.env });

test('a record without compared SBOMs says how to come by them', async () => {
  await run('scan', '-o', 'plain.plimsoll', '--now', '2026-01-01');
  const { code, stderr } = await run('compare-sbom', 'plain.plimsoll');
  assert.equal(code, 2);
  assert.match(stderr, /--attached/);
});

test('an SBOM that cosign attached, and the same in a file, tell the same differences', async () => {
  await run('scan', '-o', 'attached.plimsoll', '--attached', '--now', '2026-01-01');
  const attached = await run('compare-sbom', 'attached.plimsoll', '-f', 'json');
  const file = await run('compare-sbom', 'attached.plimsoll', 'sboms', '-f', 'json');
  const [fromImage, fromFile] = [attached, file].map(({ stdout }) => JSON.parse(stdout).images[0]?.sboms[0]);
  assert.match(fromImage.source, /^attached:sha256:/);
  assert.equal(fromFile.source, 'sboms/app.cdx.json');
  const names = (list: readonly { readonly name: string }[]) => list.map((item) => item.name);
  for (const { same, onlyOurs, onlyTheirs, versionDiffers } of [fromImage, fromFile])
    assert.deepEqual(
      [same, names(onlyOurs), names(onlyTheirs), versionDiffers],
      [0, ['keel'], ['mast'], [{ type: 'deb', name: 'buoy', ours: ['1.0'], theirs: ['1.1'] }]],
    );
  assert.match((await run('compare-sbom', 'attached.plimsoll', 'sboms')).stdout, /only in the SBOM +pkg:deb\/debian\/mast@1/);
});

test('an SBOM of something else is refused', async () => {
  const { code, stderr } = await run('compare-sbom', 'attached.plimsoll', 'images');
  assert.equal(code, 2);
  assert.match(stderr, /images/);
});
