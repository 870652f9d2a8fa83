import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '../model/fault.ts';

/**
 * Writes a result: to stdout, or whole to a file, through a temporary one beside it, so that a killed command leaves no half of it.
 *
 * in      `file` undefined or `-` is stdout
 * faults  file-unwritable
 */
export function writeOutput(file: string | undefined, content: string | Uint8Array): void {
  if (file === undefined || file === '-') {
    process.stdout.write(content);
    return;
  }
  const half = `${file}.${process.pid}.part`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(half, content);
    renameSync(half, file);
  } catch (cause) {
    rmSync(half, { force: true });
    throw new Fault('file-unwritable', `${file} cannot be written: ${(cause as Error).message}`, { cause });
  }
}
