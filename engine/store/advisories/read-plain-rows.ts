import type { DatabaseSync } from 'node:sqlite';
import type { PlainRow } from '../../gather/advisories/to-plain-row.ts';

/** Every row of the tables that hold an id, a rank and a text; in order of table and id. */
export function* readPlainRows(database: DatabaseSync): Generator<PlainRow> {
  for (const table of ['exploited', 'prediction', 'metadata'] as const) {
    const publisher = table === 'metadata' ? 'publisher' : "''";
    const sql = `SELECT id, ${publisher} AS publisher, rank, content FROM ${table} ORDER BY id, publisher`;
    for (const row of database.prepare(sql).iterate())
      yield {
        table,
        id: String(row.id),
        publisher: String(row.publisher),
        rank: String(row.rank),
        content: String(row.content),
      };
  }
}
