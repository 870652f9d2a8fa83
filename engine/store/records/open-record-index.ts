import { statSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { createMemoryIndex } from '../../compare/releases/affected/memory-index.ts';
import type {
  IndexedFile,
  IndexedFinding,
  IndexedPackage,
  IndexedRelease,
  RecordIndex,
} from '../../compare/releases/affected/record-index.ts';
import { toKey } from '../../compare/releases/affected/to-index-rows.ts';
import type { Release } from '../../model/release.ts';
import { digestOf, type RecordStamp, stampOf } from './record-stamp.ts';
import { indexVersion, renewStamp, writeRecordIndex } from './write-record-index.ts';

/** An index that is open. */
export interface OpenRecordIndex extends RecordIndex {
  close(): void;
}

/**
 * The index beside a record, `RECORD.index`; written first where it is not there or is of another record. In a folder that cannot be written
 * the record itself is read, each time.
 *
 * An index is trusted where the record's file is the one that it was made of: by size, times and inode, or else by its digest. It is no
 * more proof than the record's own digest is: who can write into the folder can change both.
 *
 * in      how to read the record, which checks it
 * faults  those of reading the record
 * cost    less than a millisecond; the first time that of reading the record and writing its index; a copied record is hashed once
 */
export async function openRecordIndex(record: string, read: () => Release | Promise<Release>): Promise<OpenRecordIndex> {
  const file = `${record}.index`;
  const stamp = stampOf(record);
  const known = openExisting(file);
  if (known && (await isOf(known, record, stamp))) return known.index;
  known?.index.close();
  const release = await read();
  const inMemory = () => ({ ...createMemoryIndex(release), close: () => undefined });
  try {
    const digest = await digestOf(record);
    // Written while it was read: which of the two contents this is cannot be told.
    if (stampOf(record) !== stamp) return inMemory();
    writeRecordIndex(file, release, { file: stamp, digest });
  } catch {
    return inMemory();
  }
  return openExisting(file)?.index ?? inMemory();
}

/** An index, and the record that it is of. */
interface KeptIndex {
  readonly index: OpenRecordIndex;
  readonly stamp: RecordStamp;
}

async function isOf({ stamp }: KeptIndex, record: string, now: string): Promise<boolean> {
  if (now === '') return false;
  if (stamp.file === now) return true;
  try {
    if (stamp.digest !== (await digestOf(record))) return false;
  } catch {
    return false;
  }
  renewStamp(`${record}.index`, now);
  return true;
}

function openExisting(file: string): KeptIndex | undefined {
  if (!statSync(file, { throwIfNoEntry: false })) return undefined;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const { user_version: version } = database.prepare('PRAGMA user_version').get() ?? {};
    if (version === indexVersion) return toKept(database);
    database.close();
    return undefined;
  } catch {
    // A damaged index is no reason to stop: it is written again.
    database?.close();
    return undefined;
  }
}

function toKept(database: DatabaseSync): KeptIndex {
  const rows = database.prepare('SELECT name, value FROM about').all();
  const about = new Map(rows.map(({ name, value }) => [String(name), String(value)]));
  const release = JSON.parse(about.get('release') ?? '') as IndexedRelease;
  return {
    index: toIndex(database, release),
    stamp: { file: about.get('stamp') ?? '', digest: about.get('digest') ?? '' },
  };
}

function toIndex(database: DatabaseSync, release: IndexedRelease): OpenRecordIndex {
  // A question needs one or two of these, of each record.
  const prepare = (sql: string) => {
    let statement: StatementSync | undefined;
    return () => (statement ??= database.prepare(sql));
  };
  const rows = <Row>(sql: string) => {
    const statement = prepare(sql);
    return (key: string): readonly Row[] =>
      statement()
        .all(toKey(key))
        .map(({ row }) => JSON.parse(String(row)) as Row);
  };
  const files = prepare(
    'SELECT path, row FROM file JOIN place ON file.place = place.number WHERE sha256 = ? ORDER BY path, place',
  );
  const undecided = prepare('SELECT purl, reason FROM undecided WHERE id IS NULL OR id = ?');
  const names = prepare('SELECT DISTINCT name FROM name WHERE main = 1 AND instr(name, ?) > 0 ORDER BY name LIMIT 200');
  const known = prepare('SELECT 1 FROM known WHERE id = ?');
  return {
    release,
    findFindings: rows<IndexedFinding>(
      'SELECT row FROM finding JOIN id ON finding.number = id.finding WHERE id.id = ? ORDER BY number',
    ),
    findPackages: rows<IndexedPackage>(
      'SELECT row FROM package JOIN name ON package.number = name.package WHERE name.name = ? ORDER BY number',
    ),
    knows: (id) => known().get(toKey(id)) !== undefined,
    findFiles: (sha256) =>
      files()
        .all(Buffer.from(sha256, 'hex'))
        .map(({ path, row }) => ({ ...(JSON.parse(String(row)) as Omit<IndexedFile, 'path'>), path: String(path) })),
    findUndecided: (id) =>
      undecided()
        .all(toKey(id))
        .map(({ purl, reason }) => ({ purl: String(purl), reason: String(reason) })),
    findNames: (part) =>
      names()
        .all(toKey(part))
        .map(({ name }) => String(name)),
    close: () => database.close(),
  };
}
