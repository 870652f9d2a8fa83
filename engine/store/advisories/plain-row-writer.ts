import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { contentOfRank } from '../../gather/advisories/rank.ts';
import type { PlainRow } from '../../gather/advisories/to-plain-row.ts';
import type { Written } from './advisory-writer.ts';

/** Writes rows of an id, a rank and a text; whichever ranks higher stays: by date, then by the text itself. */
export function createPlainRowWriter(database: DatabaseSync): (row: PlainRow) => Omit<Written, 'source'> {
  const tables = {
    exploited: prepare(database, 'exploited', false),
    prediction: prepare(database, 'prediction', false),
    metadata: prepare(database, 'metadata', true),
  };
  return ({ table, id, publisher, rank, content }) => {
    const { insert, find, update, keyed } = tables[table];
    const key = keyed ? [id, publisher] : [id];
    if (Number(insert.run(...key, rank, content).changes) > 0) return { outcome: 'new', twice: false };
    const known = String(find.get(...key)?.rank);
    if (known >= rank) return { outcome: known === rank ? 'same' : 'older', twice: false };
    update.run(rank, content, ...key);
    return { outcome: contentOfRank(known) === contentOfRank(rank) ? 'same' : 'changed', twice: false };
  };
}

interface Statements {
  readonly insert: StatementSync;
  readonly find: StatementSync;
  readonly update: StatementSync;
  /** Whether the publisher is part of the key. */
  readonly keyed: boolean;
}

function prepare(database: DatabaseSync, table: PlainRow['table'], keyed: boolean): Statements {
  const where = keyed ? 'id = ? AND publisher = ?' : 'id = ?';
  const names = keyed ? 'id, publisher, rank, content' : 'id, rank, content';
  const places = keyed ? '?, ?, ?, ?' : '?, ?, ?';
  return {
    insert: database.prepare(`INSERT OR IGNORE INTO ${table} (${names}) VALUES (${places})`),
    find: database.prepare(`SELECT rank FROM ${table} WHERE ${where}`),
    update: database.prepare(`UPDATE ${table} SET rank = ?, content = ? WHERE ${where}`),
    keyed,
  };
}
