import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';

const reference = 'registry.example/bench/large:1';
const piece = Buffer.alloc(1 << 20, 'Some text that repeats, as logs and tables in images do. ');

/**
 * Writes an OCI layout with one image of one layer: a package database, a data file, and a program as large as that.
 *
 * in      size of the layer before compression
 * out     the image's reference
 */
export async function writeLargeImage(layout: string, megabytes: number): Promise<string> {
  const blobs = join(layout, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (value: object, mediaType: string) => {
    const bytes = Buffer.from(JSON.stringify(value));
    const hex = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(blobs, hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const { layer, diffId } = await writeLayer(blobs, megabytes);
  const kind = 'application/vnd.oci.image';
  const rootfs = { type: 'layers', diff_ids: [diffId] };
  const config = put({ os: 'linux', architecture: 'amd64', config: {}, rootfs, history: [] }, `${kind}.config.v1+json`);
  const manifest = {
    schemaVersion: 2,
    mediaType: `${kind}.manifest.v1+json`,
    config,
    layers: [{ ...layer, mediaType: `${kind}.layer.v1.tar+gzip` }],
  };
  const listed = { ...put(manifest, manifest.mediaType), annotations: { 'org.opencontainers.image.ref.name': reference } };
  writeFileSync(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [listed] }));
  return reference;
}

async function writeLayer(blobs: string, megabytes: number) {
  const file = join(blobs, 'layer');
  const [plain, packed] = [createHash('sha256'), createHash('sha256')];
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  await pipeline(Readable.from(tar(megabytes)), hashing(plain), gzip, hashing(packed), createWriteStream(file));
  const digest = `sha256:${packed.digest('hex')}`;
  const size = statSync(file).size;
  renameSync(file, join(blobs, digest.slice('sha256:'.length)));
  return { layer: { digest, size }, diffId: `sha256:${plain.digest('hex')}` };
}

function hashing(hash: ReturnType<typeof createHash>): Transform {
  return new Transform({ transform: (chunk, _encoding, done) => done(null, hash.update(chunk) && chunk) });
}

function* tar(megabytes: number): Generator<Buffer> {
  const status = 'Package: tzdata\nStatus: install ok installed\nVersion: 2024a-0+deb12u1\nArchitecture: all\n\n';
  yield* entry('etc/os-release', [Buffer.from('ID=debian\nVERSION_ID="12"\n')]);
  yield* entry('var/lib/dpkg/status', [Buffer.from(status)]);
  const half = Array.from({ length: Math.floor(megabytes / 2) }, () => piece);
  yield* entry('srv/data.bin', half);
  yield* entry('usr/bin/large', [Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), ...half], '0000755');
  yield Buffer.alloc(1024);
}

/** A ustar header with its file. */
function* entry(name: string, pieces: readonly Buffer[], mode = '0000644'): Generator<Buffer> {
  const size = pieces.reduce((sum, { length }) => sum + length, 0);
  const header = Buffer.alloc(512);
  const put = (text: string, offset: number) => header.write(text, offset, 'latin1');
  put(name, 0);
  put(mode, 100);
  put(size.toString(8).padStart(11, '0'), 124);
  put('00000000000', 136);
  put('        0', 148);
  put('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  yield header;
  yield* pieces;
  yield Buffer.alloc((512 - (size % 512)) % 512);
}
