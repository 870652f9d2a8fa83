import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { dateOfRank } from '../../gather/advisories/rank.ts';
import type { Snapshot } from '../../model/advisory.ts';
import type { FetchedFeed } from './import-advisories.ts';
import { listSnapshots } from './kept-snapshots.ts';
import { openChecked, refuseDamage } from './open-checked.ts';
import { readAbout } from './read-about.ts';
import { readFetchedFeeds } from './read-fetched-feeds.ts';

/** How much there is of one source, and how new the newest of it is. */
export interface SourceStatus {
  /** The database of advisories; `known exploited (CISA KEV)`, `predictions (EPSS)`; `cve metadata (nvd)`. */
  readonly source: string;
  readonly records: number;
  /** ISO date; absent where the records state none. */
  readonly newest?: string;
}

/** What an advisory database holds. */
export interface AdvisoryStatus {
  readonly snapshot: Snapshot;
  /** Advisories by the database that publishes them. */
  readonly advisories: Readonly<Record<string, number>>;
  readonly exploited: number;
  readonly predictions: number;
  /** With release. */
  readonly ecosystems: readonly string[];
  readonly sizeBytes: number;
  /** Every source with the date of its newest record. */
  readonly sources: readonly SourceStatus[];
  /** What was fetched, and when; nothing for what was carried in. */
  readonly fetched: readonly FetchedFeed[];
  /** Snapshots that were kept. */
  readonly kept: number;
}

/**
 * What an advisory database holds.
 *
 * faults  database-missing, database-invalid
 */
export function readAdvisoryStatus(path: string): AdvisoryStatus {
  using database = openChecked(path);
  return refuseDamage(path, () => readStatus(path, database));
}

function readStatus(path: string, database: DatabaseSync): AdvisoryStatus {
  const advisories = countAdvisories(database);
  const others = countOthers(database);
  return {
    snapshot: readAbout<Snapshot>(database, 'snapshot') ?? { id: '', asOf: '' },
    advisories: Object.fromEntries(advisories.map(({ source, records }) => [source, records])),
    exploited: recordsOf(others, exploited),
    predictions: recordsOf(others, predictions),
    ecosystems: readAbout<readonly string[]>(database, 'releases') ?? [],
    sizeBytes: statSync(path).size,
    sources: [...advisories, ...others],
    fetched: [...readFetchedFeeds(path).values()],
    kept: listSnapshots(path).length,
  };
}

const exploited = 'known exploited (CISA KEV)';
const predictions = 'predictions (EPSS)';

function countAdvisories(database: DatabaseSync): readonly SourceStatus[] {
  const rows = database
    .prepare('SELECT database, count(*) AS records, max(rank) AS rank FROM advisory GROUP BY database ORDER BY database')
    .all();
  return rows.map((row) => toStatus(String(row.database), row.records, dateOfRank(String(row.rank))));
}

function countOthers(database: DatabaseSync): readonly SourceStatus[] {
  const one = (sql: string) => database.prepare(sql).get();
  const known = one("SELECT count(*) AS records, max(content ->> 'addedOn') AS newest FROM exploited");
  const predicted = one('SELECT count(*) AS records, max(rank) AS rank FROM prediction');
  const metadata = database
    .prepare('SELECT publisher, count(*) AS records, max(rank) AS rank FROM metadata GROUP BY publisher ORDER BY publisher')
    .all();
  return [
    toStatus(exploited, known?.records, String(known?.newest ?? '')),
    toStatus(predictions, predicted?.records, dateOfRank(String(predicted?.rank ?? ''))),
    ...metadata.map((row) => toStatus(`cve metadata (${row.publisher})`, row.records, dateOfRank(String(row.rank)))),
  ];
}

function toStatus(source: string, records: unknown, newest: string): SourceStatus {
  return { source, records: Number(records), ...(newest && { newest: newest.slice(0, 10) }) };
}

function recordsOf(all: readonly SourceStatus[], source: string): number {
  return all.find((one) => one.source === source)?.records ?? 0;
}
