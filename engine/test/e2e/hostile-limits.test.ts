import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { paxHeader, type TarInput, writeTar } from '../../formats/tar/write-tar.ts';
import { writeZip } from '../../formats/zip/write-zip.ts';
import { smallBeyond } from '../hostile-cost.ts';
import { hostileImage, layerOf, storedLayer } from '../hostile-layer.ts';
import { assertClean, assertTold, type HostileCase, makeHostileWorld } from '../hostile-world.ts';
import { debianFiles } from '../sample-debian.ts';
import { SampleBlobs, sha256 } from '../sample-image.ts';

const world = await makeHostileWorld('hostile-limits');
after(() => world.folders.remove());

const debian = debianFiles({ buoy: '1.0' });
const system: readonly TarInput[] = Object.entries(debian).map(([path, content]) => ({ path, content }));
const [release = { path: '' }] = system;
const fixture = (path: string) => readFileSync(join(import.meta.dirname, '../../gather/packages', path));
const usual = await world.scan({});
assertClean(usual);
const assertSmall = smallBeyond(usual);

/** A layer too large to be made in one piece: gzip members, one of which is repeated. */
function repeated(start: Uint8Array, block: Uint8Array, times: number): HostileCase {
  const end = new Uint8Array(1024);
  const hash = createHash('sha256').update(start);
  for (let round = 0; round < times; round++) hash.update(block);
  const digest = `sha256:${hash.update(end).digest('hex')}`;
  const member = gzipSync(block, { level: 9 });
  const middle = Array.from({ length: times }, () => member);
  return storedLayer(Buffer.concat([gzipSync(start), ...middle, gzipSync(end)]), digest);
}

const withoutEnd = (entries: readonly TarInput[]) => writeTar(entries).subarray(0, -1024);
const octal = (value: number) => `${value.toString(8).padStart(11, '0')} `;
/** A file that states so many bytes, without them. */
const stating = (path: string, sizeBytes: number): Uint8Array => {
  const size = Buffer.alloc(12);
  if (sizeBytes < 8 ** 11) size.write(octal(sizeBytes), 'latin1');
  else {
    size.writeUInt8(0x80, 0);
    size.writeBigUInt64BE(BigInt(sizeBytes), 4);
  }
  return writeTar([{ path, patch: { 124: size } }]).subarray(0, 512);
};

/** Many entries that differ in their last digits only. */
function emptyFiles(count: number): HostileCase {
  const names = Array.from({ length: 1000 }, (_, index) => ({ path: `many/${String(index).padStart(4, '0')}` }));
  const blocks = Array.from({ length: count / 1000 }, (_, round) =>
    withoutEnd(names.map(({ path }) => ({ path: `${path}/${String(round).padStart(4, '0')}` }))),
  );
  const tar = Buffer.concat([withoutEnd(system), ...blocks, new Uint8Array(1024)]);
  return storedLayer(gzipSync(tar, { level: 1 }), sha256(tar));
}

/** A file of format GNU.sparse 1.0 that says it is mostly a hole. */
function hole(path: string, realBytes: number): readonly TarInput[] {
  const map = `1\n0\n512\n`.padEnd(512, '\0');
  const records = [
    ['GNU.sparse.major', '1'],
    ['GNU.sparse.minor', '0'],
    ['GNU.sparse.name', path],
    ['GNU.sparse.realsize', String(realBytes)],
  ] as const;
  return [paxHeader(records), { path: 'GNUSparseFile.0/x', content: `${map}${'x'.repeat(512)}` }];
}

function jarsIn(depth: number): Uint8Array {
  const inner = writeZip([{ name: 'META-INF/maven/a/b/pom.properties', bytes: 'groupId=a\nartifactId=b\nversion=1\n' }]);
  return Array.from({ length: depth }).reduce<Uint8Array>((bytes) => writeZip([{ name: 'in.jar', bytes, stored: true }]), inner);
}

/** An ELF file whose header places and counts its sections where nothing is. */
function lyingElf(offset: bigint, count: number): Uint8Array {
  const bytes = Buffer.alloc(4096);
  bytes.write('\x7fELF\x02\x01\x01', 'latin1');
  bytes.writeUInt16LE(2, 16);
  bytes.writeUInt16LE(62, 18);
  bytes.writeBigUInt64LE(offset, 32);
  bytes.writeBigUInt64LE(offset, 40);
  for (const [at, value] of [
    [54, 56],
    [56, count],
    [58, 64],
    [60, count],
    [62, count - 1],
  ] as const)
    bytes.writeUInt16LE(value, at);
  return bytes;
}

const lies = [lyingElf(0xffff_ffff_ffff_ff00n, 0xffff), lyingElf(64n, 0xffff), lyingElf(4000n, 3)];

/** The pages of a SQLite database, each pointing to itself where pages point to others. */
function cyclic(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  const pageBytes = copy.readUInt16BE(16);
  for (let page = 1; page * pageBytes < copy.length; page++) {
    const at = page * pageBytes;
    copy.writeUInt8(5, at);
    copy.writeUInt16BE(1, at + 3);
    copy.writeUInt32BE(page + 1, at + 8);
    copy.writeUInt16BE(20, at + 12);
    copy.writeUInt32BE(page + 1, at + 20);
  }
  return copy;
}

/** A frame that asks for a window of 4 GiB. source  RFC 8878, 3.1.1.1.2 */
const wideZstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xb0, 0x01, 0x00, 0x00, 0x00]);
const stanza = `Package: p\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0\nDescription: ${'x'.repeat(400)}\n\n`;
const statusBlock = Buffer.from(stanza.repeat(Math.floor(1_048_576 / stanza.length)).padEnd(1_048_576, '\n'));

const told: readonly (readonly [name: string, hostile: () => HostileCase, says: RegExp])[] = [
  ['a name with NUL', () => layerOf(paxHeader([['path', 'etc/a\0b']]), { path: 'x', content: 'x' }, ...system), /hostile:1/],
  [
    'a database that is a device',
    () => layerOf(release, { path: 'var/lib/dpkg/status', type: '3' }),
    /var\/lib\/dpkg\/status|hostile:1/,
  ],
  ['a jar with a hole of 40 GB', () => layerOf(...system, ...hole('app/hole.jar', 40e9)), /hostile:1/],
  [
    'a file that states 8 EB',
    () => repeated(Buffer.concat([withoutEnd(system), stating('x', 2 ** 62)]), new Uint8Array(512), 1),
    /hostile:1/,
  ],
  ['a PAX header of 2 MB', () => layerOf(...system, paxHeader([['comment', 'x'.repeat(2_000_000)]]), { path: 'x' }), /hostile:1/],
  ['zstd with a window of 4 GiB', () => storedLayer(wideZstd, sha256(new Uint8Array())), /the compressed stream is broken/],
  [
    'a gzip member that is cut after a whole one',
    () => {
      const [one, other] = [withoutEnd(system), writeTar([{ path: 'x', content: 'x'.repeat(5000) }])];
      const tar = Buffer.concat([one, other]);
      const blob = Buffer.concat([gzipSync(one), gzipSync(other).subarray(0, -12)]);
      return storedLayer(blob, sha256(tar));
    },
    /the compressed stream is broken/,
  ],
  ['jars forty deep', () => layerOf(...system, { path: 'app/a.jar', content: jarsIn(40) }), /app\/a\.jar.*archives deep/],
  [
    'a zip bomb in a jar',
    () => {
      const bomb = writeZip([{ name: 'META-INF/maven/a/b/pom.properties', bytes: Buffer.alloc(300_000_000, ' ') }]);
      return layerOf(...system, { path: 'app/bomb.jar', content: bomb });
    },
    /app\/bomb\.jar/,
  ],
  [
    'an rpm database in SQLite that goes in circles',
    () => layerOf({ path: 'var/lib/rpm/rpmdb.sqlite', content: cyclic(fixture('rpm/fixtures/modular-and-plain.sqlite')) }),
    /rpmdb\.sqlite/,
  ],
  [
    'a dpkg status of 200 MB',
    () => repeated(Buffer.concat([withoutEnd([release]), stating('var/lib/dpkg/status', 200 * 1_048_576)]), statusBlock, 200),
    /var\/lib\/dpkg\/status/,
  ],
  [
    'ELF headers that lie',
    () => layerOf(...system, ...lies.map((content, index) => ({ path: `usr/bin/lie-${index}`, mode: 0o755, content }))),
    /usr\/bin\/lie-0: begins as an ELF program, but its headers are broken/,
  ],
  [
    'JSON a million deep',
    () => layerOf(...system, { path: 'app/node_modules/x/package.json', content: '{"a":'.repeat(1_000_000) }),
    /node_modules\/x\/package\.json/,
  ],
];

const harmless: readonly (readonly [name: string, hostile: () => HostileCase, timesUnpacking?: number])[] = [
  // What a layer costs grows with its entries; a million take about twice what unpacking them takes on a machine under load.
  ['a million empty files', () => emptyFiles(1_000_000), 3],
  ['a hole of 40 GB that nobody reads', () => layerOf(...system, ...hole('usr/bin/hole', 40e9))],
  ['device nodes and pipes', () => layerOf(...system, ...['3', '4', '6'].map((type) => ({ path: `dev/${type}`, type })))],
  [
    'concatenated gzip members',
    () => {
      const parts = [withoutEnd(system), writeTar([{ path: 'x', content: 'x' }])];
      return storedLayer(Buffer.concat(parts.map((part) => gzipSync(part))), sha256(Buffer.concat(parts)));
    },
  ],
  [
    'ten thousand PAX headers',
    () => layerOf(...system, ...Array.from({ length: 10_000 }, () => paxHeader([['mtime', '1']])), { path: 'x' }),
  ],
];

for (const [name, make, says] of told) {
  test(`${name} is told, costs little, and the good image is read`, async () => {
    const hostile = make();
    const run = await world.scan(hostile);
    assertTold(run, says);
    assertSmall(run, hostile);
  });
}

for (const [name, make, timesUnpacking] of harmless) {
  test(`${name}: read as a runtime would unpack them, at little cost`, async () => {
    const hostile = make();
    const run = await world.scan(hostile);
    assertClean(run);
    const image = run.release?.images.find((one) => one.reference === hostileImage);
    assert.deepEqual(
      image?.packages.map((item) => item.name),
      ['buoy'],
    );
    assertSmall(run, hostile, timesUnpacking);
  });
}

const linux = { platform: { os: 'linux', architecture: 'amd64' } };
const imageType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';
const wrongTypes: readonly (readonly [name: string, make: (blobs: SampleBlobs) => object, says: RegExp])[] = [
  [
    'an index that is listed as an image',
    (blobs) => blobs.index([{ ...blobs.index([blobs.image()]), mediaType: imageType, ...linux }]),
    /is listed as an image and is none/,
  ],
  [
    'a layer of plain text',
    (blobs) => blobs.image({ manifest: { layers: [blobs.add(Buffer.from('x'), 'text/plain')] } }),
    /hostile:1/,
  ],
  ['an index that lists itself', (blobs) => selfListing(blobs), /hostile:1/],
  [
    'indexes in indexes in indexes',
    (blobs) =>
      Array.from({ length: 40 }).reduce<ReturnType<SampleBlobs['index']>>((inner) => blobs.index([inner]), blobs.index([])),
    /hostile:1/,
  ],
];

/** No digest is that of a text that holds it, so the blob that it names is the text under a digest that is wrong. */
function selfListing(blobs: SampleBlobs): ReturnType<SampleBlobs['index']> {
  const digest = `sha256:${'a'.repeat(64)}`;
  const text = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [{ mediaType: indexType, digest, size: 200 }] }),
  );
  blobs.blobs.set(digest, text);
  return { mediaType: indexType, digest, size: text.length };
}

for (const [name, make, says] of wrongTypes) {
  test(`${name} is told`, async () => {
    const blobs = new SampleBlobs();
    const hostile = { blobs, images: { [hostileImage]: make(blobs) as never } };
    const run = await world.scan(hostile);
    assertTold(run, says);
    assertSmall(run, hostile);
  });
}

test('the limit on what an image may hold is named, and can be set', async () => {
  const run = await world.scan({
    ...layerOf(...system, { path: 'x', content: new Uint8Array(100_000) }),
    configuration: 'limits: { layerBytes: 50000 }',
  });
  assertTold(run, /the limit of 50000 bytes/);
});
