import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Snapshot } from '../../model/advisory.ts';

/**
 * Writes down what the database holds: the snapshot's id and date, and the ecosystems.
 *
 * out     the id is a digest over every record in order of id: the same content gives the same id, whatever the order or time of import
 */
export function writeSnapshot(database: DatabaseSync): Snapshot {
  const snapshot = { id: `sha256:${digestOf(database)}`, asOf: newestOf(database) };
  const releases = textsOf(database, "SELECT DISTINCT value ->> 'e' AS text FROM affected, json_each(entries) ORDER BY text");
  const ecosystems = textsOf(
    database,
    'SELECT DISTINCT ecosystem AS text FROM package JOIN affected ON package = number ORDER BY text',
  );
  const insert = database.prepare('INSERT OR REPLACE INTO about (name, value) VALUES (?, ?)');
  for (const [name, value] of Object.entries({ snapshot, releases, ecosystems })) insert.run(name, JSON.stringify(value));
  return snapshot;
}

function digestOf(database: DatabaseSync): string {
  const hash = createHash('sha256');
  for (const [table, columns] of [
    ['advisory', 'id, rank'],
    ['exploited', 'id, content'],
    ['prediction', 'id, content'],
  ]) {
    for (const row of database.prepare(`SELECT ${columns} FROM ${table} ORDER BY id`).iterate())
      hash.update(`${JSON.stringify(Object.values(row))}\n`);
  }
  return hash.digest('hex');
}

function newestOf(database: DatabaseSync): string {
  const dates = textsOf(
    database,
    `SELECT max(newest) AS text FROM advisory UNION SELECT substr(max(rank), 1, 20) FROM advisory UNION SELECT max(content ->> 'addedOn') FROM exploited
     UNION SELECT max(content ->> 'asOf') FROM prediction`,
  );
  const instants = dates.map((date) => (date.length === 10 ? `${date}T00:00:00Z` : date));
  return instants.toSorted().at(-1) ?? '1970-01-01T00:00:00Z';
}

function textsOf(database: DatabaseSync, sql: string): readonly string[] {
  return database
    .prepare(sql)
    .all()
    .map(({ text }) => text)
    .filter((text) => typeof text === 'string');
}
