import { feeds } from './all.ts';
import type { FeedDocument, FeedReading } from './feed.ts';

/** What a document held, and which feed read it. */
export interface ReadDocument extends FeedReading {
  /** Id of the feed. */
  readonly feed: string;
}

/**
 * Offers a document to every feed in order; the first that recognizes it reads it.
 *
 * out     undefined when it is no feed's
 * gaps    the feed's own; unit-crashed when reading failed in a way that the feed did not foresee
 */
export function readDocument(document: FeedDocument): ReadDocument | undefined {
  const feed = feeds.find((candidate) => candidate.recognizes(document));
  if (!feed) return undefined;
  try {
    return { feed: feed.id, ...feed.read(document) };
  } catch (error) {
    const { path, line } = document;
    const detail = `the record could not be read: ${error instanceof Error ? error.message : String(error)}`;
    return {
      feed: feed.id,
      items: [],
      gaps: [{ code: 'unit-crashed', unit: `gather/advisories/${feed.id}`, path, ...(line !== undefined && { line }), detail }],
    };
  }
}
