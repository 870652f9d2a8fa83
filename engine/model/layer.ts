import type { Distribution } from './distribution.ts';
import type { Package } from './package.ts';
import type { Gap } from './reading.ts';

/** What one cataloger read out of one file of a layer. An empty `packages` is an empty database, not a missing one. */
export interface FoundPackages {
  /** Id of the cataloger. */
  readonly cataloger: string;
  /** No leading slash, `/` separators. */
  readonly path: string;
  readonly packages: readonly Package[];
}

/** Everything that Plimsoll keeps of one distinct layer; a function of its bytes and of the reader's version alone. */
export interface LayerReading {
  /** Digest of the blob as stored. */
  readonly digest: string;
  /** Digest of the uncompressed tar. */
  readonly diffId: string;
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
  /** Path of every entry that is not a directory, sorted by code unit, without whiteouts: what this layer puts over lower ones. */
  readonly paths: readonly string[];
  /** Paths that this layer removes from lower ones; sorted. */
  readonly whiteouts: readonly string[];
  /** Directories whose lower content this layer hides; sorted. */
  readonly opaque: readonly string[];
  readonly found: readonly FoundPackages[];
  readonly distributions: readonly Distribution[];
  readonly gaps: readonly Gap[];
  /** False when reading stopped before the end: what is there counts, what is missing is unknown. */
  readonly complete: boolean;
}
