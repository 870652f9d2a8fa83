import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { LayerReading } from '../../model/layer.ts';
import type { LayerSubject } from './layer-input.ts';

/** Readings of layers, kept from one scan to the next. */
export interface LayerCache {
  /** Undefined when it is not there, or damaged. */
  find(layer: LayerSubject): Promise<LayerReading | undefined>;
  /** Keeps a complete reading; passes over an incomplete one. False when the disk does not take it: the scan goes on without. */
  put(reading: LayerReading): Promise<boolean>;
}

const suffix = '.json.zst';
/** Beyond this a temporary file belongs to a process that was killed. */
const strayAgeMilliseconds = 60 * 60 * 1000;
/** Largest reading that is taken back; bytes of JSON. */
const maxOutputLength = 1024 ** 3;

/**
 * A cache in a folder: one file a layer, in a folder for each version of the reading code.
 *
 * in      the folder, made when first needed; `readerVersion` of pipeline/read-layer.ts
 * out     safe with several processes: a file is written beside its place and renamed; a damaged one counts as absent and is written again
 */
export function createLayerCache(folder: string, readerVersion: string): LayerCache {
  const versionFolder = join(folder, createHash('sha256').update(readerVersion).digest('hex').slice(0, 16));
  let ready: Promise<void> | undefined;
  return {
    async find(layer) {
      const path = placeOf(versionFolder, layer.digest);
      if (!path) return undefined;
      try {
        return readEntry(await readFile(path), layer);
      } catch {
        return undefined;
      }
    },
    async put(reading) {
      const path = placeOf(versionFolder, reading.digest);
      if (!path || !reading.complete) return false;
      const temporary = `${path}.${randomUUID()}.tmp`;
      try {
        ready ??= prepare(versionFolder);
        await ready;
        await writeFile(temporary, writeEntry(reading), { flag: 'wx' });
        await rename(temporary, path);
        return true;
      } catch {
        await rm(temporary, { force: true }).catch(() => {});
        return false;
      }
    },
  };
}

/** How much a cache holds. */
export interface LayerCacheStatus {
  readonly layers: number;
  readonly sizeBytes: number;
}

/** Counts what a cache folder holds, of every version; a missing folder is empty. */
export async function measureLayerCache(folder: string): Promise<LayerCacheStatus> {
  const names = await readdir(folder, { recursive: true }).catch(() => [] as string[]);
  const sizes = await Promise.all(names.filter((name) => name.endsWith(suffix)).map((name) => sizeOf(join(folder, name))));
  return { layers: sizes.length, sizeBytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** Empties a cache folder. */
export async function cleanLayerCache(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Digests come from manifests: only well-formed ones become file names. */
function placeOf(folder: string, digest: string): string | undefined {
  return /^[a-z0-9]+:[a-f0-9]{32,128}$/.test(digest) ? join(folder, digest.replace(':', '-') + suffix) : undefined;
}

function writeEntry(reading: LayerReading): Uint8Array {
  const params = { [constants.ZSTD_c_checksumFlag]: 1, [constants.ZSTD_c_compressionLevel]: 3 };
  return zstdCompressSync(JSON.stringify(reading), { params });
}

/** The frame's checksum finds damage; what is left to check is that it is the reading that was asked for. */
function readEntry(bytes: Uint8Array, layer: LayerSubject): LayerReading | undefined {
  const reading: Partial<LayerReading> | null = JSON.parse(zstdDecompressSync(bytes, { maxOutputLength }).toString('utf8'));
  const lists = [reading?.paths, reading?.whiteouts, reading?.opaque, reading?.found, reading?.distributions, reading?.gaps];
  if (!reading?.complete || reading.digest !== layer.digest || !lists.every(Array.isArray)) return undefined;
  return layer.diffId === '' || reading.diffId === layer.diffId ? (reading as LayerReading) : undefined;
}

async function prepare(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const strays = (await readdir(folder)).filter((name) => name.endsWith('.tmp'));
  await Promise.all(strays.map((name) => removeStray(join(folder, name))));
}

async function removeStray(path: string): Promise<void> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
  if (Date.now() - mtimeMs > strayAgeMilliseconds) await rm(path, { force: true }).catch(() => {});
}

async function sizeOf(path: string): Promise<number> {
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  return size;
}
