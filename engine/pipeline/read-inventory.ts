import type { OwnershipHints } from '../gather/sources/attribution.ts';
import { countCoverage, findUnclosed } from '../gather/sources/count-coverage.ts';
import { createAttributor } from '../gather/sources/ownership/attribute.ts';
import { coversPath } from '../gather/sources/ownership/match-path.ts';
import { toHints } from '../gather/sources/ownership/to-hints.ts';
import { createLocator, readSources } from '../gather/sources/read-sources.ts';
import { findReferences } from '../gather/sources/references/find-references.ts';
import { toInventory } from '../gather/sources/references/to-inventory.ts';
import type { Locate } from '../gather/sources/source.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Occurrence } from '../model/occurrence.ts';
import type { Configuration } from './configuration/configuration.ts';
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
  const { onStep, signal } = options;
  const readings = await readSources(configuration.sources, world.sources, {
    onProgress: ({ done, total, source }) => onStep?.(done, total, source),
    ...(signal && { signal }),
  });
  const references = findReferences(readings.flatMap(({ resources }) => resources));
  const locate = createLocator(configuration.sources, world.sources.files);
  const placed = references.found.map((found) => place(found, locate));
  const occurrences = [...readings.flatMap((reading) => reading.occurrences), ...placed.map(({ occurrence }) => occurrence)];
  const rejected = references.rejected.map(({ text, reason, path, from }) => ({
    text,
    reason,
    ...locate({ from, declared: text, path }),
  }));
  const hints = new Map(placed.map(({ occurrence, hints }) => [occurrence, hints]));
  const { components, tiers = [], extraImages, file: configurationFile, mirrors, own } = configuration;
  const attributor = createAttributor({ components, tiers, configurationFile }, world.sources.files);
  const inventory = toInventory({
    occurrences,
    rejected,
    charts: readings.flatMap(({ charts }) => charts),
    gaps: [...readings.flatMap(({ gaps }) => gaps), ...references.gaps],
    attribute: (occurrence) => attributor.attribute(occurrence, hints.get(occurrence)),
    extraImages,
    configurationFile,
    mirrors,
    ...(own && { isOwn: (name: string) => own.some((pattern) => coversPath(pattern, name)) }),
  });
  const coverage = countCoverage({
    sources: configuration.sources.length,
    readings,
    searched: references.searched,
    occurrences,
    rejected,
    extraImages: extraImages.length,
    inventory,
  });
  const [unclosed] = findUnclosed(coverage);
  if (unclosed) throw new Error(`the ledger of the inventory does not close: ${unclosed}`);
  return { ...inventory, gaps: [...inventory.gaps, ...attributor.gaps()], coverage };
}

type Found = ReturnType<typeof findReferences>['found'][number];

interface Placed {
  readonly occurrence: Occurrence;
  readonly hints: OwnershipHints;
}

function place(found: Found, locate: Locate): Placed {
  const { from, parts: _, ...occurrence } = found;
  return { occurrence: { ...occurrence, ...locate(found) }, hints: toHints(from) };
}
