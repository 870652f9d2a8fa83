import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { contentOfRank, dateOfRank } from '../../gather/advisories/rank.ts';
import type { AdvisoryRow } from '../../gather/advisories/to-advisory-row.ts';
import type { Written } from './advisory-writer.ts';

/** Writes advisories, and removes them. */
export interface AdvisoryRowWriter {
  write(row: AdvisoryRow): Written;
  /** Removes advisories whose id begins so and that are older than a date; tells the databases of each. */
  removeOlder(prefix: string, date: string): readonly string[];
  /** Removes the parts of advisories that were replaced: one pass over the tables for all of them. */
  finish(): number;
}

/** The part of the database that advisories are in. Parts of an advisory that was replaced stay until `finish`, under a number that nobody has. */
export function createAdvisoryRowWriter(database: DatabaseSync): AdvisoryRowWriter {
  const first = Number(database.prepare('SELECT coalesce(max(number), 0) AS last FROM advisory').get()?.last) + 1;
  const find = database.prepare('SELECT number, rank, head FROM advisory WHERE id = ?');
  const remove = database.prepare('DELETE FROM advisory WHERE number = ?');
  const redate = database.prepare('UPDATE advisory SET rank = ? WHERE number = ?');
  const older = database.prepare('SELECT number, database FROM advisory WHERE id >= ? AND id < ? AND rank < ?');
  const put = createInsertion(database, first);
  const isTwice = createDoubles(first);
  const gone: number[] = [];
  const drop = (number: number) => {
    remove.run(number);
    gone.push(number);
  };
  return {
    write(row) {
      const written = (outcome: Written['outcome'], twice = false) => ({ outcome, twice, source: row.database });
      if (put(row)) return written('new');
      const known = find.get(row.id);
      const [number, rank] = [Number(known?.number), String(known?.rank)];
      const isSame = digestOf(rank) === digestOf(row.rank);
      const twice = isTwice(number, isSame);
      if (rank >= row.rank) return written(isSame ? 'same' : 'older', twice);
      if (isSame) {
        redate.run(row.rank, number);
        return written('same', twice);
      }
      drop(number);
      put(row);
      const isWithdrawn = !isWithdrawnHead(String(known?.head)) && isWithdrawnHead(row.head);
      return written(isWithdrawn ? 'withdrawn' : 'changed', twice);
    },
    removeOlder(prefix, date) {
      const found = older.all(prefix, `${prefix}\uffff`, date);
      for (const { number } of found) drop(Number(number));
      return found.map((row) => String(row.database));
    },
    finish: () => removeParts(database, gone),
  };
}

/** Says whether a row could be put in: not where its id is taken. */
function createInsertion(database: DatabaseSync, first: number): (row: AdvisoryRow) => boolean {
  const insert = database.prepare(
    'INSERT OR IGNORE INTO advisory (number, id, database, rank, newest, head) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const writeParts = createPartWriter(database);
  let next = first;
  return (row) => {
    const { id, database: publisher, rank, newest, head } = row;
    if (Number(insert.run(next, id, publisher, rank, newest, head).changes) === 0) return false;
    writeParts(row, next);
    next += 1;
    return true;
  };
}

/** Whether this import brought an advisory before, with another content. What was there before it is no double. */
function createDoubles(first: number): (number: number, isSame: boolean) => boolean {
  /** Advisories of before that were met again, and whether always with the content that they have. */
  const met = new Map<number, boolean>();
  return (number, isSame) => {
    const earlier = number >= first ? true : met.get(number);
    if (number < first) met.set(number, isSame && earlier !== false);
    return earlier !== undefined && !(earlier && isSame);
  };
}

function digestOf(rank: string): string {
  const content = contentOfRank(rank);
  return content === rank ? rank.slice(dateOfRank(rank).length) : content;
}

function isWithdrawnHead(head: string): boolean {
  return (JSON.parse(head) as { withdrawnAt?: string }).withdrawnAt !== undefined;
}

function removeParts(database: DatabaseSync, gone: readonly number[]): number {
  if (gone.length === 0) return 0;
  database.exec('CREATE TEMP TABLE gone (number INTEGER PRIMARY KEY)');
  const insert = database.prepare('INSERT INTO gone (number) VALUES (?)');
  for (const number of gone) insert.run(number);
  for (const table of ['affected', 'alias']) database.exec(`DELETE FROM ${table} WHERE advisory IN (SELECT number FROM gone)`);
  database.exec('DROP TABLE gone');
  return gone.length;
}

function createPartWriter(database: DatabaseSync): (row: AdvisoryRow, number: number) => void {
  const numberOf = createPackageNumbers(database);
  const insertAffected = database.prepare('INSERT INTO affected (package, advisory, entries) VALUES (?, ?, ?)');
  const insertAlias = database.prepare('INSERT OR IGNORE INTO alias (id, advisory) VALUES (?, ?)');
  return ({ aliases, parts }, number) => {
    for (const alias of aliases) insertAlias.run(alias, number);
    for (const { ecosystem, key, entries } of parts) insertAffected.run(numberOf(ecosystem, key), number, entries);
  };
}

const mostKnown = 500_000;

function createPackageNumbers(database: DatabaseSync): (ecosystem: string, key: string) => number {
  const find = database.prepare('SELECT number FROM package WHERE ecosystem = ? AND key = ?');
  const insert = database.prepare('INSERT INTO package (ecosystem, key) VALUES (?, ?)');
  const known = new Map<string, number>();
  return (ecosystem, key) => {
    const text = `${ecosystem}\n${key}`;
    const number = known.get(text) ?? findOrInsert(find, insert, [ecosystem, key]);
    if (known.size >= mostKnown) known.clear();
    known.set(text, number);
    return number;
  };
}

function findOrInsert(find: StatementSync, insert: StatementSync, values: readonly [string, string]): number {
  return Number(find.get(...values)?.number ?? insert.run(...values).lastInsertRowid);
}
