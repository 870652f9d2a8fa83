import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { type Content, contentOf } from '../../formats/content.ts';

/** Bytes that may be too many to hold: in order, and where the place allows it, by ranges too. */
export interface ByteSource {
  chunks(): AsyncIterable<Uint8Array>;
  /** Undefined where the bytes only come in order. `close` it. */
  open?(): Content & { close(): void };
}

const chunkBytes = 512 * 1024;

/** Bytes in memory. */
export function sourceOfBytes(bytes: Uint8Array): ByteSource {
  return {
    async *chunks() {
      yield bytes;
    },
    open: () => ({ ...contentOf(bytes), close: () => undefined }),
  };
}

/** A file; reading rejects where it cannot be read. */
export function sourceOfFile(path: string): ByteSource {
  return { chunks: () => createReadStream(path, { highWaterMark: chunkBytes }), open: () => openFile(path) };
}

/** Bytes that come once. */
export function sourceOfChunks(chunks: AsyncIterable<Uint8Array>): ByteSource {
  return { chunks: () => chunks };
}

/** A file by ranges. `close` it. */
export function openFile(path: string): Content & { close(): void } {
  const descriptor = openSync(path, 'r');
  const sizeBytes = fstatSync(descriptor).size;
  return {
    sizeBytes,
    slice: (start, end) => readRange(descriptor, start, Math.min(end, sizeBytes)),
    close: () => closeSync(descriptor),
  };
}

function readRange(descriptor: number, start: number, end: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(Math.max(0, end - start));
  let at = 0;
  while (at < bytes.length) {
    const read = readSync(descriptor, bytes, at, bytes.length - at, start + at);
    if (read === 0) break;
    at += read;
  }
  return bytes.subarray(0, at);
}

/**
 * The beginning of a source, and the whole of it from there.
 *
 * in      `isEnough` ends it early, with a chunk that has what is looked for
 * out     at least `leastBytes` of it, or all there is; the chunks can be read once
 */
export async function peek(
  source: ByteSource,
  leastBytes: number,
  isEnough: (chunk: Uint8Array) => boolean = () => false,
): Promise<{ readonly head: Uint8Array; readonly chunks: AsyncIterable<Uint8Array>; readonly drop: () => Promise<void> }> {
  const iterator = source.chunks()[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let held = 0;
  while (held < leastBytes) {
    const next = await iterator.next();
    if (next.done) break;
    first.push(next.value);
    held += next.value.length;
    if (isEnough(next.value)) break;
  }
  const head = first.length === 1 && first[0] ? first[0] : Buffer.concat(first);
  const drop = async () => void (await iterator.return?.());
  return { head, chunks: goOn(head, iterator), drop };
}

async function* goOn(head: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

/** More than this is put together as it comes, so that it is never held twice. */
const largeBytes = 16 * 1024 * 1024;

/** All of it, undefined when it is more than a limit. */
export async function collect(chunks: AsyncIterable<Uint8Array>, limitBytes: number): Promise<Uint8Array | undefined> {
  const all: Uint8Array[] = [];
  let large: ArrayBuffer | undefined;
  let held = 0;
  for await (const chunk of chunks) {
    held += chunk.length;
    if (held > limitBytes) return undefined;
    all.push(chunk);
    if (held <= largeBytes) continue;
    large ??= new ArrayBuffer(0, { maxByteLength: limitBytes });
    moveTo(large, all.splice(0), held);
  }
  if (large) return new Uint8Array(large, 0, held);
  return all.length === 1 && all[0] ? all[0] : Buffer.concat(all);
}

function moveTo(large: ArrayBuffer, parts: readonly Uint8Array[], length: number): void {
  let at = large.byteLength;
  large.resize(length);
  for (const part of parts) {
    new Uint8Array(large, at).set(part);
    at += part.length;
  }
}
