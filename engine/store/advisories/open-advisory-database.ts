import { existsSync } from 'node:fs';
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
 * faults  database-missing, database-invalid
 * cost    a few milliseconds; a lookup reads the rows of one package
 */
export function openAdvisoryDatabase(path: string): AdvisoryDatabase {
  const database = openChecked(path);
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
    ...prepareLookups(database),
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
    if (id === applicationId && version === schemaVersion) return database;
    database.close();
  } catch (cause) {
    throw new Fault('database-invalid', `${path} cannot be read as an advisory database`, { cause });
  }
  throw new Fault('database-invalid', `${path} is not an advisory database of this version of Plimsoll`);
}

function prepareLookups(
  database: DatabaseSync,
): Pick<AdvisoryDatabase, 'find' | 'findRelated' | 'findExploited' | 'findPrediction'> {
  const byPackage = database.prepare(`SELECT head, entries FROM package JOIN affected ON package.number = affected.package
    JOIN advisory ON advisory.number = affected.advisory WHERE ecosystem = ? AND key = ? ORDER BY advisory.id`);
  const byId =
    database.prepare(`SELECT head FROM advisory WHERE id = ?1 UNION SELECT head FROM alias JOIN advisory ON number = advisory
    WHERE alias.id = ?1`);
  const exploited = database.prepare('SELECT content FROM exploited WHERE id = ?');
  const prediction = database.prepare('SELECT content FROM prediction WHERE id = ?');
  return {
    find(ecosystem, name) {
      const key = packageKey(ecosystem, name);
      return byPackage
        .all(ecosystem, key)
        .map(({ head, entries }) => toAdvisory(String(head), unpackEntries(String(entries), key)));
    },
    findRelated: (id) =>
      byId
        .all(id)
        .map(({ head }) => toRelated(String(head)))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    findExploited: (id) => parse<KnownExploited>(exploited.get(id)?.content),
    findPrediction: (id) => parse<ExploitPrediction>(prediction.get(id)?.content),
  };
}

function toAdvisory(head: string, affected: Advisory['affected']): Advisory {
  const { stated: _, ...rest } = JSON.parse(head) as AdvisoryHead;
  return { ...rest, affected };
}

function toRelated(head: string): Advisory {
  const { stated, ...rest } = JSON.parse(head) as AdvisoryHead;
  return { ...rest, severities: stated ?? rest.severities, affected: [] };
}

function parse<Item>(content: unknown): Item | undefined {
  return typeof content === 'string' ? (JSON.parse(content) as Item) : undefined;
}
