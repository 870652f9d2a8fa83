import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Values kept by a key that stands for everything they were made from, so that nothing in it ever goes stale. */
export interface ContentCache {
  /** Undefined where there is none, or it is damaged: then it is made again. */
  find(key: string): Promise<unknown>;
  keep(key: string, value: unknown): Promise<void>;
}

/** Read back, an entry may hold this much text; bytes. */
const maxBytes = 512 * 1024 * 1024;
const suffix = '.json.zst';
/** Entries are small, and are written by programs that end soon: little time counts more than little space. */
const level = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * A cache of JSON values in a folder, one compressed file a key. A cache that cannot be written is only slow, never a failure.
 *
 * in      a folder of its own; keys of letters, digits, `-` and `_`; how many entries to keep, the least recently used go first
 */
export function openContentCache(folder: string, maxEntries = 500): ContentCache {
  const fileOf = (key: string): string => join(folder, `${key}${suffix}`);
  return {
    find: async (key) => readEntry(fileOf(key)),
    keep: async (key, value) => {
      const bytes = zstdCompressSync(JSON.stringify(value), level);
      try {
        mkdirSync(folder, { recursive: true });
        writeEntry(fileOf(key), bytes);
        prune(folder, maxEntries);
      } catch {
        // The next run makes it again.
      }
    },
  };
}

function readEntry(file: string): unknown {
  try {
    const value: unknown = JSON.parse(zstdDecompressSync(readFileSync(file), { maxOutputLength: maxBytes }).toString('utf8'));
    touch(file);
    return value;
  } catch {
    return undefined;
  }
}

function touch(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // A cache that may only be read still serves.
  }
}

/** Whole or not at all: nobody ever reads half of it. */
function writeEntry(file: string, bytes: Uint8Array): void {
  const beside = `${file}.${randomUUID()}.part`;
  try {
    writeFileSync(beside, bytes);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function prune(folder: string, maxEntries: number): void {
  const names = readdirSync(folder).filter((name) => name.endsWith(suffix));
  if (names.length <= maxEntries) return;
  const aged = names.map((name) => ({ name, usedAt: statSync(join(folder, name)).mtimeMs }));
  const old = aged.sort((one, other) => other.usedAt - one.usedAt).slice(maxEntries);
  for (const { name } of old) rmSync(join(folder, name), { force: true });
}
