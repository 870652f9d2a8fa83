import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '../../model/fault.ts';
import { applicationId, schemaVersion } from './schema.ts';

/**
 * Opens the file and makes sure that it is an advisory database of this version.
 *
 * faults  database-missing, database-invalid
 */
export function openChecked(path: string): DatabaseSync {
  if (!existsSync(path)) throw new Fault('database-missing', `There is no advisory database at ${path}`);
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    const id = database.prepare('PRAGMA application_id').get()?.application_id;
    const version = database.prepare('PRAGMA user_version').get()?.user_version;
    const isWhole = isWholeFile(path, database);
    if (id === applicationId && version === schemaVersion && isWhole) return database;
    database.close();
    if (!isWhole) throw new Error('the file is cut off');
  } catch (cause) {
    throw new Fault('database-invalid', `${path} cannot be read as an advisory database: ${reasonOf(cause)}`, { cause });
  }
  throw new Fault('database-invalid', `${path} is not an advisory database of this version of Plimsoll`);
}

/** SQLite reads a last page that is cut off as if zeros followed. */
function isWholeFile(path: string, database: DatabaseSync): boolean {
  const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count);
  const pageBytes = Number(database.prepare('PRAGMA page_size').get()?.page_size);
  return statSync(path).size === pages * pageBytes;
}

/**
 * Does what reads the database.
 *
 * faults  database-invalid: it is damaged, which SQLite notices where it looks, and not before
 */
export function refuseDamage<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('database-invalid', `The advisory database ${path} is damaged: ${reasonOf(cause)}`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
