import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '../../model/fault.ts';
import { openChecked } from './open-checked.ts';
import { applicationId, schemaVersion, tables } from './schema.ts';

/** What is done with a draft: whether it is to take the database's place, and what to tell of it. */
export interface Drafted<Result> {
  readonly keep: boolean;
  readonly result: Result;
}

/**
 * Works on a copy of a database, or an empty one, which takes its place in one step at the end or not at all.
 *
 * faults  database-invalid (the one that is there), file-unwritable: the disk is full, the folder cannot be written to
 */
export async function writeInDraft<Result>(
  database: string,
  work: (open: DatabaseSync, isThere: boolean) => Promise<Drafted<Result>>,
): Promise<Result> {
  const draft = `${database}.${process.pid}.draft`;
  try {
    const { keep, result } = await workOn(draft, database, work);
    if (keep) renameSync(draft, database);
    return result;
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('file-unwritable', `The advisory database ${database} cannot be written: ${reason}`, { cause });
  } finally {
    rmSync(draft, { force: true });
  }
}

async function workOn<Result>(
  draft: string,
  path: string,
  work: (open: DatabaseSync, isThere: boolean) => Promise<Drafted<Result>>,
): Promise<Drafted<Result>> {
  mkdirSync(dirname(path), { recursive: true });
  removeAbandoned(path);
  const isThere = existsSync(path);
  if (isThere) {
    openChecked(path).close();
    copyFileSync(path, draft, constants.COPYFILE_FICLONE);
  }
  using open = isThere ? new DatabaseSync(draft) : createDatabase(draft);
  prepare(open);
  open.exec('BEGIN');
  const done = await work(open, isThere);
  open.exec('COMMIT');
  if (done.keep) compact(open);
  return done;
}

/** An empty advisory database. */
export function createDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; ${tables}`);
  return database;
}

/** A crash costs the draft alone, so it needs no journal. */
function prepare(database: DatabaseSync): void {
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -49152; PRAGMA temp_store = FILE');
}

/** Gives back the room of what was replaced, when it is worth the time. */
function compact(database: DatabaseSync): void {
  const free = Number(database.prepare('PRAGMA freelist_count').get()?.freelist_count);
  const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count);
  if (free > pages / 4) database.exec('VACUUM');
}

/** Drafts of imports that were killed: their process is gone. */
function removeAbandoned(path: string): void {
  for (const name of readdirSync(dirname(path))) {
    const rest = name.startsWith(`${basename(path)}.`) ? name.slice(basename(path).length + 1) : '';
    const [, owner] = /^(\d+)\.draft$/.exec(rest) ?? [];
    if (owner && !isRunning(Number(owner))) rmSync(join(dirname(path), name), { force: true });
  }
}

function isRunning(owner: number): boolean {
  try {
    return process.kill(owner, 0);
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}
