import { createHash } from 'node:crypto';
import type { OwnershipHints } from '../gather/sources/attribution.ts';
import { toHints } from '../gather/sources/ownership/to-hints.ts';
import type { SourceWorld } from '../gather/sources/ports.ts';
import { createLocator, findSourceKeys, readSources } from '../gather/sources/read-sources.ts';
import { findReferences } from '../gather/sources/references/find-references.ts';
import type { SearchCounts } from '../gather/sources/references/found-reference.ts';
import type { SourceReading } from '../gather/sources/source.ts';
import type { SourceSpec } from '../gather/sources/source-spec.ts';
import type { RunningImage } from '../model/drift.ts';
import type { DeclaredChart } from '../model/inventory.ts';
import type { Occurrence, Rejected } from '../model/occurrence.ts';
import type { Gap } from '../model/reading.ts';
import type { StageOptions } from './world.ts';

/** Everything that sources state about images, before the configuration says what it thinks of it. Plain values, so that they can be kept. */
export interface Statements {
  /** One for each source, in their order. */
  readonly readings: readonly StatedReading[];
  /** What was recognized in resources. */
  readonly found: readonly StatedImage[];
  readonly rejected: readonly Rejected[];
  /** Of the recognition; those of the sources are in `readings`. */
  readonly gaps: readonly Gap[];
  readonly searched: SearchCounts;
}

/** What is left of a source's reading when its resources were searched. */
export interface StatedReading {
  /** How many resources there were. */
  readonly resources: number;
  readonly occurrences: readonly Occurrence[];
  /** How many texts it looked at itself and refused. */
  readonly rejected: number;
  readonly charts: readonly DeclaredChart[];
  /** Absent where the source does not speak of a cluster. */
  readonly running?: readonly RunningImage[];
  readonly gaps: readonly Gap[];
}

/** An image with its place, and what its resource says about whose it is. */
export interface StatedImage {
  readonly occurrence: Occurrence;
  readonly hints: OwnershipHints;
}

/**
 * Reads, recognizes and locates; or, when nothing changed that any of it depends on, takes what came of it the last time.
 *
 * in      the configured sources, `component` and all
 * gaps    kept with the rest; a reading that failed is not kept
 * cost    unchanged: looking at the files of the sources and reading one entry of the cache
 */
export async function readStatements(
  specs: readonly SourceSpec[],
  world: SourceWorld,
  options: StageOptions,
): Promise<Statements> {
  const keys = await findSourceKeys(specs, world);
  const key = keys.includes(undefined) ? undefined : keyOf(specs, keys, world);
  const kept = key === undefined ? undefined : await world.cache.find(key);
  if (isStatements(kept)) return kept;
  const readings = await readSources(specs, world, {
    onProgress: ({ done, total, source }) => options.onStep?.(done, total, source),
    ...(options.signal && { signal: options.signal }),
  });
  const statements = toStatements(specs, readings, world);
  if (key !== undefined && readings.every((reading, index) => reading.key !== undefined && reading.key === keys[index]))
    await world.cache.keep(key, statements);
  return statements;
}

function toStatements(specs: readonly SourceSpec[], readings: readonly SourceReading[], { files }: SourceWorld): Statements {
  const { found, rejected, gaps, searched } = findReferences(readings.flatMap(({ resources }) => resources));
  const locate = createLocator(specs, files);
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

/** All sources together, since what one holds may decide what a text of another means. */
function keyOf(specs: readonly SourceSpec[], keys: readonly (string | undefined)[], { files }: SourceWorld): string {
  const kinds = specs.map(({ at }) => files.kindOf(at) ?? 'absent');
  return createHash('sha256')
    .update(JSON.stringify(['statements', specs, keys, kinds]))
    .digest('hex');
}

/** A cache is a file that anything may have happened to. */
function isStatements(value: unknown): value is Statements {
  if (typeof value !== 'object' || value === null) return false;
  const lists = ['readings', 'found', 'rejected', 'gaps'];
  return lists.every((name) => Array.isArray(Reflect.get(value, name))) && typeof Reflect.get(value, 'searched') === 'object';
}
