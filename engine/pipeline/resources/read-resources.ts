import type { Reading } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { readStatedResources } from '../read-statements.ts';
import type { StageOptions, World } from '../world.ts';

/**
 * The Kubernetes objects that the configured sources install, for what judges manifests alone.
 *
 * in      a configuration, or one made for plain paths
 * out     as `Release.resources` holds them, with the places of all keys: see `toRecordedResources` for what is left out
 * gaps    those of the sources
 * cost    rendering; unchanged, two entries of the cache
 */
export async function readResources(
  { sources }: Pick<Configuration, 'sources'>,
  world: Pick<World, 'sources'>,
  options: StageOptions,
): Promise<Reading<Resource>> {
  const { statements, resources } = await readStatedResources(sources, world.sources, options);
  return { items: resources, gaps: [...(world.sources.gaps ?? []), ...statements.readings.flatMap(({ gaps }) => gaps)] };
}
