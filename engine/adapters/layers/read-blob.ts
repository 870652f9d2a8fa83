import { defaultTarLimits } from '../../formats/tar/tar-entry.ts';
import type { Cataloger } from '../../gather/packages/cataloger.ts';
import type { Scratch } from '../../gather/packages/collect-content.ts';
import type { Spool } from '../../gather/packages/spool.ts';
import type { LayerReading } from '../../model/layer.ts';
import { createLayerReader } from '../../pipeline/read-layer.ts';
import { failedReading } from './failed-reading.ts';
import type { LayerLimits, LayerSubject } from './layer-input.ts';
import { type Unpack, type UnpackRequest, unpackBlob } from './unpack-blob.ts';

/** What reading a layer needs. */
export interface TarRequest {
  readonly layer: LayerSubject;
  readonly unpack: Unpack;
  readonly catalogers: readonly Cataloger[];
  readonly spool: Spool;
  /** Memory that is used for one layer after another. */
  readonly scratch?: Scratch;
  readonly limits: LayerLimits;
  readonly linkTargets: readonly string[];
  readonly fileDigests?: boolean;
}

/** What reading a blob needs. */
export type BlobRequest = Omit<TarRequest, 'unpack'> & UnpackRequest;

/** A reading, and what a second pass has to keep; see `gather/packages/catalog-layer.ts`. */
export interface BlobReading {
  readonly reading: LayerReading;
  readonly again: readonly string[];
}

/** Reads a layer from its blob: uncompresses, hashes both forms and reads the tar in one pass; see `readTar`. */
export function readBlob(request: BlobRequest): Promise<BlobReading> {
  return readTar({ ...request, unpack: (take) => unpackBlob(request, take) });
}

/**
 * Reads a layer as its tar comes out of its blob.
 *
 * out     nothing is used of a blob whose bytes are not what the manifest says; of a right one that is broken inside, what stands before
 *         the break counts and the reading is incomplete
 * gaps    layer-unread (the store stopped; corrupt or truncated inside), digest-mismatch, layer-too-large, too-many-packages, those of the tar
 * faults  none
 */
export async function readTar({ layer, unpack, limits, ...options }: TarRequest): Promise<BlobReading> {
  const tarLimits = { ...defaultTarLimits, totalBytes: limits.uncompressedBytes, entries: limits.entries };
  const reader = createLayerReader({ ...options, tarLimits, mostPackages: limits.packages });
  try {
    const { failed, trouble, diffId, ...sizes } = await unpack((chunk) => void reader.push(chunk));
    if (failed) return { reading: failed, again: [] };
    const { again, ...content } = reader.end();
    const broken = trouble && { gaps: [trouble, ...content.gaps], complete: false };
    return { reading: { digest: layer.digest, diffId, ...sizes, ...content, ...broken }, again };
  } catch (error) {
    const why = error instanceof Error ? error.message : 'an unknown error';
    return { reading: failedReading(layer, 'layer-unread', `the layer could not be read to its end: ${why}`), again: [] };
  } finally {
    reader.dispose();
  }
}
