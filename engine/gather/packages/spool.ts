import type { Content } from '../../formats/content.ts';

/** A place for files of a layer that are too large to hold. The port that `adapters/layers` implements with temporary files. */
export interface Spool {
  create(): SpoolFile;
}

/** One file on its way in, then open for reading. */
export interface SpoolFile {
  /** The next bytes. May throw what the disk says; the layer is then unread. */
  write(chunk: Uint8Array): void;
  /** What was written. */
  content(): Content;
  /** Gives the space back; the content is gone. Harmless when called twice. */
  dispose(): void;
}
