import { resolve } from 'node:path';
import type { BlobCache } from '../adapters/images/blob-cache.ts';
import { openContainerd } from '../adapters/images/containerd-content.ts';
import { openDockerArchive } from '../adapters/images/docker-archive.ts';
import { openOciLayout } from '../adapters/images/oci-layout.ts';
import { openRegistry, type RegistryOptions } from '../adapters/images/registry.ts';
import { openSbomStore } from '../adapters/images/sbom-store.ts';
import { defaultSbomLimits, type SbomLimits } from '../formats/sbom/limits.ts';
import type { ImageStore } from '../gather/images/store.ts';
import type { Configuration, ImageStoreSpec } from '../pipeline/configuration/configuration.ts';
import type { FoundConfiguration } from './find-configuration.ts';

/**
 * The stores that are configured, in order; offline leaves registries out.
 *
 * in      `blobs`: manifests and configurations that were pulled before
 */
export function openStores(
  { configuration, folder }: Pick<FoundConfiguration, 'configuration' | 'folder'>,
  { offline = false, blobs }: { readonly offline?: boolean; readonly blobs?: BlobCache },
): readonly ImageStore[] {
  const limits = sbomLimits(configuration.limits);
  const registry = { ...registryOptions(configuration, folder), ...(blobs && { blobs }) };
  return configuration.images
    .filter(({ kind }) => !(offline && kind === 'registry'))
    .map((spec) => openStore(spec, { folder, registry, limits }));
}

interface StoreSettings {
  readonly folder: string;
  readonly registry: RegistryOptions;
  readonly limits: SbomLimits;
}

function openStore(spec: ImageStoreSpec, { folder, registry, limits }: StoreSettings): ImageStore {
  if (spec.kind === 'oci-layout') return openOciLayout({ at: spec.at, folder });
  if (spec.kind === 'docker-archive') return openDockerArchive({ at: spec.at, folder });
  if (spec.kind === 'containerd') return openContainerd({ at: spec.at, folder });
  if (spec.kind === 'sbom') return openSbomStore({ at: spec.at, folder, limits });
  return openRegistry(registry);
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
