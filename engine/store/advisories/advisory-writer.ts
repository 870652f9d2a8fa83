import type { DatabaseSync } from 'node:sqlite';
import type { FeedItem, FeedReading } from '../../gather/advisories/feed.ts';
import { createAdvisoryRowWriter } from './advisory-row-writer.ts';
import { createPlainRowWriter } from './plain-row-writer.ts';
import { readAbout, writeAbout } from './read-about.ts';
import { type AdvisoryRow, toAdvisoryRow, toRank } from './to-advisory-row.ts';

/**
 * What became of an item: `new`; `changed` or `withdrawn` where it took an earlier one's place; `same`; `older` where what is there
 * is later. `twice`: this import brought another content under the same id.
 */
export interface Written {
  readonly outcome: 'new' | 'changed' | 'withdrawn' | 'same' | 'older';
  readonly twice: boolean;
  /** The database of an advisory, else `cve metadata`, `known exploited`, `predictions`. */
  readonly source: string;
}

/** A row of one of the tables that hold an id, a rank and a text. */
export interface PlainRow {
  readonly table: 'exploited' | 'prediction' | 'metadata';
  readonly id: string;
  readonly publisher: string;
  readonly rank: string;
  readonly content: string;
}

/** Puts what feeds state into an open advisory database. */
export interface AdvisoryWriter {
  write(item: FeedItem): Written;
  writeRow(row: AdvisoryRow): Written;
  writePlain(row: PlainRow): Written;
  /** Whether a document that is the whole of its source is to be read: not when a later one was. */
  accepts(replaces: FeedReading['replaces']): boolean;
  /** After such a document: removes what it does not name, and tells the databases of what was removed. */
  replace(replaces: FeedReading['replaces']): readonly string[];
  /** Releases of the ecosystems that were written, as advisories spell them. */
  readonly releases: Set<string>;
  /** Removes what is left of replaced advisories, and tells how many there were. */
  finish(): number;
}

const sources = { exploited: 'known exploited', prediction: 'predictions', metadata: 'cve metadata' } as const;

/**
 * Merges items into the database. Of two records with one id the later modified stays; of two with the same date the one whose
 * digest is greater, so that the order of import does not matter. Of exploitation dates the earlier entry's, of predictions the later stays.
 *
 * in      a database with the tables of `schema`, in a transaction
 */
export function createAdvisoryWriter(database: DatabaseSync): AdvisoryWriter {
  const rows = createAdvisoryRowWriter(database);
  const writeText = createPlainRowWriter(database);
  const releases = new Set<string>();
  const writePlain = (row: PlainRow): Written => ({ ...writeText(row), source: sources[row.table] });
  return {
    releases,
    writeRow: rows.write,
    writePlain,
    write(item) {
      if (item.kind !== 'advisory') return writePlain(toPlainRow(item));
      for (const { ecosystem } of item.advisory.affected) releases.add(ecosystem);
      return rows.write(toAdvisoryRow(item.advisory, item.undated === true));
    },
    accepts: (replaces) => !replaces || (readAbout<string>(database, `whole ${replaces.prefix}`) ?? '') <= replaces.asOf,
    replace(replaces) {
      if (!replaces) return [];
      writeAbout(database, { [`whole ${replaces.prefix}`]: replaces.asOf });
      return rows.removeOlder(replaces.prefix, replaces.asOf);
    },
    finish: rows.finish,
  };
}

function toPlainRow(item: Exclude<FeedItem, { kind: 'advisory' }>): PlainRow {
  if (item.kind === 'metadata') {
    const { modifiedAt = '', ...rest } = item.metadata;
    const content = JSON.stringify(item.undated ? rest : item.metadata);
    const rank = toRank(modifiedAt, item.undated === true, content);
    return { table: 'metadata', id: rest.id, publisher: item.publisher, rank, content };
  }
  const stated = item.kind === 'exploited' ? item.exploited : item.prediction;
  const content = JSON.stringify(stated);
  const date = item.kind === 'prediction' ? (item.prediction.asOf ?? '') : '';
  const table = item.kind;
  return { table, id: stated.id, publisher: '', rank: `${date} ${content}`, content };
}
