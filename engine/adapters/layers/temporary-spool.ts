import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Spool, SpoolFile } from '../../gather/packages/spool.ts';

/**
 * A spool of temporary files. Each loses its name as soon as it is open, so that nothing is left behind however the process ends.
 *
 * in      the folder for them; the system's by default
 */
export function temporarySpool(folder: string = tmpdir()): Spool {
  return { create: () => createFile(join(folder, `plimsoll-${randomUUID()}`)) };
}

function createFile(path: string): SpoolFile {
  const descriptor = openSync(path, 'wx+', 0o600);
  const unlinked = unlink(path);
  let sizeBytes = 0;
  let open = true;
  return {
    write(chunk) {
      for (let at = 0; at < chunk.length; ) at += writeSync(descriptor, chunk, at, chunk.length - at, sizeBytes + at);
      sizeBytes += chunk.length;
    },
    content: () => ({ sizeBytes, slice: (start, end) => readRange(descriptor, start, Math.min(end, sizeBytes)) }),
    dispose() {
      if (open) closeSync(descriptor);
      if (open && !unlinked) unlink(path);
      open = false;
    },
  };
}

function readRange(descriptor: number, start: number, end: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(Math.max(0, end - start));
  let at = 0;
  while (at < bytes.length) {
    const read = readSync(descriptor, bytes, at, bytes.length - at, start + at);
    if (read === 0) break;
    at += read;
  }
  return bytes.subarray(0, at);
}

/** Some systems refuse to unlink a file that is open; there it goes when it is disposed of. */
function unlink(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch {
    return false;
  }
}
