import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { ecosystemWithoutRelease, packageKey } from '../../formats/ecosystem/ecosystem.ts';
import type { FeedItem } from '../../gather/advisories/feed.ts';
import type { Advisory } from '../../model/advisory.ts';
import { packEntries } from './pack-entries.ts';
import type { AdvisoryHead } from './schema.ts';

/** Puts what feeds state into an open advisory database, one item after another. */
export type WriteItem = (item: FeedItem) => void;

/**
 * Merges items into the database. Of two records with one id the later modified stays; of two with the same date the one whose
 * digest is greater, so that the order of import does not matter. Of exploitation dates the earlier entry's, of predictions the later stays.
 *
 * in      a database with the tables of `schema`, in a transaction
 */
export function createAdvisoryWriter(database: DatabaseSync): WriteItem {
  const writeAdvisory = createRecordWriter(database);
  const writeExploited = createRowWriter(database, 'exploited');
  const writePrediction = createRowWriter(database, 'prediction');
  return (item) => {
    if (item.kind === 'advisory') writeAdvisory(item.advisory);
    else if (item.kind === 'exploited') writeExploited(item.exploited.id, '', item.exploited);
    else writePrediction(item.prediction.id, item.prediction.asOf ?? '', item.prediction);
  };
}

/** `ON CONFLICT` keeps whichever row ranks higher: by date, then by the text itself. */
function createRowWriter(
  database: DatabaseSync,
  table: 'exploited' | 'prediction',
): (id: string, date: string, content: object) => void {
  const insert = database.prepare(`INSERT INTO ${table} (id, rank, content) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET rank = excluded.rank, content = excluded.content WHERE excluded.rank > rank`);
  return (id, date, content) => {
    const text = JSON.stringify(content);
    insert.run(id, `${date} ${text}`, text);
  };
}

function createRecordWriter(database: DatabaseSync): (advisory: Advisory) => void {
  const find = database.prepare('SELECT number, rank FROM advisory WHERE id = ?');
  const insert = database.prepare('INSERT INTO advisory (id, database, rank, newest, head) VALUES (?, ?, ?, ?, ?)');
  const remove = [
    'DELETE FROM advisory WHERE number = ?',
    'DELETE FROM affected WHERE advisory = ?',
    'DELETE FROM alias WHERE advisory = ?',
  ];
  const removals = remove.map((sql) => database.prepare(sql));
  const writeParts = createPartWriter(database);
  return (advisory) => {
    const rank = rankOf(advisory);
    const known = find.get(advisory.id);
    if (known && String(known.rank) >= rank) return;
    if (known) for (const removal of removals) removal.run(Number(known.number));
    const dates = [advisory.publishedAt, advisory.modifiedAt, advisory.withdrawnAt].filter((date) => date !== undefined);
    const newest = dates.reduce((a, b) => (a > b ? a : b));
    const shown = newest === advisory.modifiedAt ? '' : newest;
    const { lastInsertRowid } = insert.run(advisory.id, advisory.database, rank, shown, JSON.stringify(headOf(advisory)));
    writeParts(advisory, Number(lastInsertRowid));
  };
}

/** A function of the content alone: when it was last changed, then a digest over all of it. */
function rankOf(advisory: Advisory): string {
  return `${advisory.modifiedAt} ${createHash('sha256').update(JSON.stringify(advisory)).digest('base64url')}`;
}

function headOf({ affected, ...head }: Advisory): AdvisoryHead {
  const stated = affected.flatMap((entry) => entry.severities);
  if (stated.length === 0) return head;
  const distinct = new Map([...head.severities, ...stated].map((statement) => [JSON.stringify(statement), statement]));
  return { ...head, stated: [...distinct.values()] };
}

function createPartWriter(database: DatabaseSync): (advisory: Advisory, number: number) => void {
  const numberOf = createPackageNumbers(database);
  const insertAffected = database.prepare('INSERT INTO affected (package, advisory, entries) VALUES (?, ?, ?)');
  const insertAlias = database.prepare('INSERT INTO alias (id, advisory) VALUES (?, ?)');
  return (advisory, number) => {
    for (const alias of advisory.aliases) insertAlias.run(alias, number);
    const entries = Map.groupBy(advisory.affected, ({ ecosystem, name }) =>
      numberOf(ecosystemWithoutRelease(ecosystem), packageKey(ecosystem, name)),
    );
    for (const [item, list] of entries) {
      const key = list[0] ? packageKey(list[0].ecosystem, list[0].name) : '';
      insertAffected.run(item, number, packEntries(list, key));
    }
  };
}

function createPackageNumbers(database: DatabaseSync): (ecosystem: string, key: string) => number {
  const find = database.prepare('SELECT number FROM package WHERE ecosystem = ? AND key = ?');
  const insert = database.prepare('INSERT INTO package (ecosystem, key) VALUES (?, ?)');
  const known = new Map<string, number>();
  return (ecosystem, key) => {
    const text = `${ecosystem}\n${key}`;
    const number = known.get(text) ?? findOrInsert(find, insert, [ecosystem, key]);
    known.set(text, number);
    return number;
  };
}

function findOrInsert(find: StatementSync, insert: StatementSync, values: readonly [string, string]): number {
  return Number(find.get(...values)?.number ?? insert.run(...values).lastInsertRowid);
}
