import { constants, createGunzip, createZstdDecompress } from 'node:zlib';
import { inflateInPlace } from './inflate-in-place.ts';
import { inflateThroughStream } from './inflate-through-stream.ts';
import type { Inflater, InflateWay, InflatingStream, TakeChunk } from './inflater.ts';

/** Node's default of 16 KiB costs a stream four times as much; in place, 64 KiB to 1 MiB are the same. */
const chunkSize = 256 * 1024;

/** Uncompresses, and knows whether there was anything to uncompress. */
export interface BlobInflater extends Inflater {
  /** Whether the blob is what comes out of it; known once something did. */
  isPlain(): boolean;
}

/**
 * Uncompresses a blob by what it is, whatever its media type says: gzip (several members too), zstd (several frames too), or plain.
 *
 * in      `take` is called with each uncompressed chunk
 */
export function createInflater(take: TakeChunk, zstdWindowLog: number, inflate: InflateWay = inPlaceWherePossible): BlobInflater {
  let held: Uint8Array = new Uint8Array(0);
  let inner: Inflater | undefined;
  let isPlain = false;
  const open = () => {
    const stream = streamFor(held, zstdWindowLog);
    isPlain = stream === undefined;
    inner = stream ? inflate(stream, take) : plain(take);
    return inner;
  };
  return {
    async write(chunk) {
      if (inner) return inner.write(chunk);
      held = Buffer.concat([held, chunk]);
      return held.length < 4 ? undefined : open().write(held);
    },
    async end() {
      if (!inner) await open().write(held);
      return inner?.end();
    },
    destroy: () => inner?.destroy(),
    isPlain: () => isPlain,
  };
}

const inPlaceWherePossible: InflateWay = (stream, take) => inflateInPlace(stream, take) ?? inflateThroughStream(stream, take);

function streamFor(start: Uint8Array, zstdWindowLog: number): InflatingStream | undefined {
  const [a, b, c, d] = start;
  if (a === 0x1f && b === 0x8b) return createGunzip({ chunkSize });
  const isZstd = a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd;
  // A frame that decoders skip; zstd:chunked layers may begin with one.
  const isSkippable = a !== undefined && a >= 0x50 && a <= 0x5f && b === 0x2a && c === 0x4d && d === 0x18;
  return isZstd || isSkippable
    ? createZstdDecompress({ chunkSize, params: { [constants.ZSTD_d_windowLogMax]: zstdWindowLog } })
    : undefined;
}

function plain(take: TakeChunk): Inflater {
  return { write: async (chunk) => take(chunk), end: async () => {}, destroy: () => {} };
}
