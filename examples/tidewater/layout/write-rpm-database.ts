import { DatabaseSync } from 'node:sqlite';

/** A package as rpm knows it. */
export interface RpmPackage {
  readonly name: string;
  readonly epoch?: number;
  readonly version: string;
  readonly release: string;
  /** Name of the source package, where it is another; it has the same version and release. */
  readonly source?: string;
}

/** source  rpm 4.18, include/rpm/rpmtag.h */
const tags = { name: 1000, version: 1001, release: 1002, epoch: 1003, architecture: 1022, sourceRpm: 1044 } as const;
const numberType = 4;
const textType = 6;

/**
 * The table of packages of an rpm database in SQLite; rpm's indexes, which nobody reads here, are left out.
 *
 * out     the same bytes whatever version of SQLite wrote them
 * source  rpm 4.18, lib/backend/sqlite.c; sqlite.org/fileformat2.html, section 1.3, "The Database Header"
 */
export function writeRpmDatabase(packages: readonly RpmPackage[]): Buffer {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)');
  const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
  for (const item of packages) insert.run(headerOf(item));
  const bytes = Buffer.from(database.serialize());
  database.close();
  // The counter of changes and the version of the library that wrote last: the only fields that say who wrote.
  bytes.writeUInt32BE(1, 24);
  bytes.writeUInt32BE(1, 92);
  bytes.writeUInt32BE(3_046_000, 96);
  return bytes;
}

/** A header blob: number of entries, bytes of data, the entries (tag, type, offset, count), the data. */
function headerOf({ name, epoch, version, release, source }: RpmPackage): Buffer {
  const fields: readonly (readonly [tag: number, value: string | number])[] = [
    [tags.name, name],
    [tags.version, version],
    [tags.release, release],
    ...(epoch === undefined ? [] : [[tags.epoch, epoch] as const]),
    [tags.architecture, 'x86_64'],
    [tags.sourceRpm, `${source ?? name}-${version}-${release}.src.rpm`],
  ];
  // Numbers first, so that they lie on four bytes.
  const stored = fields.toSorted(([, a], [, b]) => Number(typeof a === 'string') - Number(typeof b === 'string'));
  const entries: Buffer[] = [];
  const data: Buffer[] = [];
  let offset = 0;
  for (const [tag, value] of stored) {
    const bytes = typeof value === 'number' ? words(value) : Buffer.from(`${value}\0`);
    entries.push(words(tag, typeof value === 'number' ? numberType : textType, offset, 1));
    data.push(bytes);
    offset += bytes.length;
  }
  return Buffer.concat([words(entries.length, offset), ...entries.toSorted(Buffer.compare), ...data]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}
