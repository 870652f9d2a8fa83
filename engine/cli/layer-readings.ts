import type { LayerCache } from '../adapters/layers/layer-cache.ts';
import type { LayerInput } from '../adapters/layers/layer-input.ts';
import type { LayerPool } from '../adapters/layers/layer-pool.ts';
import { readLayers } from '../adapters/layers/read-layers.ts';
import type { FoundImage } from '../gather/images/store.ts';
import type { LayerReference } from '../model/image.ts';
import type { LayerReading } from '../model/layer.ts';
import type { LayerOfImage, World } from '../pipeline/world.ts';

/** What layers are read with. */
export interface LayerReadingsRequest {
  readonly pool: LayerPool;
  readonly cache: LayerCache;
  /** Where a layer's blob comes from, of the images that hold it as far as they are found. */
  open(layer: LayerReference, images: readonly FoundImage[], signal: AbortSignal | undefined): LayerInput;
}

/** Reads layers once, however often they are asked for until they were given out. */
export interface LayerReadings {
  /** Begins with layers that will be asked for. */
  ahead(layers: readonly LayerOfImage[], signal: AbortSignal | undefined): void;
  /** The readings of all that a release needs; what was begun is waited for. */
  readonly read: World['readLayers'];
}

interface Begun {
  readonly readings: Promise<ReadonlyMap<string, LayerReading>>;
  /** How many images were known to hold it. */
  readonly holders: number;
}

/**
 * Reads the layers of images while others are still looked for. One that could not be read ahead is read again where an image that was
 * found since holds it too.
 */
export function createLayerReadings({ pool, cache, open }: LayerReadingsRequest): LayerReadings {
  const holders = new Map<string, Set<FoundImage>>();
  const begun = new Map<string, Begun>();
  const done = new Set<string>();
  let tell: Parameters<World['readLayers']>[1]['onStep'];
  const begin = (layers: readonly LayerReference[], signal: AbortSignal | undefined) => {
    const readings = readLayers({
      layers,
      open: (layer) => open(layer, [...(holders.get(layer.digest) ?? [])], signal),
      pool,
      cache,
      onProgress: ({ digest }) => tell?.(done.add(digest).size, begun.size, digest.slice(0, 19)),
      ...(signal && { signal }),
    });
    // Whoever asks for them is told.
    readings.catch(() => undefined);
    for (const { digest } of layers) begun.set(digest, { readings, holders: holders.get(digest)?.size ?? 0 });
  };
  /** The distinct layers, those of them begun that were not. */
  const take = (asked: readonly LayerOfImage[], signal: AbortSignal | undefined): readonly LayerReference[] => {
    for (const { layer, image } of asked) holders.set(layer.digest, (holders.get(layer.digest) ?? new Set()).add(image));
    const layers = [...new Map(asked.map(({ layer }) => [layer.digest, layer])).values()];
    const fresh = layers.filter(({ digest }) => !begun.has(digest));
    if (fresh.length > 0) begin(fresh, signal);
    return layers;
  };
  return {
    ahead: (asked, signal) => void take(asked, signal),
    async read(asked, { onStep, signal }) {
      tell = onStep;
      const layers = take(asked, signal);
      const first = await collect(layers, begun);
      const isElsewhere = ({ digest }: LayerReference) => (holders.get(digest)?.size ?? 0) > (begun.get(digest)?.holders ?? 0);
      const lost = layers.filter((layer) => !first.get(layer.digest)?.complete && isElsewhere(layer));
      if (lost.length > 0) begin(lost, signal);
      const readings = lost.length > 0 ? await collect(layers, begun) : first;
      for (const { digest } of layers) for (const known of [holders, begun, done]) known.delete(digest);
      return readings;
    },
  };
}

/** In the order asked. */
async function collect(
  layers: readonly LayerReference[],
  begun: ReadonlyMap<string, Begun>,
): Promise<ReadonlyMap<string, LayerReading>> {
  const readings = new Map<string, LayerReading>();
  for (const { digest } of layers) {
    const reading = (await begun.get(digest)?.readings)?.get(digest);
    if (reading) readings.set(digest, reading);
  }
  return readings;
}
