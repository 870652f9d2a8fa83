import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file that a program prints into, and that nobody else sees. */
export interface OutputFile {
  readonly descriptor: number;
  /** So far. */
  sizeBytes(): number;
  read(): Buffer;
  close(): void;
}

/**
 * A nameless file for what a program prints. Megabytes through a pipe cost a copy more, and a turn of the loop for every piece.
 */
export function openOutputFile(): OutputFile {
  const path = join(tmpdir(), `plimsoll-${randomUUID()}.out`);
  const descriptor = openSync(path, 'wx+', 0o600);
  // Its name goes at once, so that no ending leaves it behind; Windows lets it go only when it is closed.
  const remove = (): void => rmSync(path, { force: true });
  if (process.platform !== 'win32') remove();
  const sizeBytes = (): number => fstatSync(descriptor).size;
  return {
    descriptor,
    sizeBytes,
    read() {
      const bytes = Buffer.allocUnsafeSlow(sizeBytes());
      let at = 0;
      for (let read = -1; read !== 0 && at < bytes.length; at += read)
        read = readSync(descriptor, bytes, at, bytes.length - at, at);
      return bytes.subarray(0, at);
    },
    close() {
      closeSync(descriptor);
      if (process.platform === 'win32') remove();
    },
  };
}
