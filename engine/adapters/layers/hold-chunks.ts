import type { Spool, SpoolFile } from '../../gather/packages/spool.ts';

/** Chunks of a stream that are kept as they go by. */
export interface HeldChunks {
  /** The same chunks; each belongs to whoever takes it from here on, and is not changed. */
  pass(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** Everything that went by, once more; undefined where there was no room for it. */
  again(): AsyncIterable<Uint8Array> | undefined;
  dispose(): void;
}

/** A layer below this is kept in memory; bytes. Most are. */
const mostHeldBytes = 32 * 1024 * 1024;
const rangeBytes = 1024 * 1024;

/**
 * Keeps a stream for a second reading, so that nothing is pulled twice: in memory, and in the spool when it is large.
 *
 * cost    memory or temporary space of as many bytes as went by; what is in memory is not copied
 */
export function holdChunks(spool: Spool, memoryBytes: number = mostHeldBytes): HeldChunks {
  const held: Uint8Array[] = [];
  let heldBytes = 0;
  let file: SpoolFile | undefined;
  let hasRoom = true;
  const give = () => {
    held.length = 0;
    file?.dispose();
    file = undefined;
  };
  const keep = (chunk: Uint8Array) => {
    if (!hasRoom) return;
    heldBytes += chunk.length;
    try {
      if (file) file.write(chunk);
      else held.push(chunk);
      if (!file && heldBytes > memoryBytes) {
        file = spool.create();
        for (const one of held.splice(0)) file.write(one);
      }
    } catch {
      // A machine without temporary space still reads every layer once.
      hasRoom = false;
      give();
    }
  };
  return {
    async *pass(chunks) {
      for await (const chunk of chunks) {
        keep(chunk);
        yield chunk;
      }
    },
    again: () => (hasRoom ? repeat(held, file) : undefined),
    dispose: give,
  };
}

async function* repeat(held: readonly Uint8Array[], file: SpoolFile | undefined): AsyncGenerator<Uint8Array> {
  yield* held;
  if (!file) return;
  const { sizeBytes, slice } = file.content();
  for (let at = 0; at < sizeBytes; at += rangeBytes) yield slice(at, Math.min(at + rangeBytes, sizeBytes));
}
