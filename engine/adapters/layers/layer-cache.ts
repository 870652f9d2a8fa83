import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayerReading } from '../../model/layer.ts';
import { createRoom, type KeptFile, listByUse } from '../files/prune-folder.ts';
import { readEntry, readSharedEntry, versionMark, writeEntry } from './layer-entry.ts';
import type { LayerSubject } from './layer-input.ts';

/** Readings of layers, kept from one scan to the next. */
export interface LayerCache {
  /** Undefined when it is not there, or damaged. */
  find(layer: LayerSubject): Promise<LayerReading | undefined>;
  /** Keeps a complete reading; passes over an incomplete one. False when the place does not take it: the scan goes on without. */
  put(reading: LayerReading): Promise<boolean>;
}

/** How a cache in a folder works. */
export interface LayerCacheOptions {
  /** What it may hold, of every version; the least recently used goes. */
  readonly maxBytes?: number;
  /** Others write to it too: entries are checked before they are believed. */
  readonly isShared?: boolean;
}

/** What a cache holds at most where nobody says otherwise; bytes. */
export const defaultCacheBytes = 2 * 1024 ** 3;

const suffix = '.json.zst';
/** Beyond this a temporary file belongs to a process that was killed. */
const strayAgeMilliseconds = 60 * 60 * 1000;

/**
 * A cache in a folder: one file a layer, in a folder for each version of the reading code.
 *
 * in      the folder, made when first needed; `readerVersion` of pipeline/reader-version.ts
 * out     safe with several processes: a file is written beside its place and renamed; a damaged one counts as absent and is written again
 */
export function createLayerCache(folder: string, readerVersion: string, options: LayerCacheOptions = {}): LayerCache {
  const { maxBytes = defaultCacheBytes, isShared = false } = options;
  const versionFolder = join(folder, versionMark(readerVersion));
  const room = createRoom(folder, maxBytes);
  let ready: Promise<void> | undefined;
  return {
    async find(layer) {
      const path = placeOf(versionFolder, layer.digest);
      const bytes = path && (await readFile(path).catch(() => undefined));
      if (!path || !bytes) return undefined;
      const now = new Date();
      await utimes(path, now, now).catch(() => undefined);
      return isShared ? readSharedEntry(bytes, layer) : readEntry(bytes, layer);
    },
    async put(reading) {
      const path = placeOf(versionFolder, reading.digest);
      if (!path || !reading.complete) return false;
      const temporary = `${path}.${randomUUID()}.tmp`;
      try {
        ready ??= prepare(versionFolder);
        await ready;
        const entry = writeEntry(reading);
        await writeFile(temporary, entry, { flag: 'wx' });
        await rename(temporary, path);
        await room.make(entry.length);
        return true;
      } catch {
        ready = undefined;
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
  /** When the entry that nobody needed for longest was used, milliseconds since 1970; absent where there is none. */
  readonly oldestUse?: number;
}

/** Counts what a cache folder holds, of every version; a missing folder is empty. */
export async function measureLayerCache(folder: string): Promise<LayerCacheStatus> {
  return summarize((await listByUse(folder)).filter(({ path }) => path.endsWith(suffix)));
}

/**
 * Empties a cache folder.
 *
 * in      of entries, those not used since; milliseconds since 1970. All where it is left out. `isDry`: only tell
 * out     what went, or would go
 */
export async function cleanLayerCache(
  folder: string,
  { usedBefore, isDry = false }: { readonly usedBefore?: number; readonly isDry?: boolean } = {},
): Promise<LayerCacheStatus> {
  const isOld = ({ usedAt }: KeptFile) => usedBefore === undefined || usedAt < usedBefore;
  const gone = (await listByUse(folder)).filter((file) => file.path.endsWith(suffix) && isOld(file));
  if (!isDry && usedBefore === undefined) await rm(folder, { recursive: true, force: true });
  else if (!isDry) await Promise.all(gone.map(({ path }) => rm(path, { force: true })));
  return summarize(gone);
}

function summarize(files: readonly KeptFile[]): LayerCacheStatus {
  const [oldest] = files;
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return { layers: files.length, sizeBytes, ...(oldest && { oldestUse: oldest.usedAt }) };
}

/** Digests come from manifests: only well-formed ones become file names. */
function placeOf(folder: string, digest: string): string | undefined {
  return /^[a-z0-9]+:[a-f0-9]{32,128}$/.test(digest) ? join(folder, digest.replace(':', '-') + suffix) : undefined;
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
