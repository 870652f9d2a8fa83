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
const tags = {
  region: 63,
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  buildTime: 1006,
  architecture: 1022,
  sourceRpm: 1044,
} as const;
/** 1 May 2023 for all of them; rpm takes no package without one. Seconds since 1970. */
const builtAt = 1_682_899_200;
const numberType = 4;
const textType = 6;
const binaryType = 7;
const numberBytes = 4;
const entryBytes = 16;

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

/**
 * A header blob: number of entries, bytes of data, the entries (tag, type, offset, count), the data. The first entry leads to a
 * trailer at the end of the data, which says that everything belongs to the region that a signature would cover.
 *
 * source  rpm 4.18, lib/header.c, "Region"
 */
function headerOf({ name, epoch, version, release, source }: RpmPackage): Buffer {
  const fields: readonly (readonly [tag: number, value: string | number])[] = [
    [tags.name, name],
    [tags.version, version],
    [tags.release, release],
    ...(epoch === undefined ? [] : [[tags.epoch, epoch] as const]),
    [tags.buildTime, builtAt],
    [tags.architecture, 'x86_64'],
    [tags.sourceRpm, `${source ?? name}-${version}-${release}.src.rpm`],
  ];
  const entries: Buffer[] = [];
  let data = Buffer.alloc(0);
  for (const [tag, value] of fields) {
    const isNumber = typeof value === 'number';
    const padding = isNumber ? (numberBytes - (data.length % numberBytes)) % numberBytes : 0;
    entries.push(words(tag, isNumber ? numberType : textType, data.length + padding, 1));
    data = Buffer.concat([data, Buffer.alloc(padding), isNumber ? words(value) : Buffer.from(`${value}\0`)]);
  }
  const region = words(tags.region, binaryType, data.length, entryBytes);
  const trailer = words(tags.region, binaryType, -(entries.length + 1) * entryBytes, entryBytes);
  return Buffer.concat([words(entries.length + 1, data.length + entryBytes), region, ...entries, data, trailer]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeInt32BE(value, 4 * index);
  return bytes;
}
