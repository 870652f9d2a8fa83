import { closeSync, openSync, readSync } from 'node:fs';
import type { LayerInput } from './layer-input.ts';

/** Bytes read at once from a local blob. */
const chunkBytes = 256 * 1024;

/**
 * A local blob as chunks, read on this thread into the same memory again and again: whoever takes one is done with it when asking for the
 * next.
 *
 * faults  throws what the system says of a file that cannot be read
 */
export async function* fileChunks({
  path,
  offset = 0,
  sizeBytes,
}: Extract<LayerInput, { kind: 'file' }>): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(chunkBytes);
  const end = offset + (sizeBytes ?? Number.POSITIVE_INFINITY);
  const descriptor = openSync(path, 'r');
  try {
    for (let at = offset; at < end; ) {
      const read = readSync(descriptor, bytes, 0, Math.min(chunkBytes, end - at), at);
      if (read === 0) return;
      at += read;
      yield bytes.subarray(0, read);
    }
  } finally {
    closeSync(descriptor);
  }
}
