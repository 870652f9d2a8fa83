import type { Inflater, InflatingStream, TakeChunk } from './inflater.ts';

/**
 * What stands behind Node's streams of zlib: it fills memory that it is given, on the thread that asks. It is no documented part of Node,
 * though what npm itself unpacks with has used it for years.
 */
interface Binding {
  writeSync(flush: number, from: Uint8Array, at: number, length: number, into: Uint8Array, intoAt: number, room: number): void;
  onerror: (message: string) => void;
}

interface StreamParts {
  readonly binding: Binding;
  /** After each write: bytes of room and of input that are left. */
  readonly left: Uint32Array;
  readonly finishFlush: number;
  readonly out: Uint8Array;
}

const nothing = new Uint8Array(0);

/**
 * Uncompresses on this thread, again and again into the memory of the stream's first chunk.
 *
 * A stream makes new memory for each chunk and hands the work to another thread. For the 2.9 GB of a release that is two hundred
 * collections of garbage and, with all catalogers, nearly half of all processor time: 22.7 s, and 13 s like this.
 *
 * out     undefined where this Node's streams are built in another way than those of Node 24 to 26
 */
export function inflateInPlace(stream: InflatingStream, take: TakeChunk): Inflater | undefined {
  const parts = findParts(stream);
  if (!parts) return undefined;
  const { binding, left, out } = parts;
  let broken: string | undefined;
  let ended = false;
  binding.onerror = (message) => {
    broken = message;
  };
  const write = async (flush: number, chunk: Uint8Array) => {
    let at = 0;
    for (let room = 0; room === 0 && !ended; ) {
      binding.writeSync(flush, chunk, at, chunk.length - at, out, 0, out.length);
      if (broken !== undefined) throw new Error(broken);
      const [roomLeft = 0, inputLeft = 0] = left;
      room = roomLeft;
      at = chunk.length - inputLeft;
      const taking = room < out.length ? take(out.subarray(0, out.length - room)) : undefined;
      if (taking) await taking;
      // Bytes after the end of the last member are no part of the tar; the blob's digest covers them.
      ended = room > 0 && inputLeft > 0;
    }
  };
  return {
    write: (chunk) => write(0, chunk),
    end: () => write(parts.finishFlush, nothing),
    destroy: () => void stream.destroy(),
  };
}

function findParts(stream: InflatingStream): StreamParts | undefined {
  const {
    _handle: binding,
    _writeState: left,
    _finishFlushFlag: finishFlush,
    _outBuffer: out,
  } = stream as unknown as Record<string, unknown>;
  if (!isBinding(binding) || !(left instanceof Uint32Array) || left.length !== 2) return undefined;
  if (typeof finishFlush !== 'number' || !(out instanceof Uint8Array) || out.length === 0) return undefined;
  return { binding, left, finishFlush, out };
}

function isBinding(value: unknown): value is Binding {
  return typeof value === 'object' && value !== null && 'writeSync' in value && 'onerror' in value;
}
