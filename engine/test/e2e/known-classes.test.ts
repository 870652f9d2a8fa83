import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readRecord } from '../../compare/releases/read-record.ts';
import { classDigest } from '../../formats/class-file/class-digest.ts';
import { writeClass } from '../../formats/class-file/write-class.ts';
import { writeTar } from '../../formats/tar/write-tar.ts';
import { writeZip } from '../../formats/zip/write-zip.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { SampleBlobs } from '../sample-image.ts';

const folders = makeReleaseFolders('known-classes');
after(() => folders.remove());

const hoist = writeClass(['hoist', 'Code']);
const jar = writeZip([{ name: 'com/other/shaded/crane/Hoist.class', bytes: hoist }]);
const library = {
  name: 'org.harbour:crane',
  root: 'org/harbour/',
  classes: { 'crane/Hoist.class': `${classDigest(hoist)} 1.0` },
};

function place(configuration: string, known: string): string {
  const blobs = new SampleBlobs();
  const reference = 'registry.example/team/agent:1';
  const image = blobs.image({ layers: [writeTar([{ path: 'app/agent.jar', content: jar }])] });
  const named = { ...image, annotations: { 'org.opencontainers.image.ref.name': reference } };
  const layout = Object.entries(blobs.layoutFiles([named])).map(([path, content]) => [`images/${path}`, content] as const);
  return folders.place({
    ...Object.fromEntries(layout),
    'images.txt': `${reference}\n`,
    'known.json': known,
    'plimsoll.yaml': `product: A\nversion: "1"\nsources: [{ image-list: images.txt }]\nimages: [{ oci-layout: images }]\n${configuration}`,
  });
}

async function packagesOf(at: string): Promise<readonly string[]> {
  await folders.run(at, 'scan', '--now', '2026-01-01', '--quiet');
  const { images } = readRecord(readFileSync(join(at, 'releases/1.plimsoll')), '1');
  return images.flatMap(({ packages }) => packages.map(({ purl }) => purl));
}

test('a library that the project describes is found, whatever was read and kept before', async () => {
  assert.deepEqual(await packagesOf(place('', '')), []);
  const known = JSON.stringify([library]);
  assert.deepEqual(await packagesOf(place('knownClasses: known.json\n', known)), ['pkg:maven/org.harbour/crane@1.0']);
});

for (const [name, file, says] of [
  ['a file that is not there', 'other.json', /other\.json.*cannot be read/],
  ['a file that is no list', 'known.json', /known\.json.*no list of libraries/],
] as const)
  test(`${name} stops the scan with a sentence`, async () => {
    const { code, stderr } = await folders.run(place(`knownClasses: ${file}\n`, '{}'), 'scan', '--now', '2026-01-01');
    assert.equal(code, 2);
    assert.match(stderr, says);
  });
