import type { DatabaseSync } from 'node:sqlite';
import type { FeedReading } from '../../gather/advisories/feed.ts';

/** Which sources a database holds the whole of, and as of when. */
export function readWholes(database: DatabaseSync): readonly NonNullable<FeedReading['replaces']>[] {
  const rows = database.prepare("SELECT name, value FROM about WHERE name LIKE 'whole %' ORDER BY name").all();
  return rows.map(({ name, value }) => ({
    prefix: String(name).slice('whole '.length),
    asOf: String(JSON.parse(String(value))),
  }));
}
