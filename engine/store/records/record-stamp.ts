import { readFileSync, statSync } from 'node:fs';

/** What tells that an index belongs to a record. */
export interface RecordStamp {
  /** Size, times and place of the file: as long as they are the same, the record is taken for unchanged. */
  readonly file: string;
  /** sha256 of the file's bytes, which is asked where they are not: the record was copied, moved or edited. */
  readonly digest: string;
}

/**
 * Size, modification and change time, device and inode of a record. The change time is what tells an edit whose modification time was set
 * back: programs cannot choose it.
 *
 * out     empty where there is no such file
 * source  POSIX.1-2017, "File Times Update": a write, a rename over it or a changed mode marks the change time
 */
export function stampOf(record: string): string {
  const stat = statSync(record, { bigint: true, throwIfNoEntry: false });
  return stat ? `${stat.size} ${stat.mtimeNs} ${stat.ctimeNs} ${stat.dev}:${stat.ino}` : '';
}

/**
 * sha256 of a record's bytes.
 *
 * faults  throws what the file system says
 * cost    about a millisecond per megabyte; that of loading what hashes, the first time
 */
export async function digestOf(record: string): Promise<string> {
  const { createHash } = await import('node:crypto');
  return `sha256:${createHash('sha256').update(readFileSync(record)).digest('hex')}`;
}
