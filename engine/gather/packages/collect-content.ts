import { type Content, contentOf } from '../../formats/content.ts';
import type { Spool, SpoolFile } from './spool.ts';

/** The content of a file on its way in. */
export interface Collector {
  write(chunk: Uint8Array): void;
  /** Everything written so far. */
  content(): Content;
  /** Somebody holds parts of the content beyond its end: its memory is not used again. */
  keep(): void;
  /** Gives memory and space back; harmless when called twice. */
  dispose(): void;
}

/** Memory that one file after another is collected in. */
export interface Scratch {
  /** Undefined where somebody else has it. */
  take(): Uint8Array | undefined;
  give(bytes: Uint8Array): void;
}

/** Keeps the largest memory that it was given. */
export function createScratch(): Scratch {
  let kept: Uint8Array | undefined;
  return {
    take() {
      const bytes = kept;
      kept = undefined;
      return bytes;
    },
    give(bytes) {
      if (!kept || bytes.length > kept.length) kept = bytes;
    },
  };
}

/** Where content may go. */
export interface CollectingPlaces {
  /** Files above this go to the spool; bytes. */
  readonly memoryBytes: number;
  readonly spool: Spool;
  readonly scratch: Scratch;
}

/**
 * Collects a file: in memory up to `memoryBytes`, in the spool beyond.
 *
 * in      the size that the archive states; memory is taken as bytes come, never on its word alone
 */
export function collectContent(sizeBytes: number, { memoryBytes, spool, scratch }: CollectingPlaces): Collector {
  return sizeBytes > memoryBytes ? spooled(spool.create()) : held(scratch);
}

function spooled(file: SpoolFile): Collector {
  return { write: (chunk) => file.write(chunk), content: () => file.content(), keep() {}, dispose: () => file.dispose() };
}

const firstBytes = 64 * 1024;

function held(scratch: Scratch): Collector {
  let bytes = scratch.take() ?? new Uint8Array(firstBytes);
  let length = 0;
  let isKept = false;
  return {
    write(chunk) {
      if (length + chunk.length > bytes.length) {
        const larger = new Uint8Array(Math.max(length + chunk.length, bytes.length * 4));
        larger.set(bytes.subarray(0, length));
        bytes = larger;
      }
      bytes.set(chunk, length);
      length += chunk.length;
    },
    content: () => contentOf(bytes.subarray(0, length)),
    keep() {
      isKept = true;
    },
    dispose() {
      if (!isKept) scratch.give(bytes);
      bytes = new Uint8Array(0);
      length = 0;
      isKept = true;
    },
  };
}
