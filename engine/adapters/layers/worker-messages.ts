import type { AddedKnowledge } from '../../gather/packages/all.ts';
import type { LayerReading } from '../../model/layer.ts';
import type { LayerInput, LayerLimits, LayerSubject } from './layer-input.ts';

/** How much of a stream may be on its way to a worker: with as many pulls at a time as workers, what is in flight is bounded. */
export const bytesAhead = 4 * 1024 * 1024;

/** What the pool tells a worker. */
export type ToWorker =
  | {
      readonly kind: 'read';
      readonly layer: LayerSubject;
      /** Undefined when chunks follow. */
      readonly file?: Extract<LayerInput, { kind: 'file' }>;
      readonly limits: LayerLimits;
      readonly knowledge: AddedKnowledge;
    }
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly message: string };

/** What a worker tells the pool. `more`: a chunk of so many bytes was taken. */
export type FromWorker =
  | { readonly kind: 'more'; readonly bytes: number }
  | { readonly kind: 'done'; readonly reading: LayerReading };
