import { renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type IndexRows, toIndexRows } from '../../compare/releases/affected/to-index-rows.ts';
import type { Release } from '../../model/release.ts';
import type { RecordStamp } from './record-stamp.ts';

/** Version of the tables; an index of another version is written anew. */
export const indexVersion = 3;

const tables = `
  CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE package (number INTEGER PRIMARY KEY, row TEXT NOT NULL);
  CREATE TABLE name (name TEXT NOT NULL, package INTEGER NOT NULL, main INTEGER NOT NULL, PRIMARY KEY (name, package)) WITHOUT ROWID;
  CREATE TABLE finding (number INTEGER PRIMARY KEY, row TEXT NOT NULL);
  CREATE TABLE id (id TEXT NOT NULL, finding INTEGER NOT NULL, PRIMARY KEY (id, finding)) WITHOUT ROWID;
  CREATE TABLE known (id TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE place (number INTEGER PRIMARY KEY, row TEXT NOT NULL);
  CREATE TABLE file (sha256 BLOB NOT NULL, path TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (sha256, path, place)) WITHOUT ROWID;
  CREATE TABLE undecided (id TEXT, purl TEXT NOT NULL, reason TEXT NOT NULL);
  CREATE INDEX undecided_id ON undecided (id);
`;

/**
 * Writes what `affected` asks of a record into a database of its own, whole or not at all.
 *
 * in      `stamp`: what tells that the record is still the same
 * faults  throws what the file system says, when the folder cannot be written
 */
export function writeRecordIndex(file: string, release: Release, stamp: RecordStamp): void {
  const half = `${file}.${process.pid}.part`;
  rmSync(half, { force: true });
  const database = new DatabaseSync(half);
  try {
    database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN');
    database.exec(tables);
    fill(database, toIndexRows(release), stamp);
    database.exec(`COMMIT; PRAGMA user_version = ${indexVersion}`);
  } catch (error) {
    rmSync(half, { force: true });
    throw error;
  } finally {
    database.close();
  }
  renameSync(half, file);
}

/** Notes where the record is now, so that it is not hashed again; leaves it where the index cannot be written. */
export function renewStamp(file: string, stamp: string): void {
  try {
    using database = new DatabaseSync(file);
    database.prepare("UPDATE about SET value = ? WHERE name = 'stamp'").run(stamp);
  } catch {
    // The folder is only for reading, or another run asks: the next one hashes again.
  }
}

function fill(database: DatabaseSync, rows: IndexRows, stamp: RecordStamp): void {
  const about = database.prepare('INSERT INTO about VALUES (?, ?)');
  about.run('stamp', stamp.file);
  about.run('digest', stamp.digest);
  about.run('release', JSON.stringify(rows.release));
  const addPackage = database.prepare('INSERT INTO package VALUES (?, ?)');
  const addName = database.prepare('INSERT OR IGNORE INTO name VALUES (?, ?, ?)');
  for (const [number, { names, row }] of rows.packages.entries()) {
    addPackage.run(number, JSON.stringify(row));
    for (const [at, name] of names.entries()) addName.run(name, number, at === 0 ? 1 : 0);
  }
  const addFinding = database.prepare('INSERT INTO finding VALUES (?, ?)');
  const addId = database.prepare('INSERT OR IGNORE INTO id VALUES (?, ?)');
  for (const [number, { ids, row }] of rows.findings.entries()) {
    addFinding.run(number, JSON.stringify(row));
    for (const id of ids) addId.run(id, number);
  }
  const addKnown = database.prepare('INSERT INTO known VALUES (?)');
  for (const id of rows.known) addKnown.run(id);
  fillFiles(database, rows.files);
  const addUndecided = database.prepare('INSERT INTO undecided VALUES (?, ?, ?)');
  for (const { id, purl, reason } of rows.undecided) addUndecided.run(id, purl, reason);
}

/** Files of one layer mostly stand in the same images: where that is is written once. */
function fillFiles(database: DatabaseSync, files: IndexRows['files']): void {
  const places = new Map<string, number>();
  const addPlace = database.prepare('INSERT INTO place VALUES (?, ?)');
  const addFile = database.prepare('INSERT OR IGNORE INTO file VALUES (?, ?, ?)');
  for (const [sha256, { path, ...place }] of files) {
    const row = JSON.stringify(place);
    const number = places.get(row) ?? places.size;
    if (number === places.size) addPlace.run(number, row);
    places.set(row, number);
    addFile.run(Buffer.from(sha256, 'hex'), path, number);
  }
}
