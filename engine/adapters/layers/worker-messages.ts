import type { AddedKnowledge } from '../../gather/packages/all.ts';
import type { LayerReading } from '../../model/layer.ts';
import type { Part } from './gather-parts.ts';
import type { LayerInput, LayerLimits, LayerSubject } from './layer-input.ts';
import type { Unpacked } from './unpack-blob.ts';

/** How much of a stream may be on its way to a worker: with as many pulls at a time as workers, what is in flight is bounded. */
export const bytesAhead = 4 * 1024 * 1024;

/** What the pool tells a worker. */
export type ToWorker =
  | {
      readonly kind: 'read';
      readonly layer: LayerSubject;
      /** What follows: the blob or the tar in chunks, or nothing, since the worker reads the file. */
      readonly fed: 'blob' | 'tar' | 'nothing';
      /** Unless the blob is fed; links may ask for a second pass over it. */
      readonly file?: Extract<LayerInput, { kind: 'file' }>;
      readonly limits: LayerLimits;
      readonly knowledge: AddedKnowledge;
      readonly fileDigests: boolean;
    }
  | { readonly kind: 'chunk'; readonly bytes: Part }
  /** `unpacked`: where it was the tar. */
  | { readonly kind: 'end'; readonly unpacked?: Unpacked }
  | { readonly kind: 'failed'; readonly message: string };

/** What a worker tells the pool. `more`: a chunk of so many bytes was taken; `used`: one of a tar was read, and its memory may be used again. */
export type FromWorker =
  | { readonly kind: 'more'; readonly bytes: number }
  | { readonly kind: 'used'; readonly memory: ArrayBuffer }
  | { readonly kind: 'done'; readonly reading: LayerReading };
