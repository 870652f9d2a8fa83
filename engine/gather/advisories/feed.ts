import type { Content } from '../../formats/content.ts';
import type { JsonMember } from '../../formats/json/split-members.ts';
import type { Advisory, CveMetadata, ExploitPrediction, KnownExploited } from '../../model/advisory.ts';
import type { Reading } from '../../model/reading.ts';

/** Something that a feed states, told apart by `kind`. `undated`: its date is the document's, which is no content. */
export type FeedItem =
  | { readonly kind: 'advisory'; readonly advisory: Advisory; readonly undated?: true }
  | { readonly kind: 'metadata'; readonly metadata: CveMetadata; readonly publisher: MetadataPublisher; readonly undated?: true }
  | { readonly kind: 'exploited'; readonly exploited: KnownExploited }
  | { readonly kind: 'prediction'; readonly prediction: ExploitPrediction };

/** Who publishes metadata of CVEs; of each the latest record of a CVE is kept. */
export type MetadataPublisher = 'cve-list' | 'nvd' | 'cve-meta';

/** What a document is the whole of. */
export interface Replacement {
  readonly prefix: string;
  /** ISO 8601 UTC; of two such documents the later one holds. */
  readonly asOf: string;
  /** More readings of the document follow: nothing is gone before the last. */
  readonly hasMore?: true;
}

/** What a document held. */
export interface FeedReading extends Reading<FeedItem> {
  /**
   * The document is the whole of what its source says of ids with this prefix: earlier advisories that it does not name are gone.
   */
  readonly replaces?: Replacement;
}

/**
 * One format that advisories are published in. A frozen plain object: no state, no I/O.
 * The importer unpacks archives, splits JSON lines, and offers each document to the feeds in order.
 */
export interface Feed {
  /** Same as the folder name. */
  readonly id: string;
  readonly about: {
    readonly title: string;
    /** Where the format is defined; an https address. */
    readonly source: string;
    readonly limits: readonly string[];
  };
  /** Is this document ours? By its content, never by its name alone. */
  recognizes(document: FeedDocument): boolean;
  read(document: FeedDocument): FeedReading;
  /**
   * Reads a large document of the feed a member at a time; absent where the whole of it is needed at once.
   *
   * in      a document whose `json` holds only its first members, and of long lists their first items; all of its members
   */
  readParts?(document: FeedDocument, members: Iterable<JsonMember>): Iterable<FeedReading>;
}

/** One document: a JSON value, a large JSON object by its bytes, or text that is not JSON. */
export interface FeedDocument {
  /** Name for gaps: `go.jsonl.gz`, `all.zip!/GO-2023-1234.json`. */
  readonly path: string;
  /** 1-based line in a file of JSON lines. */
  readonly line?: number;
  readonly json?: unknown;
  readonly text?: string;
  /** UTF-8, an object by its outline; in place of `json`. Gone when the next document is asked for. */
  readonly large?: Content;
  /** Of the document as text, where it was measured. */
  readonly sizeBytes?: number;
  /** When the file was published or written, ISO 8601 UTC: for formats that state no date. */
  readonly dateAt?: string;
}
