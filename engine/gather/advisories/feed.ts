import type { Advisory, ExploitPrediction, KnownExploited } from '../../model/advisory.ts';
import type { Reading } from '../../model/reading.ts';

/** Something that a feed states, told apart by `kind`. */
export type FeedItem =
  | { readonly kind: 'advisory'; readonly advisory: Advisory }
  | { readonly kind: 'exploited'; readonly exploited: KnownExploited }
  | { readonly kind: 'prediction'; readonly prediction: ExploitPrediction };

/**
 * One format that advisories are published in. A frozen plain object: no state, no I/O.
 * The importer unpacks gzip and zip, splits JSON lines, and offers each document to the feeds in order.
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
  read(document: FeedDocument): Reading<FeedItem>;
}

/** One document: a JSON value, or text that is not JSON. */
export interface FeedDocument {
  /** Name for gaps: `go.jsonl.gz`, `all.zip!/GO-2023-1234.json`. */
  readonly path: string;
  /** 1-based line in a file of JSON lines. */
  readonly line?: number;
  readonly json?: unknown;
  readonly text?: string;
}
