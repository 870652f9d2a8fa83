import { readSources } from '../../gather/sources/read-sources.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Resource } from '../../model/resource.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { readInventory } from '../read-inventory.ts';
import type { StageOptions, World } from '../world.ts';

/** A release as it renders at one moment: its images, and every resource that they stand in. */
export interface Rendering {
  readonly inventory: Inventory;
  readonly resources: readonly Resource[];
}

/**
 * Renders the release once for its images and its resources.
 *
 * cost    the second reading comes from the cache of renderings
 */
export async function readRendering(
  configuration: Configuration,
  world: Pick<World, 'sources'>,
  options: StageOptions,
): Promise<Rendering> {
  const inventory = await readInventory(configuration, world, options);
  return { inventory, resources: await readResources(configuration, world, options) };
}

/** The resources of a release alone. */
export async function readResources(
  configuration: Configuration,
  world: Pick<World, 'sources'>,
  { signal }: StageOptions,
): Promise<readonly Resource[]> {
  const readings = await readSources(configuration.sources, world.sources, signal ? { signal } : {});
  return readings.flatMap(({ resources }) => resources);
}
