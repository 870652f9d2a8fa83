import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { packageKey } from '../../formats/ecosystem/ecosystem.ts';
import type { AdvisorySource } from '../../judge/matches/advisory-source.ts';
import type { Advisory, ExploitPrediction, KnownExploited, Snapshot } from '../../model/advisory.ts';
import { Fault } from '../../model/fault.ts';
import { unpackEntries } from './pack-entries.ts';
import { type AdvisoryHead, applicationId, schemaVersion } from './schema.ts';

/** The advisory database, open for reading. */
export interface AdvisoryDatabase extends AdvisorySource {
  readonly releases: ReadonlySet<string>;
  findRelated(id: string): readonly Advisory[];
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
  return refuseDamage(path, () => toSource(path, database));
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

function refusingDamage(path: string, lookups: Lookups): Lookups {
  return {
    find: (ecosystem, name) => refuseDamage(path, () => lookups.find(ecosystem, name)),
    findRelated: (id) => refuseDamage(path, () => lookups.findRelated(id)),
    findExploited: (id) => refuseDamage(path, () => lookups.findExploited(id)),
    findPrediction: (id) => refuseDamage(path, () => lookups.findPrediction(id)),
  };
}

type Lookups = Pick<AdvisoryDatabase, 'find' | 'findRelated' | 'findExploited' | 'findPrediction'>;

function prepareLookups(database: DatabaseSync): Lookups {
  const byPackage = database.prepare(
    'SELECT advisory, entries FROM package JOIN affected ON number = package WHERE ecosystem = ? AND key = ?',
  );
  const byId = database.prepare('SELECT number FROM advisory WHERE id = ?1 UNION SELECT advisory FROM alias WHERE id = ?1');
  const exploited = database.prepare('SELECT content FROM exploited WHERE id = ?');
  const prediction = database.prepare('SELECT content FROM prediction WHERE id = ?');
  const headOf = createHeads(database);
  return {
    find(ecosystem, name) {
      const key = packageKey(ecosystem, name);
      const rows = byPackage.all(ecosystem, key);
      return rows
        .map(({ advisory, entries }) => toAdvisory(headOf(Number(advisory)), unpackEntries(String(entries), key)))
        .toSorted(byIdOf);
    },
    findRelated: (id) =>
      byId
        .all(id)
        .map(({ number }) => toRelated(headOf(Number(number))))
        .toSorted(byIdOf),
    findExploited: (id) => parse<KnownExploited>(exploited.get(id)?.content),
    findPrediction: (id) => parse<ExploitPrediction>(prediction.get(id)?.content),
  };
}

const mostHeads = 65_536;

/** One advisory speaks of hundreds of packages; its head is read once, and this many are kept. */
function createHeads(database: DatabaseSync): (number: number) => AdvisoryHead {
  const byNumber = database.prepare('SELECT head FROM advisory WHERE number = ?');
  const kept = new Map<number, AdvisoryHead>();
  return (number) => {
    const head = kept.get(number) ?? (JSON.parse(String(byNumber.get(number)?.head)) as AdvisoryHead);
    if (kept.size >= mostHeads) kept.clear();
    kept.set(number, head);
    return head;
  };
}

function byIdOf(a: Advisory, b: Advisory): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function toAdvisory({ stated: _, ...head }: AdvisoryHead, affected: Advisory['affected']): Advisory {
  return { ...head, affected };
}

function toRelated({ stated, ...head }: AdvisoryHead): Advisory {
  return { ...head, severities: stated ?? head.severities, affected: [] };
}

function parse<Item>(content: unknown): Item | undefined {
  return typeof content === 'string' ? (JSON.parse(content) as Item) : undefined;
}
