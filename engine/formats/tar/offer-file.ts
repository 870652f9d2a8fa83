import type { TarContentSink, TarEntry, TarSink } from './tar-entry.ts';

const headBytes = 16;

/** A file that was, or will be, offered. */
export interface OfferedFile extends TarContentSink {
  /** Offered, and nobody wants it: its content need not be written. */
  isPassed(): boolean;
}

/**
 * Offers a file to the sink once its first bytes are known, then hands the content on if the sink wants it.
 *
 * out     a sink for the whole content of the file, from its first byte
 */
export function offerFile(entry: TarEntry, sink: TarSink): OfferedFile {
  const held = new Uint8Array(Math.min(headBytes, entry.sizeBytes));
  let have = 0;
  let offered = false;
  let inner: TarContentSink | undefined;
  const offer = (head: Uint8Array) => {
    offered = true;
    inner = sink.entry({ ...entry, head });
  };
  return {
    isPassed: () => offered && !inner,
    write(chunk) {
      if (offered) return inner?.write(chunk);
      const taken = Math.min(chunk.length, held.length - have);
      held.set(chunk.subarray(0, taken), have);
      have += taken;
      if (have < held.length) return;
      offer(held);
      inner?.write(held);
      if (inner && taken < chunk.length) inner.write(chunk.subarray(taken));
    },
    end() {
      if (!offered) offer(held.subarray(0, have));
      inner?.end();
    },
  };
}
