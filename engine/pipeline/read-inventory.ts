import { findDrift } from '../compare/releases/find-drift.ts';
import { countCoverage, findUnclosed } from '../gather/sources/count-coverage.ts';
import { createAttributor } from '../gather/sources/ownership/attribute.ts';
import { coversPath } from '../gather/sources/ownership/match-path.ts';
import { toInventory } from '../gather/sources/references/to-inventory.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Resource } from '../model/resource.ts';
import type { Configuration } from './configuration/configuration.ts';
import { readStatedResources, readStatements, type Statements } from './read-statements.ts';
import type { StageOptions, World } from './world.ts';

/**
 * From the configured sources to every image that they state, with the file and line that states it.
 *
 * gaps    those of the sources, of the recognition of references and of ownership; in the inventory
 * faults  a bug, where the ledger of what was looked at does not close
 */
export async function readInventory(
  configuration: Configuration,
  world: Pick<World, 'sources'>,
  options: StageOptions,
): Promise<Inventory> {
  return toInventoryOf(configuration, world, await readStatements(configuration.sources, world.sources, options));
}

/**
 * `readInventory` with the Kubernetes objects that the release installs, as a record holds them.
 */
export async function readManifests(
  configuration: Configuration,
  world: Pick<World, 'sources'>,
  options: StageOptions,
): Promise<{ readonly inventory: Inventory; readonly resources: readonly Resource[] }> {
  const { statements, resources } = await readStatedResources(configuration.sources, world.sources, options);
  // What judges hardening is only loaded where there are places to choose from.
  const { keepPlaces } = resources.some(({ places }) => places) ? await import('./resources/keep-places.ts') : {};
  return { inventory: toInventoryOf(configuration, world, statements), resources: keepPlaces?.(resources) ?? resources };
}

function toInventoryOf(
  configuration: Configuration,
  world: Pick<World, 'sources'>,
  { readings, found, rejected, gaps, searched }: Statements,
): Inventory {
  const occurrences = [...readings.flatMap((reading) => reading.occurrences), ...found.map(({ occurrence }) => occurrence)];
  const hints = new Map(found.map(({ occurrence, hints }) => [occurrence, hints]));
  const { components, tiers = [], extraImages, file: configurationFile, mirrors, own } = configuration;
  const attributor = createAttributor({ components, tiers, configurationFile }, world.sources.files);
  const inventory = toInventory({
    occurrences,
    rejected,
    charts: readings.flatMap(({ charts }) => charts),
    gaps: [...(world.sources.gaps ?? []), ...readings.flatMap((reading) => reading.gaps), ...gaps],
    attribute: (occurrence) => attributor.attribute(occurrence, hints.get(occurrence)),
    extraImages,
    configurationFile,
    mirrors,
    ...(own && { isOwn: (name: string) => own.some((pattern) => coversPath(pattern, name)) }),
  });
  const coverage = countCoverage({
    sources: configuration.sources.length,
    readings,
    searched,
    occurrences,
    rejected,
    extraImages: extraImages.length,
    inventory,
  });
  const [unclosed] = findUnclosed(coverage);
  if (unclosed) throw new Error(`the ledger of the inventory does not close: ${unclosed}`);
  const running = readings.flatMap((reading) => reading.running ?? []);
  const drift = readings.some((reading) => reading.running) ? findDrift(inventory.images, running, mirrors) : undefined;
  return { ...inventory, gaps: [...inventory.gaps, ...attributor.gaps()], coverage, ...(drift && { drift }) };
}
