import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { cacheFolder } from '../adapters/files/cache-folder.ts';
import { openContentCache } from '../adapters/files/content-cache.ts';
import { createBlobCache } from '../adapters/images/blob-cache.ts';
import { openContainerd } from '../adapters/images/containerd-content.ts';
import { openDockerArchive } from '../adapters/images/docker-archive.ts';
import { createKeptLayout } from '../adapters/images/kept-layout.ts';
import { openOciLayout } from '../adapters/images/oci-layout.ts';
import { openRegistry, type RegistryOptions } from '../adapters/images/registry.ts';
import { openSbomStore } from '../adapters/images/sbom-store.ts';
import type { ImageStore } from '../gather/images/store.ts';
import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import type { UsedTool } from '../model/release.ts';
import type { Configuration, ImageStoreSpec } from '../pipeline/configuration/configuration.ts';
import type { ContentsCache } from '../pipeline/recall-images.ts';
import type { World } from '../pipeline/world.ts';
import type { FoundConfiguration } from './find-configuration.ts';
import { inOrder } from './open-advisories.ts';
import { openLayers } from './open-layers.ts';
import { openSourceWorld, usedTools } from './open-source-world.ts';
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
 * in      the advisory database, open or not there; offline leaves registries out; `keep` is a folder for a layout of what is pulled
 */
export function openWorld(
  found: FoundConfiguration,
  advisories: AdvisorySource | undefined,
  options: { readonly offline?: boolean; readonly keep?: string },
): OpenWorld {
  const { configuration, folder } = found;
  const sources = openSourceWorld(found, options);
  const kept = options.keep === undefined ? undefined : createKeptLayout(resolve(options.keep));
  const blobs = createBlobCache(join(cacheFolder(process.env), 'manifests'));
  const registry = registryOptions(configuration, folder);
  const stores = configuration.images
    .filter(({ kind }) => !(options.offline && kind === 'registry'))
    .map((spec) => openStore(spec, folder, { ...registry, blobs: kept?.around(blobs) ?? blobs }));
  const offline = options.offline === true;
  const layers = openLayers({ configuration, folder, registry, offline, ...(kept && { kept }) });
  return {
    world: {
      sources: sources.world,
      stores,
      readLayers: layers.readLayers,
      // Who keeps layers wants them pulled.
      ...(!kept && { contents: openContents(configuration.product, layers.version) }),
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
  const kept = openContentCache(join(cacheFolder(process.env), 'contents'), 50);
  const key = createHash('sha256')
    .update(JSON.stringify([foldingCode(), layerVersion, product]))
    .digest('hex');
  return { load: () => kept.find(key), save: (value) => kept.keep(key, value) };
}

function openStore(spec: ImageStoreSpec, folder: string, registry: RegistryOptions): ImageStore {
  if (spec.kind === 'oci-layout') return openOciLayout({ at: spec.at, folder });
  if (spec.kind === 'docker-archive') return openDockerArchive({ at: spec.at, folder });
  if (spec.kind === 'containerd') return openContainerd({ at: spec.at, folder });
  if (spec.kind === 'sbom') return openSbomStore({ at: spec.at, folder });
  return openRegistry(registry);
}

/** What the entries of registries say together; one world of registries is like another. */
function registryOptions({ images, mirrors }: Configuration, folder: string): RegistryOptions {
  const specs = images.flatMap((spec) => (spec.kind === 'registry' ? [spec] : []));
  return {
    mirrors,
    insecure: specs.flatMap(({ insecure }) => insecure),
    certificates: specs.flatMap(({ certificates }) => certificates.map((file) => resolve(folder, file))),
  };
}
