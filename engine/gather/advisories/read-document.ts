import { bytesOf, type Content } from '../../formats/content.ts';
import { splitMembers } from '../../formats/json/split-members.ts';
import { decodeUtf8 } from '../../formats/text/decode-utf8.ts';
import { feeds } from './all.ts';
import type { Feed, FeedDocument, FeedReading } from './feed.ts';

/** What a document held, and which feed read it. */
export interface ReadDocument extends FeedReading {
  /** Id of the feed; undefined where the document breaks off before any is found. */
  readonly feed?: string;
}

/** Enough of a large document's members to tell whose it is. */
const headMembers = 8;
/** The largest document that is parsed whole: parsed it takes ten times its size. The largest of CSAF are a half of it. */
const largestWholeBytes = 64 * 1024 * 1024;

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
    return failed(feed, document, error);
  }
}

/**
 * The same for a document that may be large: one reading, or several of a feed that reads it in parts.
 *
 * gaps    as `readDocument`; json-unreadable where a large document breaks off being JSON; too-large where no feed reads it in parts, and it
 *         has more than 64 MiB
 */
export function* readDocumentParts(document: FeedDocument): Generator<ReadDocument | undefined> {
  const { large, ...rest } = document;
  if (!large) return yield readDocument(document);
  try {
    const head = { ...rest, json: headOf(large) };
    const feed = feeds.find((candidate) => candidate.readParts && candidate.recognizes(head));
    if (feed?.readParts) yield* partsOf(feed, head, large);
    else if (large.sizeBytes <= largestWholeBytes)
      yield readDocument({ ...rest, json: JSON.parse(decodeUtf8(bytesOf(large)) ?? '') });
    else yield unread(document, 'too-large', `the document has more than ${largestWholeBytes} bytes`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    yield unread(document, 'json-unreadable', 'the file is not JSON: it is damaged');
  }
}

function headOf(large: Content): unknown {
  const head: [string, unknown][] = [];
  for (const { name, value, from = 0 } of splitMembers(large)) {
    if (from === 0) head.push([name, value]);
    if (head.length >= headMembers) break;
  }
  return Object.fromEntries(head);
}

function* partsOf(feed: Feed, head: FeedDocument, large: Content): Generator<ReadDocument> {
  try {
    for (const reading of feed.readParts?.(head, splitMembers(large)) ?? []) yield { feed: feed.id, ...reading };
  } catch (error) {
    if (error instanceof SyntaxError) throw error;
    yield failed(feed, head, error);
  }
}

function failed(feed: Feed, document: FeedDocument, error: unknown): ReadDocument {
  const detail = `the record could not be read: ${error instanceof Error ? error.message : String(error)}`;
  return { feed: feed.id, ...unread(document, 'unit-crashed', detail, `gather/advisories/${feed.id}`) };
}

function unread({ path, line }: FeedDocument, code: string, detail: string, unit = 'gather/advisories'): ReadDocument {
  return { items: [], gaps: [{ code, unit, path, ...(line !== undefined && { line }), detail }] };
}
