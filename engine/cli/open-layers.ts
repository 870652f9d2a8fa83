import { join } from 'node:path';
import { cacheFolder } from '../adapters/files/cache-folder.ts';
import type { KeptLayout } from '../adapters/images/kept-layout.ts';
import type { RegistryOptions } from '../adapters/images/registry.ts';
import { createLayerCache } from '../adapters/layers/layer-cache.ts';
import type { LayerInput, LayerLimits } from '../adapters/layers/layer-input.ts';
import { createLayerPool } from '../adapters/layers/layer-pool.ts';
import type { StartLayerThread } from '../adapters/layers/layer-thread.ts';
import type { FoundImage } from '../gather/images/store.ts';
import { catalogerIds } from '../gather/packages/cataloger-ids.ts';
import { Fault } from '../model/fault.ts';
import type { LayerReference } from '../model/image.ts';
import type { LayerReading } from '../model/layer.ts';
import type { Configuration } from '../pipeline/configuration/configuration.ts';
import { readerVersion } from '../pipeline/reader-version.ts';
import type { LayerOfImage, World } from '../pipeline/world.ts';
import { createLayerReadings } from './layer-readings.ts';
import { parseBytes } from './parse-bytes.ts';
import { readAddedKnowledge } from './read-added-knowledge.ts';

/** How layers are read. */
export interface OpenLayers {
  readonly readLayers: World['readLayers'];
  readonly expectLayers: NonNullable<World['expectLayers']>;
  /** Tells what reads them, and with what limits, from all else. */
  readonly version: string;
  close(): Promise<void>;
}

/** What reading layers needs. */
export interface LayersRequest {
  readonly configuration: Configuration;
  /** The configuration's. */
  readonly folder: string;
  readonly offline: boolean;
  /** How registries are spoken to, for a cache in one. */
  readonly registry: RegistryOptions;
  readonly kept?: KeptLayout;
  /** Whether files are hashed though the configuration does not say so. */
  readonly fileDigests?: boolean | undefined;
  /** Where threads come from, if not from the pool itself. */
  readonly startThread?: StartLayerThread | undefined;
}

/**
 * Worker threads and the caches before them.
 *
 * faults  usage-wrong: PLIMSOLL_CACHE_MAX or the place of the shared cache cannot be understood; those of `readAddedKnowledge`
 */
export async function openLayers({
  configuration,
  folder,
  offline,
  registry,
  kept,
  startThread,
  ...request
}: LayersRequest): Promise<OpenLayers> {
  const settings = {
    knowledge: readAddedKnowledge(configuration, folder),
    fileDigests: request.fileDigests ?? configuration.fileDigests ?? false,
  };
  const version = readerVersion(catalogerIds, settings);
  const limits = layerLimits(configuration.limits);
  const pool = createLayerPool({ ...settings, limits, ...(startThread && { startThread }) });
  const place = process.env.PLIMSOLL_SHARED_CACHE || configuration.cache?.shared;
  const shared = place ? await loadShared(place, { folder, registry, offline, version }) : undefined;
  const maxBytes = cacheLimit(configuration);
  const own = createLayerCache(join(cacheFolder(process.env), 'layers'), version, maxBytes ? { maxBytes } : {});
  const cache = shared?.behind(own) ?? own;
  const readings = createLayerReadings({
    pool,
    cache,
    open: (layer, images, signal) => inputOf(layer, { images, kept, signal }),
  });
  return {
    version: JSON.stringify([version, configuration.limits]),
    expectLayers(layers, signal) {
      pool.prepare();
      const pulled = kept ? [] : layers.filter(({ image }) => image.path === undefined);
      readings.ahead(pulled, signal);
    },
    async readLayers(layers, options) {
      const read = await readings.read(layers, options);
      const pulled = layers.filter(({ image }) => image.path === undefined);
      if (kept) await keepRest(kept, pulled, read, options.signal);
      return read;
    },
    async close() {
      shared?.close();
      await pool.close();
    },
  };
}

/** What layer reading may keep on this machine, bytes; undefined for the default. PLIMSOLL_CACHE_MAX goes before the configuration. */
export function cacheLimit(configuration: Pick<Configuration, 'cache'> | undefined): number | undefined {
  const stated = process.env.PLIMSOLL_CACHE_MAX;
  if (!stated) return configuration?.cache?.maxBytes;
  const bytes = parseBytes(stated);
  if (bytes === undefined)
    throw new Fault('usage-wrong', `PLIMSOLL_CACHE_MAX is \`${stated}\`; write 500MB, 2GiB or a number of bytes`);
  return bytes;
}

/** Loaded where a team shares one. */
async function loadShared(...args: Parameters<typeof import('./open-shared-cache.ts').openSharedCache>) {
  const { openSharedCache } = await import('./open-shared-cache.ts');
  return openSharedCache(...args);
}

function layerLimits(limits: Configuration['limits']): Partial<LayerLimits> {
  const { layerBytes, layerEntries, layerPackages, layerRatio, zstdWindowBytes } = limits;
  return {
    ...(layerBytes !== undefined && { uncompressedBytes: layerBytes }),
    ...(layerEntries !== undefined && { entries: layerEntries }),
    ...(layerPackages !== undefined && { packages: layerPackages }),
    ...(layerRatio !== undefined && { ratio: layerRatio }),
    ...(zstdWindowBytes !== undefined && { zstdWindowLog: Math.floor(Math.log2(zstdWindowBytes)) }),
  };
}

interface Holding {
  readonly images: readonly FoundImage[];
  readonly kept: KeptLayout | undefined;
  readonly signal: AbortSignal | undefined;
}

/** From a local file where an image has it in one; else from the first image whose store gives it. */
function inputOf(layer: LayerReference, { images, kept, signal }: Holding): LayerInput {
  const place = images.map((image) => image.path?.(layer)).find((one) => one !== undefined);
  if (place) return { kind: 'file', path: place.file, offset: place.offset, sizeBytes: place.sizeBytes };
  let from = images;
  const openFirst = async () => {
    for (;;) {
      const [image, ...others] = from;
      if (!image) throw new Error(`no image holds ${layer.digest}`);
      try {
        return await image.open(layer, signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (others.length === 0) throw error;
        from = others;
      }
    }
  };
  const passOver = () => from[0]?.passOver?.(layer) ?? false;
  if (!kept) return { kind: 'stream', open: openFirst, passOver };
  return { kind: 'stream', open: async () => (await kept.open(layer)) ?? kept.tee(layer, await openFirst()), passOver };
}

/** Layers whose readings were known already are pulled for the layout alone; what could not be read is not kept. */
async function keepRest(
  kept: KeptLayout,
  pulled: readonly LayerOfImage[],
  readings: ReadonlyMap<string, LayerReading>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const layers = new Map(pulled.map(({ layer }) => [layer.digest, layer]));
  const holders = Map.groupBy(pulled, ({ layer }) => layer.digest);
  for (const layer of layers.values()) {
    const images = (holders.get(layer.digest) ?? []).map(({ image }) => image);
    const input = inputOf(layer, { images, kept, signal });
    if (input.kind === 'file' || !readings.get(layer.digest)?.complete || (await kept.has(layer))) continue;
    const chunks = await input.open();
    for await (const chunk of chunks) void chunk;
  }
  await kept.list([...new Set(pulled.map(({ image }) => image))]);
}
