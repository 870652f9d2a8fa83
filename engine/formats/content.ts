/**
 * The bytes of a file that may be too large to hold: readers of large formats ask for ranges.
 * Small ones lie in memory; large ones may be spooled to disk by whoever hands them in.
 */
export interface Content {
  readonly sizeBytes: number;
  /** Bytes from `start` up to `end` (exclusive), cut at the end of the file; do not keep or change what comes back. */
  slice(start: number, end: number): Uint8Array;
}

/**
 * Bytes in memory as Content.
 *
 * in      bytes that nobody changes afterwards
 * out     a Content over them, without a copy
 */
export function contentOf(bytes: Uint8Array): Content {
  return { sizeBytes: bytes.length, slice: (start, end) => bytes.subarray(start, end) };
}

/**
 * The whole of a Content; for formats that are read at once.
 *
 * units   the caller has checked `sizeBytes` against its own limit
 */
export function bytesOf(content: Content): Uint8Array {
  return content.slice(0, content.sizeBytes);
}
