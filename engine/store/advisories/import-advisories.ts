import type { FeedFile } from '../../gather/advisories/feed-file.ts';
import type { ReadFeeds } from '../../gather/advisories/read-batches.ts';
import type { Snapshot } from '../../model/advisory.ts';
import type { Gap } from '../../model/reading.ts';
import { createAdvisoryWriter } from './advisory-writer.ts';
import type { ChangeCounts } from './count-changes.ts';
import { writeInDraft } from './draft-database.ts';
import { readAbout, writeAbout } from './read-about.ts';
import { readFeedFiles } from './read-feed-files.ts';
import { writeSnapshot } from './write-snapshot.ts';

/** What an import is asked to do. */
export interface ImportRequest {
  /** Where the database is, or is to be. */
  readonly database: string;
  readonly files: readonly FeedFile[];
  /** One after another where nobody says otherwise. */
  readonly readFeeds?: ReadFeeds;
  /** Says what an import would change, and changes nothing. */
  readonly dryRun?: boolean;
  /** Called before each file. */
  readonly onProgress?: (progress: { readonly path: string; readonly done: number; readonly total: number }) => void;
  /** Where files come from; kept for `status`. */
  readonly fetched?: readonly FetchedFeed[];
}

/** Where and when a file was fetched; kept so that `status` can tell how old a source is. */
export interface FetchedFeed {
  /** `osv Go`, `kev`. */
  readonly name: string;
  readonly address: string;
  /** ISO 8601 UTC. */
  readonly fetchedAt: string;
  /** Of the file as it was fetched. */
  readonly sha256: string;
}

/** What one file gave. */
export interface ImportedFile {
  readonly path: string;
  /** Items by feed: `osv`, `kev`, `epss`. Empty when the file was passed over, because no feed knows anything in it. */
  readonly read: Readonly<Record<string, number>>;
}

/** What an import did. */
export interface ImportResult {
  /** Of the whole database afterwards; null when nothing was read and none was written. */
  readonly snapshot: Snapshot | null;
  /** Of the database that was there. */
  readonly before: Snapshot | null;
  /** Items read, over all files. */
  readonly itemsRead: number;
  readonly files: readonly ImportedFile[];
  /** What came in, was replaced and went, by source; sources where nothing did are left out. */
  readonly changes: Readonly<Record<string, ChangeCounts>>;
  readonly gaps: readonly Gap[];
}

/**
 * Imports advisories into a database, which is made when it is not there, and merged into when it is.
 *
 * out     the new database takes the old one's place in one step, at the end; when nothing could be read, the old one stays
 * gaps    those of the files and feeds; document-unknown (a document that no feed knows, in a file that holds others); advisory-twice
 *         (two records with one id: the later one is kept); ecosystem-unknown (once for each, with a count)
 * faults  database-invalid, file-unwritable
 * cost    a hundred thousand records in some seconds; memory for one document, and the pages of the database that are kept
 */
export async function importAdvisories(request: ImportRequest): Promise<ImportResult> {
  const { database, files, fetched = [], dryRun = false } = request;
  return writeInDraft(database, async (open, isThere) => {
    const before = readAbout<Snapshot>(open, 'snapshot') ?? null;
    const writer = createAdvisoryWriter(open);
    const read = await readFeedFiles(files, writer, request);
    const removed = writer.finish();
    const isWorth = read.itemsRead > 0;
    const snapshot = isWorth || isThere ? writeSnapshot(open, removed > 0 ? undefined : writer.releases) : null;
    const told = open.prepare('INSERT OR REPLACE INTO feed (name, value) VALUES (?, ?)');
    for (const feed of fetched) told.run(feed.name, JSON.stringify(feed));
    if (isWorth) writeAbout(open, { schema: 'plimsoll.advisories/v2' });
    return { keep: (isWorth || fetched.length > 0) && !dryRun, result: { snapshot, before, ...read } };
  });
}
