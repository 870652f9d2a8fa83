import type { FeedPart } from '../../gather/advisories/feed-file.ts';

/** What could not be read of a file, as one of its parts. */
export function toGapPart(code: string, path: string, detail: string, line?: number): FeedPart {
  return { kind: 'gap', gap: { code, unit: 'adapters/advisories', path, ...(line !== undefined && { line }), detail } };
}
