// Unpacks every distinct layer of an OCI layout once and throws the content away: what no reader of images can do without.
//   node bench/inflate-layers.js LAYOUT
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';

const [layout] = process.argv.slice(2);
const blob = (digest) => join(layout, 'blobs', digest.replace(':', '/'));
const json = (digest) => JSON.parse(readFileSync(blob(digest), 'utf8'));
const manifestsOf = ({ manifests, layers }) =>
  layers ? [{ layers }] : manifests.flatMap(({ digest }) => manifestsOf(json(digest)));

const layers = new Map(
  manifestsOf(JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')))
    .flatMap((manifest) => manifest.layers)
    .map((layer) => [layer.digest, layer]),
);
const nowhere = () => new Writable({ highWaterMark: 1 << 20, write: (_chunk, _encoding, done) => done() });
for (const { digest, mediaType } of layers.values()) {
  const unpacked = mediaType.endsWith('gzip')
    ? [createGunzip({ chunkSize: 1 << 18 })]
    : mediaType.endsWith('zstd')
      ? [createZstdDecompress()]
      : [];
  await pipeline(createReadStream(blob(digest), { highWaterMark: 1 << 18 }), ...unpacked, nowhere());
}
