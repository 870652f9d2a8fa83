import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { paxHeader, type TarInput, writeTar } from '../../formats/tar/write-tar.ts';
import { writeZip } from '../../formats/zip/write-zip.ts';
import { assertClean, assertTold, type HostileCase, makeHostileWorld } from '../hostile-world.ts';
import { debianFiles, debianLayer } from '../sample-debian.ts';
import { SampleBlobs, sha256 } from '../sample-image.ts';

const world = await makeHostileWorld('hostile-images');
after(() => world.folders.remove());

const reference = 'registry.example/hostile:1';
const debian = debianFiles({ buoy: '1.0' });
const status = debian['var/lib/dpkg/status'] ?? '';
const release = { path: 'etc/os-release', content: debian['etc/os-release'] ?? '' };
const system: readonly TarInput[] = [release, { path: 'var/lib/dpkg/status', content: status }];
const half = <Bytes extends Uint8Array>(bytes: Bytes) => bytes.subarray(0, bytes.length / 2);
const fixture = (path: string) => readFileSync(join(import.meta.dirname, '../../gather/packages', path));

/** One layer as it is stored, with the digest that it has. */
function stored(blob: Uint8Array, unpacked: Uint8Array): HostileCase {
  const blobs = new SampleBlobs();
  const layer = blobs.add(blob, 'application/vnd.oci.image.layer.v1.tar+gzip');
  const configuration = { rootfs: { type: 'layers', diff_ids: [sha256(unpacked)] } };
  return { blobs, images: { [reference]: blobs.image({ layers: [], configuration, manifest: { layers: [layer] } }) } };
}

/** One layer of these entries. */
const holding = (...entries: readonly TarInput[]): HostileCase => {
  const tar = writeTar(entries);
  return stored(gzipSync(tar), tar);
};

/** One layer whose blob is not what its digest says. */
function damaged(damage: (blob: Uint8Array) => Uint8Array): HostileCase {
  const hostile = holding(...system);
  const layer = gzipSync(writeTar(system));
  hostile.blobs?.blobs.set(sha256(layer), damage(layer));
  return hostile;
}

function flipped(blob: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(blob);
  copy[copy.length - 20] = (copy[copy.length - 20] ?? 0) ^ 0xff;
  return copy;
}

const tar = writeTar(system);
const cases: readonly (readonly [name: string, hostile: HostileCase, says: RegExp])[] = [
  ['a layer that is cut off', damaged(half), /hostile:1.*only \d+ of \d+ bytes/],
  ['a layer with another digest', damaged(flipped), /hostile:1.*the blob is sha256:/],
  ['a layer that is not there', damaged(() => new Uint8Array()), /hostile:1/],
  ['a layer that unpacks to something else', stored(gzipSync(tar), writeTar([release])), /it unpacks to sha256:/],
  ['gzip that breaks off', stored(half(gzipSync(tar)), tar), /the compressed stream is broken/],
  ['zstd that breaks off', stored(half(zstdCompressSync(tar)), tar), /the compressed stream is broken/],
  ['a tar that breaks off', stored(gzipSync(tar.subarray(0, 1100)), tar.subarray(0, 1100)), /hostile:1/],
  ['a layer that is no tar', stored(gzipSync(Buffer.alloc(4096, 'x')), Buffer.alloc(4096, 'x')), /hostile:1/],
  ['an entry with ..', holding(...system, { path: '../../etc/shadow', content: 'x' }), /\.\.\/etc\/shadow.*leads outside/],
  ['a hard link to ..', holding(...system, { path: 'a', type: '1', target: '../../x' }), /a place outside the root/],
  ['a broken PAX header', holding({ path: 'PaxHeaders/0', type: 'x', content: '999 path=x\n' }, ...system), /hostile:1/],
  ['PAX sizes that are none', holding(paxHeader([['size', 'many']]), ...system), /hostile:1/],
  [
    'a link loop at the database',
    holding(
      release,
      { path: 'var/lib/dpkg/status', type: '2', target: 'a' },
      { path: 'var/lib/dpkg/a', type: '2', target: 'status' },
    ),
    /var\/lib\/dpkg\/status: it is a symlink that leads in a circle/,
  ],
  [
    'a gzip bomb',
    {
      ...holding(...system, { path: 'zeros', content: new Uint8Array(50_000_000) }),
      configuration: 'limits: { layerBytes: 1000000 }',
    },
    /it unpacks to more than the limit of 1000000 bytes/,
  ],
  [
    'more entries than the limit',
    {
      ...holding(...system, ...Array.from({ length: 50 }, (_, index) => ({ path: `file-${index}` }))),
      configuration: 'limits: { layerEntries: 20 }',
    },
    /the archive has more than 20 entries/,
  ],
  [
    'more packages than the limit',
    {
      ...holding(release, {
        path: 'var/lib/dpkg/status',
        content: ['a', 'b', 'c'].map((name) => status.replaceAll('buoy', name)).join('\n'),
      }),
      configuration: 'limits: { layerPackages: 2 }',
    },
    /too-many-packages[\s\S]*it tells more than 2 packages.*`limits.layerPackages`/,
  ],
  [
    'half a dpkg database',
    holding(release, { path: 'var/lib/dpkg/status', content: half(Buffer.from(`${status}\n${status.repeat(3)}`)) }),
    /var\/lib\/dpkg\/status/,
  ],
  [
    'half an apk database',
    holding({ path: 'lib/apk/db/installed', content: half(fixture('apk/fixtures/two-from-one-origin.installed')) }),
    /lib\/apk\/db\/installed/,
  ],
  [
    'half an rpm database',
    holding({ path: 'var/lib/rpm/rpmdb.sqlite', content: half(fixture('rpm/fixtures/modular-and-plain.sqlite')) }),
    /rpmdb\.sqlite.*the database was not read whole/,
  ],
  [
    'half a jar',
    holding(...system, {
      path: 'app/a.jar',
      content: half(writeZip([{ name: 'META-INF/MANIFEST.MF', bytes: 'x'.repeat(900) }])),
    }),
    /app\/a\.jar/,
  ],
  [
    'a database that is not UTF-8',
    holding(release, { path: 'var/lib/dpkg/status', content: Buffer.from(status.replace('buoy', 'bu\xffoy'), 'latin1') }),
    /var\/lib\/dpkg\/status/,
  ],
  [
    'JSON that is too deep',
    holding(...system, { path: 'app/node_modules/x/package.json', content: '['.repeat(200_000) }),
    /node_modules\/x\/package\.json/,
  ],
  ['a layout without the image', { listed: ['registry.invalid/nowhere:1'] }, /registry\.invalid\/nowhere:1/],
];

test('without anything hostile, the release is clean', async () => assertClean(await world.scan({})));

for (const [name, hostile, says] of cases) {
  test(`${name} is told, and the good image is read`, async () => assertTold(await world.scan(hostile), says));
}

const harmless: readonly (readonly [name: string, hostile: HostileCase])[] = [
  ['absolute paths', holding(...system.map((entry) => ({ ...entry, path: `/${entry.path}` })))],
  ['paths with dots inside the root', holding(...system.map((entry) => ({ ...entry, path: `./x/../${entry.path}` })))],
  ['a PAX header', holding(paxHeader([['mtime', '1.5']]), ...system)],
  [
    'a link loop that nobody asks for',
    holding(...system, { path: 'a', type: '2', target: 'b' }, { path: 'b', type: '2', target: 'a' }),
  ],
];

for (const [name, hostile] of harmless) {
  test(`${name} are read as a runtime would unpack them`, async () => {
    const ended = await world.scan(hostile);
    assertClean(ended);
    const image = ended.release?.images.find((one) => one.reference === reference);
    assert.deepEqual(
      image?.packages.map((item) => item.name),
      ['buoy'],
    );
  });
}

test('a manifest with another digest is told', async () => {
  const hostile = { blobs: new SampleBlobs() };
  const image = hostile.blobs.image({ layers: [debianLayer({ buoy: '1.0' })] });
  const manifest = hostile.blobs.blobs.get(image.digest) ?? new Uint8Array();
  hostile.blobs.blobs.set(image.digest, Buffer.from(String(manifest).replace('"schemaVersion":2', '"schemaVersion":1')));
  assertTold(await world.scan({ ...hostile, images: { [reference]: image } }), /hostile:1/);
});
