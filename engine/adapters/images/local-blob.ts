import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';

/** A blob in a file: the whole of it, or a part of an archive. */
export interface BlobPlace {
  readonly file: string;
  readonly offset: number;
  readonly sizeBytes: number;
}

/**
 * The bytes of a small blob. Read at once: for a release of many images, waiting for each costs more than reading.
 *
 * faults  rejects when it is larger than the limit, ends early, or the file cannot be read
 */
export async function readBlob({ file, offset, sizeBytes }: BlobPlace, maxBytes: number): Promise<Uint8Array> {
  if (sizeBytes > maxBytes) throw new Error(`${sizeBytes} bytes are more than the limit of ${maxBytes}`);
  const descriptor = openSync(file, 'r');
  try {
    const bytes = new Uint8Array(sizeBytes);
    for (let read = 0; read < sizeBytes; ) {
      const more = readSync(descriptor, bytes, read, sizeBytes - read, offset + read);
      if (more === 0) throw new Error(`the file ends ${sizeBytes - read} bytes too early`);
      read += more;
    }
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * The bytes of a large blob, in chunks.
 *
 * units   chunks of 256 KiB
 */
export function streamBlob({ file, offset, sizeBytes }: BlobPlace, signal?: AbortSignal): AsyncIterable<Uint8Array> {
  const end = offset + sizeBytes - 1;
  if (sizeBytes === 0) return nothing();
  return createReadStream(file, { start: offset, end, highWaterMark: 256 * 1024, ...(signal && { signal }) });
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** A plain file; devices and pipes, which never end, are none. */
export async function fileAt(file: string): Promise<BlobPlace | undefined> {
  const status = statOf(file);
  return status?.isFile() ? { file, offset: 0, sizeBytes: status.size } : undefined;
}

function statOf(file: string) {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
