import type { LayerReference } from '../../model/image.ts';
import type { LayerReading } from '../../model/layer.ts';
import type { LayerCache } from './layer-cache.ts';
import type { LayerInput } from './layer-input.ts';
import type { LayerPool } from './layer-pool.ts';

/** How far reading has come; once for each distinct layer. */
export interface LayerProgress {
  readonly digest: string;
  readonly done: number;
  readonly total: number;
  readonly sizeBytes: number;
  readonly cached: boolean;
}

/** Which layers to read, and with what. */
export interface ReadLayersRequest {
  /** Of all images together; a layer that comes several times is read once. */
  readonly layers: readonly LayerReference[];
  /** Where a layer's blob comes from; cheap, since it is asked before a worker is free. */
  open(layer: LayerReference): LayerInput;
  readonly pool: LayerPool;
  readonly cache?: LayerCache;
  onProgress?(progress: LayerProgress): void;
  readonly signal?: AbortSignal;
}

/** Layers that a cache is asked for at the same time: one in a registry is slow to answer. */
const lookups = 8;

/**
 * Reads every distinct layer once: from the cache where it is there, else on the pool's workers, the largest first.
 *
 * out     a reading for every digest, in the order asked; one that could not be read is incomplete and says why
 * faults  rejects with the signal's reason when it is aborted; what was read until then is in the cache
 */
export async function readLayers(request: ReadLayersRequest): Promise<ReadonlyMap<string, LayerReading>> {
  const { layers, cache, signal, onProgress } = request;
  const distinct = new Map(layers.map((layer) => [layer.digest, layer]));
  const readings = new Map<string, LayerReading>();
  const report = (layer: LayerReference, reading: LayerReading, cached: boolean) => {
    readings.set(layer.digest, reading);
    const { digest, sizeBytes } = layer;
    onProgress?.({ digest, sizeBytes, cached, done: readings.size, total: distinct.size });
  };
  const missing: LayerReference[] = [];
  const unasked = [...distinct.values()];
  const ask = async () => {
    for (let layer = unasked.shift(); layer; layer = unasked.shift()) {
      signal?.throwIfAborted();
      const kept = await cache?.find(layer);
      if (kept) report(layer, kept, true);
      else missing.push(layer);
    }
  };
  await Promise.all(Array.from({ length: lookups }, ask));
  const bySize = missing.sort((a, b) => b.sizeBytes - a.sizeBytes);
  const outcomes = await Promise.allSettled(
    bySize.map(async (layer) => {
      const reading = await request.pool.read(layer, request.open(layer), signal);
      await cache?.put(reading);
      report(layer, reading, false);
    }),
  );
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return new Map([...distinct.keys()].flatMap((digest) => [[digest, readings.get(digest)] as const]).filter(isRead));
}

function isRead(entry: readonly [string, LayerReading | undefined]): entry is readonly [string, LayerReading] {
  return entry[1] !== undefined;
}
