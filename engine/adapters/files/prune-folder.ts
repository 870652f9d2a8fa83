import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that may go. */
export interface KeptFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970: when it was written, or found to be of use. */
  readonly usedAt: number;
}

/** Every file below a folder, the least recently used first; a folder that is not there is empty. What goes meanwhile is left out. */
export async function listByUse(folder: string): Promise<readonly KeptFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files: KeptFile[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const found = entry.isFile() ? await stat(path).catch(() => undefined) : undefined;
    if (found) files.push({ path, sizeBytes: found.size, usedAt: found.mtimeMs });
  }
  return files.toSorted((one, other) => one.usedAt - other.usedAt);
}

/**
 * Removes the least recently used files of a folder while they take more than is allowed. Several processes may do so at once.
 *
 * in      bytes from which on files go, and down to which; the second is the smaller one, so that not every file begins a new round
 * out     what was removed
 */
export async function pruneFolder(
  folder: string,
  { above, downTo }: { readonly above: number; readonly downTo: number },
): Promise<readonly KeptFile[]> {
  const files = await listByUse(folder);
  let total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (total <= above) return [];
  const removed: KeptFile[] = [];
  for (const file of files) {
    if (total <= downTo) break;
    await rm(file.path, { force: true }).catch(() => undefined);
    total -= file.sizeBytes;
    removed.push(file);
  }
  return removed;
}

/** Keeps a folder below a size. */
export interface Room {
  /** Told what was written; removes the least recently used where there is no more room. */
  make(sizeBytes: number): Promise<void>;
}

/**
 * Room in a folder that several processes write to. It looks at the whole folder first, and then each time that a sixteenth of it was
 * written.
 */
export function createRoom(folder: string, maxBytes: number): Room {
  const step = maxBytes / 16;
  let unseen = step;
  let looking: Promise<unknown> = Promise.resolve();
  return {
    async make(sizeBytes) {
      unseen += sizeBytes;
      if (unseen < step) return;
      unseen = 0;
      looking = looking.then(() => pruneFolder(folder, { above: maxBytes - step, downTo: maxBytes - 2 * step }));
      await looking;
    },
  };
}
