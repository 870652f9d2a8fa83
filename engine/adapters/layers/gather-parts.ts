/** Sockets give 64 KiB at a time; sixteen of these in one message cost a thread a tenth of what they cost one by one. */
const mostPartBytes = 1024 * 1024;

/** A part of a layer's bytes, in memory of its own that can be handed to another thread. */
export type Part = Uint8Array<ArrayBuffer>;

/** Gathers chunks into larger parts. */
export interface PartGatherer {
  /** The parts that are full now. A chunk may be used for something else once the last was taken. */
  add(chunk: Uint8Array): Iterable<Part>;
  /** The same for a chunk whose memory nobody else uses: one that is large is a part itself. */
  give(chunk: Uint8Array): Iterable<Part>;
  /** What is left. */
  end(): Iterable<Part>;
}

/**
 * Makes a gatherer.
 *
 * in      `sizeBytes`: as many are expected, 0 when nobody knows; `spare`: memory of parts that nobody needs any more, to be used again
 * cost    each byte is copied once, but for those of large chunks that are given
 */
export function createPartGatherer(
  sizeBytes: number,
  spare: ArrayBuffer[] = [],
  partBytes: number = mostPartBytes,
): PartGatherer {
  let expected = sizeBytes;
  const room = () => (expected > 0 ? Math.min(expected, partBytes) : partBytes);
  const create = () => new Uint8Array(spare.pop() ?? Buffer.allocUnsafeSlow(room()).buffer);
  let part: Part | undefined;
  let filled = 0;
  function* add(chunk: Uint8Array): Generator<Part> {
    for (let at = 0; at < chunk.length; ) {
      part ??= create();
      const taken = Math.min(part.length - filled, chunk.length - at);
      part.set(chunk.subarray(at, at + taken), filled);
      at += taken;
      filled += taken;
      if (filled < part.length) continue;
      expected -= filled;
      yield part;
      part = undefined;
      filled = 0;
    }
  }
  return {
    add,
    give(chunk) {
      if (part || !isPart(chunk) || chunk.length * 2 < partBytes) return add(chunk);
      expected -= chunk.length;
      return [chunk];
    },
    *end() {
      if (part) yield part.subarray(0, filled);
    },
  };
}

/** Whether it is all of its memory, and that can change hands. */
function isPart(chunk: Uint8Array): chunk is Part {
  return chunk.buffer instanceof ArrayBuffer && chunk.length === chunk.buffer.byteLength;
}
