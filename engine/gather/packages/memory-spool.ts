import { contentOf } from '../../formats/content.ts';
import type { Spool } from './spool.ts';

/** A spool in memory, for tests; `open` counts the files that were not given back. */
export function memorySpool(): Spool & { readonly open: () => number } {
  let open = 0;
  return {
    open: () => open,
    create() {
      const chunks: Uint8Array[] = [];
      let disposed = false;
      open++;
      return {
        write: (chunk) => void chunks.push(chunk.slice()),
        content: () => contentOf(concatenated(chunks)),
        dispose() {
          if (!disposed) open--;
          disposed = true;
        },
      };
    },
  };
}

function concatenated(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
