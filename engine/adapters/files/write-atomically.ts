import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '../../model/fault.ts';

/**
 * Writes a file whole or not at all: beside its place first, then renamed, so that nobody ever reads half of it.
 *
 * in      an absolute path; folders on the way are made
 * faults  file-unwritable
 */
export async function writeAtomically(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  const beside = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(beside, content, { mode }).catch(async (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') throw cause;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(beside, content, { mode });
    });
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new Fault('file-unwritable', `${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
