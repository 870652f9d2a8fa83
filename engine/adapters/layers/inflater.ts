import type { Gunzip, ZstdDecompress } from 'node:zlib';

/** Takes the compressed bytes of one blob. */
export interface Inflater {
  /** Resolves when more may come, and the chunk may be used for something else; rejects when the stream is broken or the consumer threw. */
  write(chunk: Uint8Array): Promise<void>;
  /** Resolves when everything has come out; rejects when the stream breaks off. */
  end(): Promise<void>;
  /** Stops; nothing more comes out. */
  destroy(): void;
}

/** A stream of Node's that uncompresses. */
export type InflatingStream = Gunzip | ZstdDecompress;

/** Hands what comes out of a stream to `take`, which may throw to stop; a chunk is valid only during the call. */
export type InflateWay = (stream: InflatingStream, take: (chunk: Uint8Array) => void) => Inflater;
