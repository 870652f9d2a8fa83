import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { writeAtomically } from './write-atomically.ts';

/** Values kept by a key that stands for everything they were made from, so that nothing in it ever goes stale. */
export interface ContentCache {
  /** Undefined where there is none, or it is damaged: then it is made again. */
  find(key: string): Promise<unknown>;
  keep(key: string, value: unknown): Promise<void>;
}

/** Read back, an entry may hold this much text; bytes. */
const maxBytes = 512 * 1024 * 1024;
const suffix = '.json.zst';

/**
 * A cache of JSON values in a folder, one compressed file a key. A cache that cannot be written is only slow, never a failure.
 *
 * in      a folder of its own; keys of letters, digits, `-` and `_`; how many entries to keep, the least recently used go first
 */
export function openContentCache(folder: string, maxEntries = 500): ContentCache {
  const fileOf = (key: string): string => join(folder, `${key}${suffix}`);
  return {
    find: (key) => readEntry(fileOf(key)),
    async keep(key, value) {
      const bytes = zstdCompressSync(JSON.stringify(value), { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
      await writeAtomically(fileOf(key), bytes)
        .then(() => prune(folder, maxEntries))
        .catch(() => undefined);
    },
  };
}

async function readEntry(file: string): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(zstdDecompressSync(await readFile(file), { maxOutputLength: maxBytes }).toString('utf8'));
    const now = new Date();
    await utimes(file, now, now).catch(() => undefined);
    return value;
  } catch {
    return undefined;
  }
}

async function prune(folder: string, maxEntries: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(suffix));
  if (names.length <= maxEntries) return;
  const aged = await Promise.all(names.map(async (name) => ({ name, usedAt: (await stat(join(folder, name))).mtimeMs })));
  const old = aged.sort((one, other) => other.usedAt - one.usedAt).slice(maxEntries);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
}
