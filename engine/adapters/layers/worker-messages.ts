import type { LayerInput, LayerLimits, LayerSubject } from './layer-input.ts';
import type { BlobReading } from './read-blob.ts';

/** How many chunks of a stream may be on their way to a worker. */
export const chunksAhead = 8;

/** What the pool tells a worker. */
export type ToWorker =
  | {
      readonly kind: 'read';
      readonly layer: LayerSubject;
      /** Undefined when chunks follow. */
      readonly file?: Extract<LayerInput, { kind: 'file' }>;
      readonly limits: LayerLimits;
      readonly linkTargets: readonly string[];
    }
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly message: string };

/** What a worker tells the pool. `more`: one chunk was taken. */
export type FromWorker = { readonly kind: 'more' } | ({ readonly kind: 'done' } & BlobReading);
