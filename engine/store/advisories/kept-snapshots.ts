import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Snapshot } from '../../model/advisory.ts';
import { Fault } from '../../model/fault.ts';
import { openChecked, refuseDamage } from './open-checked.ts';
import { readAbout } from './read-about.ts';

/** A snapshot that was kept. */
export interface KeptSnapshot extends Snapshot {
  /** The database file that holds it; every command can read it by its name too. */
  readonly file: string;
  readonly sizeBytes: number;
}

/**
 * Keeps what a database holds now: a copy of the file in a folder beside it, named for its date and id. What is kept already stays.
 *
 * faults  database-missing, database-invalid, file-unwritable
 * cost    the size of the database; none where the file system shares blocks between copies
 */
export function keepSnapshot(database: string): KeptSnapshot {
  const snapshot = snapshotOf(database);
  const folder = folderOf(database);
  const file = join(folder, `${snapshot.asOf.slice(0, 10)}-${hexOf(snapshot.id).slice(0, 16)}.db`);
  const beside = `${file}.${process.pid}.part`;
  try {
    mkdirSync(folder, { recursive: true });
    if (!existsSync(file)) {
      copyFileSync(database, beside, constants.COPYFILE_FICLONE);
      renameSync(beside, file);
    }
  } catch (cause) {
    rmSync(beside, { force: true });
    throw new Fault('file-unwritable', `${file} cannot be written: ${(cause as Error).message}`, { cause });
  }
  return { ...snapshot, file, sizeBytes: statSync(file).size };
}

/** The snapshots that were kept of a database, the oldest first; files that cannot be read as one are left out. */
export function listSnapshots(database: string): readonly KeptSnapshot[] {
  const folder = folderOf(database);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.db')) : [];
  const kept = names.flatMap((name) => {
    const file = join(folder, name);
    try {
      return [{ ...snapshotOf(file), file, sizeBytes: statSync(file).size }];
    } catch {
      return [];
    }
  });
  return kept.toSorted((a, b) => (a.asOf < b.asOf || (a.asOf === b.asOf && a.id < b.id) ? -1 : 1));
}

/**
 * The file that holds a snapshot of a database: the database itself, or a kept one.
 *
 * in      an id (`sha256:…`, or at least its first eight digits), or a date: the latest snapshot that is not newer
 * faults  snapshot-missing
 */
export function findSnapshot(database: string, wanted: string): string {
  const here = existsSync(database) ? [{ ...snapshotOf(database), file: database }] : [];
  const all = [...listSnapshots(database), ...here];
  const isDate = /^\d{4}-\d\d-\d\d(T.*)?$/.test(wanted);
  const until = wanted.length === 10 ? `${wanted}T23:59:59Z` : wanted;
  const found = isDate
    ? all.findLast(({ asOf }) => asOf <= until)
    : all.findLast(({ id }) => wanted.length >= 8 && hexOf(id).startsWith(hexOf(wanted)));
  if (found) return found.file;
  const known = all.map(({ asOf, id }) => `${asOf.slice(0, 10)} ${hexOf(id).slice(0, 16)}`).join(', ') || 'none';
  throw new Fault(
    'snapshot-missing',
    `No snapshot of ${database} is ${isDate ? `as old as ${wanted}` : wanted}; kept are ${known}`,
  );
}

function snapshotOf(file: string): Snapshot {
  using database = openChecked(file);
  return refuseDamage(file, () => readAbout<Snapshot>(database, 'snapshot') ?? { id: 'sha256:', asOf: '1970-01-01T00:00:00Z' });
}

function folderOf(database: string): string {
  return `${database}.kept`;
}

function hexOf(id: string): string {
  return id.replace(/^sha256:/, '');
}
