import { DatabaseSync } from 'node:sqlite';

/** Which blobs of which table. */
export interface BlobColumn {
  readonly table: string;
  /** An integer column. */
  readonly key: string;
  readonly column: string;
  /** Blobs over this many bytes are handed over without their content. */
  readonly largestBytes: number;
}

/** One row; `blob` is undefined where it is too large, or is no blob. */
export interface BlobRow {
  readonly key: number;
  readonly blob?: Uint8Array;
}

/**
 * The blobs of one table of an SQLite database that nobody vouches for.
 *
 * Only an ordinary table with ordinary columns is read, by a scan of the table itself: views, virtual tables, computed columns
 * and indexes can run what their author wrote. Rows that together hold more than the file does are a loop, and end the reading.
 *
 * in      the whole file, unchanged afterwards; a write-ahead log beside it is not looked at
 * out     rows in the order of the table; what went wrong as a sentence at the end, undefined when everything was read.
 *         A file that was cut is read as far as it goes
 * cost    O(size); two copies of the file, and one row
 * source  https://www.sqlite.org/fileformat2.html, "The Database Header"; https://www.sqlite.org/security.html
 */
export function* readBlobs(bytes: Uint8Array, wanted: BlobColumn): Generator<BlobRow, string | undefined> {
  const cut = cutSentence(bytes);
  const database = new DatabaseSync(':memory:', { allowExtension: false });
  try {
    database.deserialize(standalone(bytes));
    database.exec('PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0');
    if (!isOrdinary(database, wanted))
      return `it has no ordinary table "${wanted.table}" with "${wanted.key}" and "${wanted.column}"`;
    const looped = yield* readRows(database, wanted, bytes.length);
    return looped ?? cut;
  } catch (error) {
    return cut ?? `SQLite says: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    database.close();
  }
}

function* readRows(database: DatabaseSync, wanted: BlobColumn, sizeBytes: number): Generator<BlobRow, string | undefined> {
  const [key, column] = [quote(wanted.key), quote(wanted.column)];
  const size = `CASE typeof(${column}) WHEN 'blob' THEN length(${column}) END`;
  const statement = database.prepare(
    `SELECT ${key} AS key, ${size} AS size, CASE WHEN ${size} <= ${wanted.largestBytes} THEN ${column} END AS blob FROM ${quote(wanted.table)} NOT INDEXED`,
  );
  let seenBytes = 0;
  for (const { key: rowKey, size: blobBytes, blob } of statement.iterate()) {
    // A cell takes at least two bytes of its page, whatever it holds.
    seenBytes += 2 + Number(blobBytes ?? 0);
    if (seenBytes > sizeBytes) return 'its rows hold more bytes than the file does';
    yield { key: Number(rowKey), ...(blob instanceof Uint8Array && { blob }) };
  }
  return undefined;
}

function isOrdinary(database: DatabaseSync, { table, key, column }: BlobColumn): boolean {
  const found = database.prepare("SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?").all(table);
  // A virtual table has no page of its own.
  if (found.length !== 1 || !(Number(found[0]?.rootpage) > 0)) return false;
  const columns = database.prepare(`PRAGMA table_xinfo(${quote(table)})`).all();
  return [key, column].every((name) => columns.some((each) => each.name === name && each.hidden === 0));
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Bytes 18 and 19 of the header, at 2, ask for a write-ahead log; a page count of 0 lets SQLite read a file that was cut. */
function standalone(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  if (copy.length >= 100) {
    copy.fill(1, 18, 20);
    copy.fill(0, 28, 32);
  }
  return copy;
}

/** The header counts the pages, and its count holds when the two change counters beside it agree. */
function cutSentence(bytes: Uint8Array): string | undefined {
  if (bytes.length < 100) return 'it is shorter than the header of an SQLite database';
  const header = new DataView(bytes.buffer, bytes.byteOffset, 100);
  const pageBytes = header.getUint16(16) === 1 ? 65_536 : header.getUint16(16);
  const stated = header.getUint32(24) === header.getUint32(92) ? header.getUint32(28) * pageBytes : 0;
  return stated > bytes.length ? `it states ${stated} bytes and has ${bytes.length}; what was in the rest is lost` : undefined;
}
