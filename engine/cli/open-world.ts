import { join, resolve } from 'node:path';
import { cacheFolder } from '../adapters/files/cache-folder.ts';
import { createBlobCache } from '../adapters/images/blob-cache.ts';
import { openContainerd } from '../adapters/images/containerd-content.ts';
import { openDockerArchive } from '../adapters/images/docker-archive.ts';
import { openOciLayout } from '../adapters/images/oci-layout.ts';
import { openRegistry } from '../adapters/images/registry.ts';
import { createLayerCache } from '../adapters/layers/layer-cache.ts';
import type { LayerInput, LayerLimits } from '../adapters/layers/layer-input.ts';
import { createLayerPool } from '../adapters/layers/layer-pool.ts';
import { readLayers } from '../adapters/layers/read-layers.ts';
import type { FoundImage, ImageStore } from '../gather/images/store.ts';
import { catalogers } from '../gather/packages/all.ts';
import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import type { UsedTool } from '../model/release.ts';
import type { Configuration, ImageStoreSpec } from '../pipeline/configuration/configuration.ts';
import { readerVersion } from '../pipeline/read-layer.ts';
import type { LayerOfImage, StageOptions, World } from '../pipeline/world.ts';
import type { FoundConfiguration } from './find-configuration.ts';
import { openSourceWorld, usedTools } from './open-source-world.ts';

/** A world with what has to be given back. */
export interface OpenWorld {
  readonly world: World;
  /** The programs that render what is configured. */
  tools(): Promise<readonly UsedTool[]>;
  close(): Promise<void>;
}

/**
 * The real world of a scan: tools, stores, worker threads, caches.
 *
 * in      the advisory database, open or not there; offline leaves registries out
 */
export function openWorld(
  found: FoundConfiguration,
  advisories: AdvisorySource | undefined,
  options: { readonly offline?: boolean },
): OpenWorld {
  const { configuration, folder } = found;
  const sources = openSourceWorld(found, options);
  const stores = configuration.images
    .filter(({ kind }) => !(options.offline && kind === 'registry'))
    .map((spec) => openStore(spec, configuration, folder));
  const pool = createLayerPool({ limits: layerLimits(configuration.limits) });
  const cache = createLayerCache(join(cacheFolder(process.env), 'layers'), readerVersion(catalogers));
  const read = (layers: readonly LayerOfImage[], { onStep, signal }: StageOptions) => {
    const holders = Map.groupBy(layers, ({ layer }) => layer.digest);
    return readLayers({
      layers: layers.map(({ layer }) => layer),
      open: (layer) => inputOf(layer, holders, signal),
      pool,
      cache,
      onProgress: ({ done, total, digest }) => onStep?.(done, total, digest.slice(0, 19)),
      ...(signal && { signal }),
    });
  };
  return {
    world: { sources: sources.world, stores, readLayers: read, advisories },
    tools: () => usedTools(configuration, sources.world),
    async close() {
      sources.close();
      await Promise.all([pool.close(), ...stores.map((store) => store.close())]);
    },
  };
}

function openStore(spec: ImageStoreSpec, configuration: Configuration, folder: string): ImageStore {
  if (spec.kind === 'oci-layout') return openOciLayout({ at: spec.at, folder });
  if (spec.kind === 'docker-archive') return openDockerArchive({ at: spec.at, folder });
  if (spec.kind === 'containerd') return openContainerd({ at: spec.at, folder });
  return openRegistry({
    mirrors: configuration.mirrors,
    insecure: spec.insecure,
    certificates: spec.certificates.map((file) => resolve(folder, file)),
    blobs: createBlobCache(join(cacheFolder(process.env), 'manifests')),
  });
}

function layerLimits({ layerBytes, layerEntries }: Configuration['limits']): Partial<LayerLimits> {
  return {
    ...(layerBytes !== undefined && { uncompressedBytes: layerBytes }),
    ...(layerEntries !== undefined && { entries: layerEntries }),
  };
}

/** From a local file where an image has it in one; else from the first image whose store gives it. */
function inputOf(
  layer: LayerOfImage['layer'],
  holders: ReadonlyMap<string, readonly LayerOfImage[]>,
  signal: AbortSignal | undefined,
): LayerInput {
  const images = (holders.get(layer.digest) ?? []).map(({ image }) => image);
  const place = images.map((image) => image.path?.(layer)).find((one) => one !== undefined);
  if (place) return { kind: 'file', path: place.file, offset: place.offset, sizeBytes: place.sizeBytes };
  return { kind: 'stream', open: () => openFirst(images, layer, signal) };
}

async function openFirst(images: readonly FoundImage[], layer: LayerOfImage['layer'], signal: AbortSignal | undefined) {
  const [image, ...others] = images;
  if (!image) throw new Error(`no image holds ${layer.digest}`);
  try {
    return await image.open(layer, signal);
  } catch (error) {
    signal?.throwIfAborted();
    if (others.length === 0) throw error;
    return openFirst(others, layer, signal);
  }
}
