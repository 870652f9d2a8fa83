import { resolve } from 'node:path';
import type { BlobCache } from '../adapters/images/blob-cache.ts';
import type { RegistryOptions } from '../adapters/images/registry.ts';
import { defaultSbomLimits, type SbomLimits } from '../formats/sbom/limits.ts';
import type { ImageStore } from '../gather/images/store.ts';
import type { Configuration, ImageStoreSpec } from '../pipeline/configuration/configuration.ts';
import type { FoundConfiguration } from './find-configuration.ts';

/**
 * The stores that are configured, in order; offline leaves registries out.
 *
 * in      `blobs`: manifests and configurations that were pulled before
 */
export async function openStores(
  { configuration, folder }: Pick<FoundConfiguration, 'configuration' | 'folder'>,
  { offline = false, blobs }: { readonly offline?: boolean; readonly blobs?: BlobCache },
): Promise<readonly ImageStore[]> {
  const limits = sbomLimits(configuration.limits);
  const registry = { ...registryOptions(configuration, folder), ...(blobs && { blobs }) };
  const specs = configuration.images.filter(({ kind }) => !(offline && kind === 'registry'));
  return Promise.all(specs.map((spec) => openStore(spec, { folder, registry, limits })));
}

interface StoreSettings {
  readonly folder: string;
  readonly registry: RegistryOptions;
  readonly limits: SbomLimits;
}

/** A kind of store is only loaded where there is one. */
async function openStore(spec: ImageStoreSpec, { folder, registry, limits }: StoreSettings): Promise<ImageStore> {
  switch (spec.kind) {
    case 'oci-layout':
      return (await import('../adapters/images/oci-layout.ts')).openOciLayout({ at: spec.at, folder });
    case 'docker-archive':
      return (await import('../adapters/images/docker-archive.ts')).openDockerArchive({ at: spec.at, folder });
    case 'containerd':
      return (await import('../adapters/images/containerd-content.ts')).openContainerd({ at: spec.at, folder });
    case 'sbom':
      return (await import('../adapters/images/sbom-store.ts')).openSbomStore({ at: spec.at, folder, limits });
    case 'registry':
      return (await import('../adapters/images/registry.ts')).openRegistry(registry);
  }
}

/** What is configured, and what stands for the rest. */
export function sbomLimits(stated: Configuration['limits']): SbomLimits {
  const usual = defaultSbomLimits;
  return {
    bytes: stated.sbomBytes ?? usual.bytes,
    components: stated.sbomComponents ?? usual.components,
    values: stated.sbomValues ?? usual.values,
    seconds: stated.sbomSeconds ?? usual.seconds,
    memoryBytes: stated.sbomMemoryBytes ?? usual.memoryBytes,
  };
}

/** What the entries of registries say together; one world of registries is like another. */
export function registryOptions({ images, mirrors }: Configuration, folder: string): RegistryOptions {
  const specs = images.flatMap((spec) => (spec.kind === 'registry' ? [spec] : []));
  return {
    mirrors,
    insecure: specs.flatMap(({ insecure }) => insecure),
    certificates: specs.flatMap(({ certificates }) => certificates.map((file) => resolve(folder, file))),
  };
}
