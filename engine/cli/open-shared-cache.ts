import { resolve } from 'node:path';
import { openRegistryWorld, type RegistryOptions } from '../adapters/images/registry.ts';
import { repositoriesOf } from '../adapters/images/registry-address.ts';
import { createLayerCache, type LayerCache } from '../adapters/layers/layer-cache.ts';
import { createRegistryCache } from '../adapters/layers/registry-cache.ts';
import { createTieredCache } from '../adapters/layers/tiered-cache.ts';
import { parseReference } from '../formats/reference/reference.ts';
import { Fault } from '../model/fault.ts';

/** What a team's cache needs. */
export interface SharedCacheRequest {
  /** The configuration's. */
  readonly folder: string;
  readonly offline: boolean;
  readonly registry: RegistryOptions;
  readonly version: string;
}

/** A cache that a team shares. */
export interface SharedCache {
  /** The own one, with this behind it. */
  behind(own: LayerCache): LayerCache;
  close(): void;
}

/**
 * Opens the cache that a team shares; offline, one in a registry is left out.
 *
 * in      a folder relative to the configuration's, or `oci://HOST/REPOSITORY`
 * faults  usage-wrong: the place cannot be understood
 */
export function openSharedCache(place: string, { folder, offline, registry, version }: SharedCacheRequest): SharedCache {
  if (!place.startsWith('oci://')) {
    const cache = createLayerCache(resolve(folder, place), version, { isShared: true });
    return { behind: (own) => createTieredCache(own, cache), close: () => undefined };
  }
  if (offline) return { behind: (own) => own, close: () => undefined };
  const reference = parseReference(place.slice('oci://'.length));
  const [repository] = reference ? repositoriesOf(reference, [], registry.insecure ?? []) : [];
  if (!repository)
    throw new Fault('usage-wrong', `\`${place}\` is no place for a shared cache; write a folder, or oci://HOST/REPOSITORY`);
  const { close, ...world } = openRegistryWorld(registry);
  const cache = createRegistryCache(world, { ...repository, mayPush: true }, version);
  return { behind: (own) => createTieredCache(own, cache), close };
}
