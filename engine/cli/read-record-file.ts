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

/**
 * Reads record files that are told side by side, in the order given.
 *
 * faults  those of reading one; usage-wrong: they are of several products
 */
export function readRecordsOfOneProduct(files: readonly string[]): readonly Release[] {
  const records = files.map(readRecordFile);
  const products = [...new Set(records.map(({ product }) => product))];
  if (products.length > 1)
    throw new Fault('usage-wrong', `the records are of ${products.join(' and of ')}, which are not one product`);
  return records;
}
