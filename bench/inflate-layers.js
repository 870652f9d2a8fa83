// Unpacks every distinct layer of an OCI layout once and throws the content away: what no reader of images can do without.
//   node bench/inflate-layers.js LAYOUT [THREADS]
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { createGunzip, createZstdDecompress } from 'node:zlib';

const [layout, threads = '1'] = isMainThread ? process.argv.slice(2) : [workerData];
const blob = (digest) => join(layout, 'blobs', digest.replace(':', '/'));
const json = (digest) => JSON.parse(readFileSync(blob(digest), 'utf8'));
const manifestsOf = ({ manifests, layers }) =>
  layers ? [{ layers }] : manifests.flatMap(({ digest }) => manifestsOf(json(digest)));
const nowhere = () => new Writable({ highWaterMark: 1 << 20, write: (_chunk, _encoding, done) => done() });

async function unpack({ digest, mediaType }) {
  const unpacked = mediaType.endsWith('gzip')
    ? [createGunzip({ chunkSize: 1 << 18 })]
    : mediaType.endsWith('zstd')
      ? [createZstdDecompress()]
      : [];
  await pipeline(createReadStream(blob(digest), { highWaterMark: 1 << 18 }), ...unpacked, nowhere());
}

/** A thread is given the next layer as soon as it is done with one. */
function onThread(layers) {
  const worker = new Worker(new URL(import.meta.url), { workerData: layout });
  return new Promise((done, failed) => {
    const next = () => {
      const layer = layers.shift();
      if (layer) worker.postMessage(layer);
      else worker.terminate().then(done);
    };
    worker.on('message', next).on('error', failed);
    next();
  });
}

if (!isMainThread) parentPort.on('message', (layer) => unpack(layer).then(() => parentPort.postMessage('done')));
else {
  const distinct = new Map(
    manifestsOf(JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')))
      .flatMap(({ layers }) => layers)
      .map((layer) => [layer.digest, layer]),
  );
  const layers = [...distinct.values()].sort((one, other) => other.size - one.size);
  if (threads === '1') for (const layer of layers) await unpack(layer);
  else await Promise.all(Array.from({ length: Number(threads) }, () => onThread(layers)));
}
