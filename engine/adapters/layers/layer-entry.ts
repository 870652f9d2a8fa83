import { createHash } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { LayerReading } from '../../model/layer.ts';
import { checkLayerReading } from '../../pipeline/check-layer-reading.ts';
import type { LayerSubject } from './layer-input.ts';

/** Largest reading that is taken back; bytes of JSON. */
const maxOwnBytes = 1024 ** 3;
/** The same for one that others made. */
const maxSharedBytes = 256 * 1024 ** 2;

/** A reading as it is kept: JSON in a zstd frame whose checksum finds damage. */
export function writeEntry(reading: LayerReading): Uint8Array {
  const params = { [constants.ZSTD_c_checksumFlag]: 1, [constants.ZSTD_c_compressionLevel]: 3 };
  return zstdCompressSync(JSON.stringify(reading), { params });
}

/**
 * A kept reading, where it is the one that was asked for.
 *
 * out     undefined for a damaged one, an incomplete one, or that of another layer
 */
export function readEntry(bytes: Uint8Array, layer: LayerSubject): LayerReading | undefined {
  try {
    const reading: Partial<LayerReading> | null = JSON.parse(
      zstdDecompressSync(bytes, { maxOutputLength: maxOwnBytes }).toString('utf8'),
    );
    const lists = [reading?.paths, reading?.whiteouts, reading?.opaque, reading?.found, reading?.distributions, reading?.gaps];
    return lists.every(Array.isArray) && isOf(layer, reading) ? (reading as LayerReading) : undefined;
  } catch {
    return undefined;
  }
}

/** The same for one that somebody else may have written: every field is checked before it is believed. */
export function readSharedEntry(bytes: Uint8Array, layer: LayerSubject): LayerReading | undefined {
  try {
    const json = zstdDecompressSync(bytes, { maxOutputLength: maxSharedBytes }).toString('utf8');
    const reading = json.includes('"__proto__"') ? undefined : checkLayerReading(JSON.parse(json));
    return isOf(layer, reading) ? reading : undefined;
  } catch {
    return undefined;
  }
}

function isOf(layer: LayerSubject, reading: Partial<LayerReading> | null | undefined): boolean {
  if (!reading?.complete || reading.digest !== layer.digest) return false;
  return layer.diffId === '' || reading.diffId === layer.diffId;
}

/** What a version of the reading code is called in places that hold readings of several. */
export function versionMark(readerVersion: string): string {
  return createHash('sha256').update(readerVersion).digest('hex').slice(0, 16);
}
