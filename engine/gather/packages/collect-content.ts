import { type Content, contentOf } from '../../formats/content.ts';
import type { Spool, SpoolFile } from './spool.ts';

/** The content of a file on its way in. */
export interface Collector {
  write(chunk: Uint8Array): void;
  /** Everything written so far. */
  content(): Content;
  /** Gives memory and space back. */
  dispose(): void;
}

/**
 * Collects a file: in memory up to `memoryBytes`, in the spool beyond.
 *
 * in      the size that the archive states; memory is taken as bytes come, never on its word alone
 */
export function collectContent(sizeBytes: number, memoryBytes: number, spool: Spool): Collector {
  return sizeBytes > memoryBytes ? spooled(spool.create()) : held(sizeBytes);
}

function spooled(file: SpoolFile): Collector {
  return { write: (chunk) => file.write(chunk), content: () => file.content(), dispose: () => file.dispose() };
}

function held(sizeBytes: number): Collector {
  let bytes = new Uint8Array(Math.min(sizeBytes, 64 * 1024));
  let length = 0;
  return {
    write(chunk) {
      if (length + chunk.length > bytes.length) {
        const larger = new Uint8Array(Math.min(sizeBytes, Math.max(length + chunk.length, bytes.length * 4)));
        larger.set(bytes.subarray(0, length));
        bytes = larger;
      }
      bytes.set(chunk, length);
      length += chunk.length;
    },
    content: () => contentOf(bytes.subarray(0, length)),
    dispose() {
      bytes = new Uint8Array(0);
      length = 0;
    },
  };
}
