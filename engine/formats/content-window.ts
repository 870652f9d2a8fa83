import type { Content } from './content.ts';

const windowBytes = 1024 * 1024;

/** A part of a Content that moves over it, for readers that mostly go forward: of a large one a megabyte is held. */
export class ContentWindow {
  readonly sizeBytes: number;
  /** What is seen of it; for loops over many bytes, as long as the window is not moved. */
  bytes: Uint8Array = new Uint8Array();
  /** Where `bytes` begins. */
  from = 0;
  readonly #content: Content;

  constructor(content: Content) {
    this.sizeBytes = content.sizeBytes;
    this.#content = content;
  }

  /** Moves the window so that a byte is in it; false where there is none, past the end. */
  reach(at: number): boolean {
    if (at >= this.from && at < this.from + this.bytes.length) return true;
    if (at >= this.sizeBytes) return false;
    this.bytes = this.#content.slice(at, at + windowBytes);
    this.from = at;
    return this.bytes.length > 0;
  }

  /** Undefined past the end. */
  byteAt(at: number): number | undefined {
    return this.reach(at) ? this.bytes[at - this.from] : undefined;
  }

  /** As `Content.slice`; the window stays. */
  slice(start: number, end: number): Uint8Array {
    const isSeen = start >= this.from && end <= this.from + this.bytes.length;
    return isSeen ? this.bytes.subarray(start - this.from, end - this.from) : this.#content.slice(start, end);
  }
}
