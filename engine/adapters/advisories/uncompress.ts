import { Readable } from 'node:stream';
import { constants, createGunzip, createZstdDecompress } from 'node:zlib';

/** It unpacks to more than anybody's advisories do. */
export class BombError extends Error {}

const chunkSize = 512 * 1024;
/** Real feeds unpack to 5 to 40 times their size. */
const maxRatio = 300;
const ratioFromBytes = 64 * 1024 * 1024;
const maxUnpackedBytes = 16 * 1024 ** 3;
/** 128 MiB, as much as other decoders allow unasked. */
const zstdWindowLog = 27;

/** What compressed bytes begin with; undefined where they do not look compressed. */
export function compressionOf([a, b, c, d]: Uint8Array): 'gzip' | 'zstd' | undefined {
  if (a === 0x1f && b === 0x8b) return 'gzip';
  return a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd ? 'zstd' : undefined;
}

/**
 * Uncompresses a stream.
 *
 * faults  rejects with a BombError when it unpacks to more than 300 times its size or 16 GiB; with zlib's error when it is damaged or cut
 * cost    memory for two chunks
 */
export async function* uncompress(chunks: AsyncIterable<Uint8Array>, kind: 'gzip' | 'zstd'): AsyncGenerator<Uint8Array> {
  let packed = 0;
  let unpacked = 0;
  const counted = async function* () {
    for await (const chunk of chunks) {
      packed += chunk.length;
      yield chunk;
    }
  };
  const engine =
    kind === 'gzip'
      ? createGunzip({ chunkSize })
      : createZstdDecompress({ chunkSize, params: { [constants.ZSTD_d_windowLogMax]: zstdWindowLog } });
  const input = Readable.from(counted(), { objectMode: true, highWaterMark: 1 });
  input.on('error', (error) => engine.destroy(error));
  input.pipe(engine);
  try {
    for await (const chunk of engine) {
      const bytes = chunk as Uint8Array;
      unpacked += bytes.length;
      if (unpacked > maxUnpackedBytes || (unpacked > ratioFromBytes && unpacked > maxRatio * packed))
        throw new BombError(`it unpacks to more than ${unpacked > maxUnpackedBytes ? '16 GiB' : `${maxRatio} times its size`}`);
      yield bytes;
    }
  } finally {
    input.destroy();
    engine.destroy();
  }
}
