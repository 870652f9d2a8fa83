import { openOciLayout } from '../adapters/images/oci-layout.ts';
import type { ImageStore } from '../gather/images/store.ts';
import type { Platform } from '../model/image.ts';
import type { FoundConfiguration } from './find-configuration.ts';

/**
 * The digests that images have in the configured OCI layouts. Registries are not asked; archives do not keep the digest of a registry.
 *
 * in      canonical references
 * out     of the index and of each platform; nothing for an image that no such store has, or that cannot be read
 */
export async function findDigests(
  { configuration, folder }: FoundConfiguration,
  references: readonly string[],
  platforms: readonly Platform[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const stores = configuration.images.flatMap((spec): ImageStore[] =>
    spec.kind === 'oci-layout' ? [openOciLayout({ at: spec.at, folder })] : [],
  );
  const digests = new Map<string, readonly string[]>();
  try {
    for (const reference of references) {
      const found = await Promise.all(platforms.map((platform) => findIn(stores, reference, platform)));
      if (found.flat().length > 0) digests.set(reference, [...new Set(found.flat())]);
    }
  } finally {
    await Promise.all(stores.map((store) => store.close()));
  }
  return digests;
}

/** Of the first store that has it, as a scan would read it. */
async function findIn(stores: readonly ImageStore[], reference: string, platform: Platform): Promise<readonly string[]> {
  for (const store of stores) {
    const found = await store.find({ reference, platform });
    if (found.kind === 'failed') return [];
    if (found.kind === 'found') return [found.manifest.indexDigest, found.manifest.digest].flatMap((digest) => digest ?? []);
  }
  return [];
}
