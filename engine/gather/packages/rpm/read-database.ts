import { readHash } from '../../../formats/berkeley-db/read-hash.ts';
import { bytesOf, type Content } from '../../../formats/content.ts';
import { readNdb } from '../../../formats/ndb/read-ndb.ts';
import { readBlobs } from '../../../formats/sqlite/read-blobs.ts';

/** The formats that rpm keeps its database in. */
export type DatabaseFormat = 'sqlite' | 'ndb' | 'berkeley-db';

/** One header and the number that rpm gave it; `blob` is undefined where its bytes cannot be read. */
export interface Row {
  readonly key: number;
  readonly blob?: Uint8Array;
}

const formats: ReadonlyMap<string, DatabaseFormat> = new Map([
  ['rpmdb.sqlite', 'sqlite'],
  ['Packages.db', 'ndb'],
  ['Packages', 'berkeley-db'],
]);
/** What the files are called. */
export const databaseNames: readonly string[] = [...formats.keys()];
const largestHeaderBytes = 64 * 1024 * 1024;

/** The format of a database by its file name; undefined for other files. */
export function findFormat(fileName: string): DatabaseFormat | undefined {
  return formats.get(fileName);
}

/**
 * The headers of a database.
 *
 * out     rows as they stand; what went wrong as a sentence at the end
 * source  rpm 4.18, lib/backend/sqlite.c, ndb/rpmpkg.c, bdb_ro.c
 */
export function readDatabase(format: DatabaseFormat, content: Content): Generator<Row, string | undefined> {
  if (format === 'ndb') return readNdb(content, largestHeaderBytes);
  if (format === 'berkeley-db') return readBerkeley(content);
  const wanted = { table: 'Packages', key: 'hnum', column: 'blob', largestBytes: largestHeaderBytes };
  return readBlobs(bytesOf(content), wanted);
}

/** Keys are the numbers of packages in the byte order of the machine that wrote them; under 0 stands the last number given out. */
function* readBerkeley(content: Content): Generator<Row, string | undefined> {
  const rows = readHash(content, largestHeaderBytes);
  let next = rows.next();
  for (; !next.done; next = rows.next()) {
    const { key, littleEndian, value } = next.value;
    const isNumber = key.length === 4;
    const number = isNumber ? new DataView(key.buffer, key.byteOffset, 4).getUint32(0, littleEndian) : -1;
    if (number !== 0) yield { key: number, ...(isNumber && value && { blob: value }) };
  }
  return next.value;
}
