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

/** Takes what comes out; may throw or reject to stop. A chunk is valid until it returns, or until what it returns resolves. */
export type TakeChunk = (chunk: Uint8Array) => Promise<void> | undefined;

/** Hands what comes out of a stream to `take`. */
export type InflateWay = (stream: InflatingStream, take: TakeChunk) => Inflater;
