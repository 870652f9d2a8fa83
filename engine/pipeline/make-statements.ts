import { toHints } from '../gather/sources/ownership/to-hints.ts';
import type { SourceWorld } from '../gather/sources/ports.ts';
import { createLocator, readSources } from '../gather/sources/read-sources.ts';
import { findReferences } from '../gather/sources/references/find-references.ts';
import type { SourceReading } from '../gather/sources/source.ts';
import type { SourceSpec } from '../gather/sources/source-spec.ts';
import type { Resource } from '../model/resource.ts';
import type { Statements } from './read-statements.ts';
import { toRecordedResources } from './resources/to-recorded-resources.ts';
import type { StageOptions } from './world.ts';

/** What was read, with what each source's reading stands for. */
export interface MadeStatements {
  readonly statements: Statements;
  /** What a record holds of the resources; made when it is asked for, since finding lines takes as long as reading. */
  readonly recordResources: () => readonly Resource[];
  /** In the order of the sources; undefined where the reading may not be kept. */
  readonly keys: readonly (string | undefined)[];
}

/**
 * Reads every source, recognizes the images in what it ships, and finds the line that decides each.
 */
export async function makeStatements(
  specs: readonly SourceSpec[],
  world: SourceWorld,
  options: StageOptions,
): Promise<MadeStatements> {
  const readings = await readSources(specs, world, {
    onProgress: ({ done, total, source }) => options.onStep?.(done, total, source),
    ...(options.signal && { signal: options.signal }),
  });
  return {
    statements: await toStatements(specs, readings, world),
    recordResources: () =>
      toRecordedResources(readings.flatMap(({ resources }, index) => withNamespace(resources, specs[index]))),
    keys: readings.map(({ key }) => key),
  };
}

/** A chart is installed into a namespace that its manifests do not state. */
function withNamespace(resources: readonly Resource[], spec: SourceSpec | undefined): readonly Resource[] {
  return spec?.kind === 'helm' ? resources.map((each) => ({ ...each, defaultNamespace: spec.namespace })) : resources;
}

async function toStatements(
  specs: readonly SourceSpec[],
  readings: readonly SourceReading[],
  { files }: SourceWorld,
): Promise<Statements> {
  const { found, rejected, gaps, searched } = findReferences(readings.flatMap(({ resources }) => resources));
  const locate = await createLocator(specs, files);
  return {
    readings: readings.map(({ resources, occurrences, rejected = [], charts, running, gaps }) => ({
      resources: resources.length,
      occurrences,
      rejected: rejected.length,
      charts,
      ...(running && { running }),
      gaps,
    })),
    found: found.map(({ from, parts, ...occurrence }) => ({
      occurrence: { ...occurrence, ...locate({ ...occurrence, from, ...(parts && { parts }) }) },
      hints: toHints(from),
    })),
    rejected: [
      ...readings.flatMap((reading) => reading.rejected ?? []),
      ...rejected.map(({ text, reason, path, from }) => ({ text, reason, ...locate({ from, declared: text, path }) })),
    ],
    gaps,
    searched,
  };
}
