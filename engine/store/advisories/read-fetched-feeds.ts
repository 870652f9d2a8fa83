import { existsSync } from 'node:fs';
import type { FetchedFeed } from './import-advisories.ts';
import { openChecked, refuseDamage } from './open-checked.ts';

/**
 * The files that were fetched into a database, by name; none where there is no database.
 *
 * faults  database-invalid
 */
export function readFetchedFeeds(path: string): ReadonlyMap<string, FetchedFeed> {
  if (!existsSync(path)) return new Map();
  using database = openChecked(path);
  const rows = refuseDamage(path, () => database.prepare('SELECT name, value FROM feed ORDER BY name').all());
  return new Map(rows.map(({ name, value }) => [String(name), JSON.parse(String(value)) as FetchedFeed]));
}
