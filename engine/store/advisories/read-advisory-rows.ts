import type { DatabaseSync } from 'node:sqlite';
import type { AdvisoryRow, PartRow } from '../../gather/advisories/to-advisory-row.ts';

/**
 * Every advisory of a database as it is stored, with its parts.
 *
 * out     in order of number, or of id where that is asked for
 * cost    parts are sorted once, outside of memory where there are many
 */
export function* readAdvisoryRows(database: DatabaseSync, order: 'number' | 'id' = 'number'): Generator<AdvisoryRow> {
  const by = order === 'id' ? 'advisory.id' : 'affected.advisory';
  const parts = database
    .prepare(
      `SELECT affected.advisory AS number, ecosystem, key, entries FROM affected JOIN package ON package.number = package
       JOIN advisory ON advisory.number = affected.advisory ORDER BY ${by}, ecosystem, key`,
    )
    .iterate();
  const aliases = groupAliases(database);
  let part = parts.next();
  for (const row of database
    .prepare(`SELECT number, id, database, rank, newest, head FROM advisory ORDER BY ${order}`)
    .iterate()) {
    const own: PartRow[] = [];
    for (; !part.done && part.value.number === row.number; part = parts.next()) {
      const { ecosystem, key, entries } = part.value;
      own.push({ ecosystem: String(ecosystem), key: String(key), entries: String(entries) });
    }
    yield {
      id: String(row.id),
      database: String(row.database),
      rank: String(row.rank),
      newest: String(row.newest),
      head: String(row.head),
      aliases: aliases.all(Number(row.number)),
      parts: own,
    };
  }
}

function groupAliases(database: DatabaseSync): { all(number: number): readonly string[] } {
  const byNumber = new Map<number, string[]>();
  for (const { id, advisory } of database.prepare('SELECT id, advisory FROM alias ORDER BY id').iterate()) {
    const list = byNumber.get(Number(advisory)) ?? [];
    list.push(String(id));
    byNumber.set(Number(advisory), list);
  }
  return { all: (number) => byNumber.get(number) ?? [] };
}
