import { readFileSync } from 'node:fs';
import { readRecord } from '../compare/releases/read-record.ts';
import { Fault } from '../model/fault.ts';
import type { Release } from '../model/release.ts';

/**
 * Reads a record file.
 *
 * faults  file-unreadable, record-invalid, record-too-new
 */
export function readRecordFile(file: string): Release {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Fault(
      'file-unreadable',
      missing ? `${file} does not exist` : `${file} cannot be read: ${(cause as Error).message}`,
      { cause },
    );
  }
  return readRecord(bytes, file);
}
