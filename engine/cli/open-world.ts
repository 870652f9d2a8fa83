import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheFolder, contentsFolder } from '../adapters/files/cache-folder.ts';
import { openContentCache } from '../adapters/files/content-cache.ts';
import { createBlobCache } from '../adapters/images/blob-cache.ts';
import { createKeptLayout } from '../adapters/images/kept-layout.ts';
import type { StartLayerThread } from '../adapters/layers/layer-thread.ts';
import { createSbomReader } from '../adapters/sboms/sbom-reader.ts';
import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import type { UsedTool } from '../model/release.ts';
import type { ContentsCache } from '../pipeline/recall-images.ts';
import type { World } from '../pipeline/world.ts';
import type { FoundConfiguration } from './find-configuration.ts';
import { inOrder } from './open-advisories.ts';
import { openLayers } from './open-layers.ts';
import { openSourceWorld, usedTools } from './open-source-world.ts';
import { openStores, registryOptions, sbomLimits } from './open-stores.ts';
import { foldingCode } from './own-code.ts';

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
 * in      the advisory database, open or not there; offline leaves registries out; `keep` is a folder for a layout of what is pulled;
 *         `startThread`: where threads that read layers come from; `fileDigests`: files are hashed, whatever the configuration says;
 *         `isBeside`: other images than those of the product are read, and what its last scan kept is left alone
 */
export async function openWorld(
  found: FoundConfiguration,
  advisories: AdvisorySource | undefined,
  options: {
    readonly offline?: boolean;
    readonly keep?: string;
    readonly startThread?: StartLayerThread | undefined;
    readonly fileDigests?: boolean;
    readonly isBeside?: boolean;
  },
): Promise<OpenWorld> {
  const { configuration, folder } = found;
  const sources = openSourceWorld(found, options);
  const kept = options.keep === undefined ? undefined : createKeptLayout(resolve(options.keep));
  const blobs = createBlobCache(join(cacheFolder(process.env), 'manifests'));
  const registry = registryOptions(configuration, folder);
  const stores = await openStores(found, { ...options, blobs: kept?.around(blobs) ?? blobs });
  const offline = options.offline === true;
  const { startThread, fileDigests } = options;
  const layers = await openLayers({ configuration, folder, registry, offline, startThread, fileDigests, ...(kept && { kept }) });
  return {
    world: {
      sources: sources.world,
      stores,
      readLayers: layers.readLayers,
      expectLayers: layers.expectLayers,
      readSbom: createSbomReader(sbomLimits(configuration.limits)),
      // Who keeps layers wants them pulled.
      ...(!kept && !options.isBeside && { contents: openContents(configuration.product, layers.version) }),
      advisories: inOrder(advisories, configuration.severityOrder),
    },
    tools: () => usedTools(configuration, sources.world),
    async close() {
      sources.close();
      await Promise.all([layers.close(), ...stores.map((store) => store.close())]);
    },
  };
}

/** Nothing in it goes stale: images are known by their manifests, and the file by what reads layers and the code that folds them. */
function openContents(product: string, layerVersion: string): ContentsCache {
  const folder = contentsFolder(process.env);
  const kept = openContentCache(folder, 50);
  let known: string | undefined;
  // In a checkout, telling the code costs a look at each of its files.
  const key = () => {
    known ??= createHash('sha256')
      .update(JSON.stringify([foldingCode(), layerVersion, product]))
      .digest('hex');
    return known;
  };
  return {
    load: async () => (existsSync(folder) ? kept.find(key()) : undefined),
    save: (value) => kept.keep(key(), value),
  };
}
