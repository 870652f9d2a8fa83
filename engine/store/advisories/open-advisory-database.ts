import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { AdvisorySource } from '../../judge/matches/advisory-source.ts';
import type { Advisory, CveMetadata, Snapshot } from '../../model/advisory.ts';
import { Fault } from '../../model/fault.ts';
import { type AdvisoryLookups, prepareLookups } from './advisory-lookups.ts';
import { applicationId, schemaVersion } from './schema.ts';

/** The advisory database, open for reading. */
export interface AdvisoryDatabase extends AdvisorySource {
  readonly releases: ReadonlySet<string>;
  findRelated(id: string): readonly Advisory[];
  findMetadata(id: string): CveMetadata | undefined;
  close(): void;
}

/**
 * Opens an advisory database for reading.
 *
 * faults  database-missing, database-invalid; so does every lookup that comes upon damage
 * cost    a few milliseconds; a lookup reads the rows of one package
 */
export function openAdvisoryDatabase(path: string): AdvisoryDatabase {
  const database = openChecked(path);
  return refuseDamage(path, () => {
    // In one transaction: outside of it every lookup locks the file anew, which takes longer than what it reads.
    database.exec('PRAGMA cache_size = -65536; BEGIN');
    return toSource(path, database);
  });
}

function toSource(path: string, database: DatabaseSync): AdvisoryDatabase {
  const about = new Map(
    database
      .prepare('SELECT name, value FROM about')
      .all()
      .map(({ name, value }) => [String(name), String(value)]),
  );
  const list = (name: string): ReadonlySet<string> => new Set(JSON.parse(about.get(name) ?? '[]') as string[]);
  return {
    snapshot: JSON.parse(about.get('snapshot') ?? '{"id":"","asOf":""}') as Snapshot,
    ecosystems: list('ecosystems'),
    releases: list('releases'),
    ...refusingDamage(path, prepareLookups(database)),
    close: () => database.close(),
  };
}

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
    throw new Fault('database-invalid', `The advisory database ${path} is damaged: ${reasonOf(cause)}`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function refusingDamage(path: string, lookups: AdvisoryLookups): AdvisoryLookups {
  return {
    find: (ecosystem, name) => refuseDamage(path, () => lookups.find(ecosystem, name)),
    findStatements: (ecosystem, name) =>
      refuseDamage(path, () => lookups.findStatements(ecosystem, name)).map(({ affected, read }) => ({
        affected,
        read: () => refuseDamage(path, read),
      })),
    findRelated: (id) => refuseDamage(path, () => lookups.findRelated(id)),
    findExploited: (id) => refuseDamage(path, () => lookups.findExploited(id)),
    findPrediction: (id) => refuseDamage(path, () => lookups.findPrediction(id)),
    findMetadata: (id) => refuseDamage(path, () => lookups.findMetadata(id)),
  };
}
