import type { DatabaseSync } from 'node:sqlite';

/** One of the values that a database says about itself. */
export function readAbout<Value>(database: DatabaseSync, name: string): Value | undefined {
  const value = database.prepare('SELECT value FROM about WHERE name = ?').get(name)?.value;
  return typeof value === 'string' ? (JSON.parse(value) as Value) : undefined;
}

/** Writes values that a database says about itself. */
export function writeAbout(database: DatabaseSync, values: Readonly<Record<string, unknown>>): void {
  const insert = database.prepare('INSERT OR REPLACE INTO about (name, value) VALUES (?, ?)');
  for (const [name, value] of Object.entries(values)) insert.run(name, JSON.stringify(value));
}
