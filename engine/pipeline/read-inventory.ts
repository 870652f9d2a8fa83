import { createLocator, readSources } from '../gather/sources/read-sources.ts';
import { findReferences } from '../gather/sources/references/find-references.ts';
import { toInventory } from '../gather/sources/references/to-inventory.ts';
import type { Locate } from '../gather/sources/source.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Configuration } from './configuration/configuration.ts';
import type { StageOptions, World } from './world.ts';

/**
 * From the configured sources to every image that they state, with the file and line that states it.
 *
 * gaps    those of the sources and of the recognition of references; in the inventory
 */
export async function readInventory(
  configuration: Configuration,
  world: Pick<World, 'sources'>,
  options: StageOptions,
): Promise<Inventory> {
  const { onStep, signal } = options;
  const readings = await readSources(configuration.sources, world.sources, {
    onProgress: ({ done, total, source }) => onStep?.(done, total, source),
    ...(signal && { signal }),
  });
  const references = findReferences(readings.flatMap(({ resources }) => resources));
  const locate = createLocator(configuration.sources, world.sources.files);
  return toInventory({
    occurrences: [
      ...readings.flatMap(({ occurrences }) => occurrences),
      ...references.found.map((found) => placed(found, locate)),
    ],
    rejected: references.rejected.map(({ text, reason, path, from }) => ({
      text,
      reason,
      ...locate({ from, declared: text, path }),
    })),
    charts: readings.flatMap(({ charts }) => charts),
    gaps: [...readings.flatMap(({ gaps }) => gaps), ...references.gaps],
    components: configuration.components,
    extraImages: configuration.extraImages,
    configurationFile: configuration.file,
  });
}

type Found = ReturnType<typeof findReferences>['found'][number];

function placed(found: Found, locate: Locate) {
  const { from: _, parts: __, ...occurrence } = found;
  return { ...occurrence, ...locate(found) };
}
