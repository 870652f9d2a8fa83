import type { DatabaseSync } from 'node:sqlite';
import type { FeedReading } from '../../gather/advisories/feed.ts';
import type { AdvisoryRow } from '../../gather/advisories/to-advisory-row.ts';
import type { PlainRow } from '../../gather/advisories/to-plain-row.ts';
import { createAdvisoryRowWriter } from './advisory-row-writer.ts';
import { createPlainRowWriter } from './plain-row-writer.ts';
import { readAbout, writeAbout } from './read-about.ts';

/**
 * What became of a row: `new`; `changed` or `withdrawn` where it took an earlier one's place; `same`; `older` where what is there
 * is later. `twice`: this import brought another content under the same id.
 */
export interface Written {
  readonly outcome: 'new' | 'changed' | 'withdrawn' | 'same' | 'older';
  readonly twice: boolean;
  /** The database of an advisory, else `cve metadata`, `known exploited`, `predictions`. */
  readonly source: string;
}

/** Puts rows into an open advisory database. */
export interface AdvisoryWriter {
  writeAdvisory(row: AdvisoryRow): Written;
  writePlain(row: PlainRow): Written;
  /** Whether a document that is the whole of its source is to be read: not when a later one was. */
  accepts(replaces: FeedReading['replaces']): boolean;
  /** After such a document, not after a part of it: removes what it does not name, and tells the databases of what was removed. */
  replace(replaces: FeedReading['replaces']): readonly string[];
  /** Releases of the ecosystems that were written, as advisories spell them. */
  readonly releases: Set<string>;
  /** Removes what is left of replaced advisories, and tells how many there were. */
  finish(): number;
}

const sources = { exploited: 'known exploited', prediction: 'predictions', metadata: 'cve metadata' } as const;

/**
 * Merges rows into the database. Of two records with one id the later modified stays; of two with the same date the one whose
 * digest is greater, so that the order of import does not matter. Of exploitation dates the earlier entry's, of predictions the later stays.
 *
 * in      a database with the tables of `schema`, in a transaction
 */
export function createAdvisoryWriter(database: DatabaseSync): AdvisoryWriter {
  const rows = createAdvisoryRowWriter(database);
  const writeText = createPlainRowWriter(database);
  return {
    releases: new Set(),
    writeAdvisory: rows.write,
    writePlain: (row) => ({ ...writeText(row), source: sources[row.table] }),
    accepts: (replaces) => !replaces || (readAbout<string>(database, `whole ${replaces.prefix}`) ?? '') <= replaces.asOf,
    replace(replaces) {
      if (!replaces || replaces.hasMore) return [];
      writeAbout(database, { [`whole ${replaces.prefix}`]: replaces.asOf });
      return rows.removeOlder(replaces.prefix, replaces.asOf);
    },
    finish: rows.finish,
  };
}
