import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { ecosystemWithoutRelease } from '../../formats/ecosystem/ecosystem.ts';
import { ecosystemOfEntry, type PackedEntry } from '../../gather/advisories/pack-entries.ts';
import { contentOfRank, dateOfRank } from '../../gather/advisories/rank.ts';
import type { Snapshot } from '../../model/advisory.ts';
import { readAbout, writeAbout } from './read-about.ts';

/**
 * Writes down what the database holds: the snapshot's id and date, and the ecosystems.
 *
 * in      releases that were written since; undefined where something was removed, so that all are looked for again
 * out     dates of files are no content, so they do not count; the id is a digest over every record in order of id: the same content gives the same id, whatever the order or time of import
 */
export function writeSnapshot(database: DatabaseSync, written: ReadonlySet<string> | undefined): Snapshot {
  const snapshot = { id: `sha256:${digestOf(database)}`, asOf: newestOf(database) };
  const known = readAbout<readonly string[]>(database, 'releases') ?? [];
  const releases = written ? [...new Set([...known, ...written])].toSorted() : releasesOf(database);
  const ecosystems = [...new Set(releases.map(ecosystemWithoutRelease))].toSorted();
  writeAbout(database, { snapshot, releases, ecosystems });
  return snapshot;
}

function digestOf(database: DatabaseSync): string {
  const sum = createHash('sha256');
  for (const row of database.prepare('SELECT id, rank FROM advisory ORDER BY id').iterate())
    sum.update(`${row.id} ${contentOfRank(String(row.rank))}\n`);
  for (const row of database.prepare('SELECT id, publisher, rank FROM metadata ORDER BY id, publisher').iterate())
    sum.update(`${row.publisher} ${row.id} ${contentOfRank(String(row.rank))}\n`);
  for (const table of ['exploited', 'prediction'])
    for (const row of database.prepare(`SELECT content FROM ${table} ORDER BY id`).iterate()) sum.update(`${row.content}\n`);
  return sum.digest('hex');
}

function newestOf(database: DatabaseSync): string {
  const dates = textsOf(
    database,
    `SELECT max(newest) AS text FROM advisory UNION SELECT max(rank) FROM advisory WHERE instr(rank, ' ~') = 0
     UNION SELECT max(rank) FROM metadata WHERE instr(rank, ' ~') = 0 UNION SELECT max(content ->> 'addedOn') FROM exploited UNION SELECT max(rank) FROM prediction WHERE rank NOT LIKE ' %'`,
  );
  const instants = dates.map((text) => (text.includes(' ') ? dateOfRank(text) : text)).filter((date) => date !== '');
  return (
    instants
      .map((date) => (date.length === 10 ? `${date}T00:00:00Z` : date))
      .toSorted()
      .at(-1) ?? '1970-01-01T00:00:00Z'
  );
}

function releasesOf(database: DatabaseSync): readonly string[] {
  const rows = database.prepare('SELECT entries FROM affected').iterate();
  const releases = new Set<string>();
  for (const { entries } of rows)
    for (const entry of JSON.parse(`[${entries}]`) as readonly PackedEntry[]) releases.add(ecosystemOfEntry(entry));
  return [...releases].toSorted();
}

function textsOf(database: DatabaseSync, sql: string): readonly string[] {
  return database
    .prepare(sql)
    .all()
    .map(({ text }) => text)
    .filter((text) => typeof text === 'string');
}
