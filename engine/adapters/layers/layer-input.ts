import { defaultTarLimits } from '../../formats/tar/tar-entry.ts';
import { defaultMostPackages } from '../../gather/packages/limit-packages.ts';

/** Where the blob of a layer comes from. */
export type LayerInput =
  /** A local file, or a part of one, that the reader opens itself. */
  | { readonly kind: 'file'; readonly path: string; readonly offset?: number; readonly sizeBytes?: number }
  /** Chunks from a store; opened when a reader is free, and again while they are wrong and `passOver` says that others may be better. */
  | { readonly kind: 'stream'; open(): Promise<AsyncIterable<Uint8Array>>; passOver?(): boolean };

/** What the reader has to know of a layer. */
export interface LayerSubject {
  /** Of the blob as stored. */
  readonly digest: string;
  /** Of the uncompressed tar; empty when nobody states it. */
  readonly diffId: string;
  /** As stored; 0 when nobody states it. */
  readonly sizeBytes: number;
}

/** Limits against hostile blobs; going over one is a gap. */
export interface LayerLimits {
  /** Of the uncompressed tar, holes of sparse files included. */
  readonly uncompressedBytes: number;
  /** Entries of the tar; reading stops there. */
  readonly entries: number;
  /** Packages, names in lock files and gaps that catalogers may tell; they read no further. */
  readonly packages: number;
  /** Uncompressed bytes for each compressed one, once `ratioFloorBytes` have come out. */
  readonly ratio: number;
  /** Below this no ratio is suspicious: files of zeros exist. */
  readonly ratioFloorBytes: number;
  /** Window that a zstd frame may ask for, as a power of two. */
  readonly zstdWindowLog: number;
}

/**
 * Limits that real layers stay below.
 *
 * source  gzip packs at most 1032:1; zstd's own default window limit is 2^27
 */
export const defaultLayerLimits: LayerLimits = {
  uncompressedBytes: 20 * 1024 ** 3,
  entries: defaultTarLimits.entries,
  packages: defaultMostPackages,
  ratio: 500,
  ratioFloorBytes: 1024 ** 3,
  zstdWindowLog: 27,
};
