import type { DatabaseSync } from 'node:sqlite';
import type { AdvisorySource } from '../../judge/matches/advisory-source.ts';
import type { Advisory, CveMetadata, Snapshot } from '../../model/advisory.ts';
import { type AdvisoryLookups, prepareLookups } from './advisory-lookups.ts';
import { findSnapshot } from './kept-snapshots.ts';
import { openChecked, refuseDamage } from './open-checked.ts';

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
 * in      `snapshot`: one that was kept, by its id or as of a date, instead of what the database holds now
 * faults  database-missing, snapshot-missing, database-invalid; so does every lookup that comes upon damage
 * cost    a few milliseconds; a lookup reads the rows of one package
 */
export function openAdvisoryDatabase(named: string, options: { readonly snapshot?: string } = {}): AdvisoryDatabase {
  const path = options.snapshot === undefined ? named : findSnapshot(named, options.snapshot);
  const database = openChecked(path);
  return refuseDamage(path, () => {
    // In one transaction: outside of it every lookup locks the file anew, which takes longer than what it reads.
    database.exec('PRAGMA cache_size = -65536; PRAGMA mmap_size = 268435456; BEGIN');
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
    ...refusingDamage(path, prepareLookups(path, database)),
    close: () => database.close(),
  };
}

function refusingDamage(path: string, lookups: AdvisoryLookups): AdvisoryLookups {
  return {
    find: (ecosystem, name) => refuseDamage(path, () => lookups.find(ecosystem, name)),
    findStatements: (ecosystem, name) => refuseDamage(path, () => lookups.findStatements(ecosystem, name)),
    findRelated: (id) => refuseDamage(path, () => lookups.findRelated(id)),
    findExploited: (id) => refuseDamage(path, () => lookups.findExploited(id)),
    findPrediction: (id) => refuseDamage(path, () => lookups.findPrediction(id)),
    findMetadata: (id) => refuseDamage(path, () => lookups.findMetadata(id)),
  };
}
