import type { Gap } from '../../model/reading.ts';
import type { FeedDocument } from './feed.ts';

/** Documents out of a file, in order; a packed advisory database, unpacked at `place` until the next part is asked for; or why there is none. */
export type FeedPart =
  | { readonly kind: 'documents'; readonly documents: readonly FeedDocument[] }
  | { readonly kind: 'database'; readonly place: string }
  | { readonly kind: 'gap'; readonly gap: Gap };

/**
 * A file that may hold advisories; what the importer is handed. `adapters/advisories` finds them on disk.
 */
export interface FeedFile {
  /** Relative to the folder that was named; for gaps and messages. */
  readonly path: string;
  /** Where it is, so that another thread can read it; undefined for what is only in memory. */
  readonly place?: { readonly file: string; readonly sizeBytes: number };
  /** Reads it, one document after another. A file that is not text gives nothing. */
  read(): Iterable<FeedPart> | AsyncIterable<FeedPart>;
}
