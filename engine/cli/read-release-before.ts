import { Fault } from '../model/fault.ts';
import type { Release } from '../model/release.ts';
import { readRecordFile } from './read-record-file.ts';

/**
 * Of older records, that of the release before: the one that was judged last.
 *
 * faults  those of reading records; usage-wrong: one is of another product
 */
export function readReleaseBefore(files: readonly string[], product: string): Release | undefined {
  const records = files.map(readRecordFile);
  const other = records.find((record) => record.product !== product);
  if (other) throw new Fault('usage-wrong', `the records are of ${product} and of ${other.product}, which are not one product`);
  return records.toSorted((a, b) => (a.now < b.now ? -1 : 1)).at(-1);
}
