import { once } from 'node:events';
import type { Inflater, InflatingStream, TakeChunk } from './inflater.ts';

/** Uncompresses as streams are meant to be used: every chunk that comes out is memory of its own. */
export function inflateThroughStream(stream: InflatingStream, take: TakeChunk): Inflater {
  const ended = new Promise<void>((resolve, reject) => {
    stream.on('end', resolve);
    stream.on('error', reject);
  });
  ended.catch(() => {});
  const stop = (error: unknown) => stream.destroy(error instanceof Error ? error : new Error('the consumer stopped'));
  stream.on('data', (chunk: Uint8Array) => {
    try {
      const taking = take(chunk);
      if (!taking) return;
      stream.pause();
      taking.then(() => stream.resume(), stop);
    } catch (error) {
      stop(error);
    }
  });
  return {
    async write(chunk) {
      // Bytes after the end of the last member are no part of the tar; the blob's digest covers them.
      if (stream.readableEnded) return;
      // The stream reads the chunk later, when its owner may have put other bytes there.
      if (!stream.write(Uint8Array.from(chunk))) await Promise.race([once(stream, 'drain'), ended]);
    },
    async end() {
      stream.end();
      await ended;
    },
    destroy: () => void stream.destroy(),
  };
}
