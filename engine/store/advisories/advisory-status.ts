import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Snapshot } from '../../model/advisory.ts';
import { openChecked, refuseDamage } from './open-advisory-database.ts';

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
}

/**
 * What an advisory database holds.
 *
 * faults  database-missing, database-invalid
 */
export function readAdvisoryStatus(path: string): AdvisoryStatus {
  const database = openChecked(path);
  try {
    return refuseDamage(path, () => readStatus(path, database));
  } finally {
    database.close();
  }
}

function readStatus(path: string, database: DatabaseSync): AdvisoryStatus {
  const about = new Map(
    database
      .prepare('SELECT name, value FROM about')
      .all()
      .map(({ name, value }) => [name, JSON.parse(String(value))]),
  );
  const counts = database.prepare('SELECT database, count(*) AS count FROM advisory GROUP BY database ORDER BY database').all();
  return {
    snapshot: about.get('snapshot') as Snapshot,
    advisories: Object.fromEntries(counts.map((row) => [String(row.database), Number(row.count)])),
    exploited: countOf(database, 'exploited'),
    predictions: countOf(database, 'prediction'),
    ecosystems: about.get('releases') as readonly string[],
    sizeBytes: statSync(path).size,
  };
}

function countOf(database: DatabaseSync, table: 'exploited' | 'prediction'): number {
  return Number(database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count);
}
