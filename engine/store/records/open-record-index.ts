import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { createMemoryIndex } from '../../compare/releases/affected/memory-index.ts';
import type {
  IndexedFinding,
  IndexedPackage,
  IndexedRelease,
  RecordIndex,
} from '../../compare/releases/affected/record-index.ts';
import { toKey } from '../../compare/releases/affected/to-index-rows.ts';
import type { Release } from '../../model/release.ts';
import { indexVersion, writeRecordIndex } from './write-record-index.ts';

/** An index that is open. */
export interface OpenRecordIndex extends RecordIndex {
  close(): void;
}

/**
 * The index beside a record, `RECORD.index`; written first where it is not there or the record changed since. In a folder that cannot be
 * written the record itself is read, each time.
 *
 * in      how to read the record
 * faults  those of reading the record
 * cost    a few milliseconds; the first time that of reading the record and writing its index
 */
export function openRecordIndex(record: string, read: () => Release): OpenRecordIndex {
  const file = `${record}.index`;
  const stamp = stampOf(record);
  const known = openExisting(file, stamp);
  if (known) return known;
  const release = read();
  try {
    writeRecordIndex(file, release, stamp);
  } catch {
    return { ...createMemoryIndex(release), close: () => undefined };
  }
  return openExisting(file, stamp) ?? { ...createMemoryIndex(release), close: () => undefined };
}

function stampOf(record: string): string {
  const { size, mtimeMs } = statSync(record, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 };
  return `${size} ${mtimeMs}`;
}

function openExisting(file: string, stamp: string): OpenRecordIndex | undefined {
  if (!statSync(file, { throwIfNoEntry: false })) return undefined;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const { user_version: version } = database.prepare('PRAGMA user_version').get() ?? {};
    const index = version === indexVersion ? toIndex(database, stamp) : undefined;
    if (!index) database.close();
    return index;
  } catch {
    // A damaged index is no reason to stop: it is written again.
    database?.close();
    return undefined;
  }
}

function toIndex(database: DatabaseSync, stamp: string): OpenRecordIndex | undefined {
  const about = database.prepare('SELECT value FROM about WHERE name = ?');
  if (about.get('stamp')?.value !== stamp) return undefined;
  const rows = <Row>(sql: string) => {
    const statement = database.prepare(sql);
    return (key: string): readonly Row[] => statement.all(toKey(key)).map(({ row }) => JSON.parse(String(row)) as Row);
  };
  const undecided = database.prepare('SELECT purl, reason FROM undecided WHERE id IS NULL OR id = ?');
  const names = database.prepare('SELECT DISTINCT name FROM name WHERE main = 1 AND instr(name, ?) > 0 ORDER BY name LIMIT 200');
  const known = database.prepare('SELECT 1 FROM known WHERE id = ?');
  return {
    release: JSON.parse(String(about.get('release')?.value)) as IndexedRelease,
    findFindings: rows<IndexedFinding>(
      'SELECT row FROM finding JOIN id ON finding.number = id.finding WHERE id.id = ? ORDER BY number',
    ),
    findPackages: rows<IndexedPackage>(
      'SELECT row FROM package JOIN name ON package.number = name.package WHERE name.name = ? ORDER BY number',
    ),
    knows: (id) => known.get(toKey(id)) !== undefined,
    findUndecided: (id) => undecided.all(toKey(id)).map(({ purl, reason }) => ({ purl: String(purl), reason: String(reason) })),
    findNames: (part) => names.all(toKey(part)).map(({ name }) => String(name)),
    close: () => database.close(),
  };
}
