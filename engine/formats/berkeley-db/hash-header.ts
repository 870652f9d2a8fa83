import type { Content } from '../content.ts';

/** What the first page of a hash database says. */
export interface HashHeader {
  readonly littleEndian: boolean;
  readonly pageBytes: number;
  /** Number of the last page; the header is page 0. */
  readonly lastPage: number;
  readonly lastBucket: number;
  /** For each doubling of the table, what is added to a bucket's number to get its page. */
  readonly spares: readonly number[];
}

const magics = { hash: 0x00061561, btree: 0x00053162 };
const headerBytes = 512;
const flags = { checksums: 0x01, parts: 0x06 };

/**
 * Reads the header page of a hash database.
 *
 * out     a sentence when it is none, or one that is not read
 * source  Berkeley DB 5.3, src/dbinc/db_page.h, `DBMETA` and `HMETA33`; versions as in rpm 4.18, lib/backend/bdb_ro.c
 */
export function readHashHeader(content: Content): HashHeader | string {
  const bytes = content.slice(0, headerBytes);
  if (bytes.length < headerBytes) return 'it is shorter than the header of a Berkeley DB database';
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const littleEndian = [magics.hash, magics.btree].includes(view.getUint32(12, true));
  const word = (at: number) => view.getUint32(at, littleEndian);
  if (word(12) === magics.btree) return 'it is a Berkeley DB tree, where a hash database was expected';
  if (word(12) !== magics.hash) return 'it does not begin as a Berkeley DB hash database does';
  if (word(16) < 8 || word(16) > 10) return `it is of hash version ${word(16)}, and versions 8 to 10 are known`;
  if (bytes[24] !== 0) return 'it is encrypted';
  if (((bytes[26] ?? 0) & (flags.checksums | flags.parts)) !== 0) return 'its pages have checksums, or it is in several parts';
  const pageBytes = word(20);
  if (pageBytes < headerBytes || pageBytes > 65_536 || (pageBytes & (pageBytes - 1)) !== 0)
    return `it states pages of ${pageBytes} bytes, which there cannot be`;
  const spares = Array.from({ length: 32 }, (_, index) => word(96 + 4 * index));
  return { littleEndian, pageBytes, lastPage: word(32), lastBucket: word(72), spares };
}

/** The page that a bucket begins with. */
export function pageOfBucket({ spares }: HashHeader, bucket: number): number {
  return bucket + (spares[32 - Math.clz32(bucket)] ?? 0);
}

/** What of the header cannot be true of a file of this size, as a sentence. */
export function findFlaw({ pageBytes, lastPage, lastBucket }: HashHeader, sizeBytes: number): string | undefined {
  const stated = (lastPage + 1) * pageBytes;
  if (stated > sizeBytes) return `it states ${stated} bytes and has ${sizeBytes}; what was in the rest is lost`;
  return lastBucket > lastPage ? `it states ${lastBucket + 1} buckets on ${lastPage + 1} pages` : undefined;
}
