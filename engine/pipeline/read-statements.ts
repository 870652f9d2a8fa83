import { createHash } from 'node:crypto';
import type { OwnershipHints } from '../gather/sources/attribution.ts';
import { findSourceKeys } from '../gather/sources/find-source-keys.ts';
import type { SourceWorld } from '../gather/sources/ports.ts';
import type { SearchCounts } from '../gather/sources/references/found-reference.ts';
import type { SourceSpec } from '../gather/sources/source-spec.ts';
import type { RunningImage } from '../model/drift.ts';
import type { DeclaredChart } from '../model/inventory.ts';
import type { Occurrence, Rejected } from '../model/occurrence.ts';
import type { Gap } from '../model/reading.ts';
import type { Resource } from '../model/resource.ts';
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

/** What sources state, with the resources that they state it in. */
export interface StatedResources {
  readonly statements: Statements;
  /** As a record holds them. */
  readonly resources: readonly Resource[];
}

/** Of no source: there are releases that are images alone. */
const nothing: Statements = {
  readings: [],
  found: [],
  rejected: [],
  gaps: [],
  searched: { resources: 0, definitions: 0, places: 0 },
};

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
  if (specs.length === 0) return nothing;
  const keys = await findSourceKeys(specs, world);
  const key = toKey('statements', specs, keys, world);
  const kept = await findKept(world, key, isStatements);
  if (kept) return kept;
  const { statements, keep } = await make(specs, world, { ...options, keys });
  await keep(key, statements);
  return statements;
}

/**
 * `readStatements` with the resources.
 *
 * cost    unchanged: the same, and one more entry of the cache, which holds most of the manifests
 */
export async function readStatedResources(
  specs: readonly SourceSpec[],
  world: SourceWorld,
  options: StageOptions,
): Promise<StatedResources> {
  if (specs.length === 0) return { statements: nothing, resources: [] };
  const keys = await findSourceKeys(specs, world);
  const [key, resourcesKey] = (['statements', 'resources'] as const).map((what) => toKey(what, specs, keys, world));
  const [statements, resources] = await Promise.all([
    findKept(world, key, isStatements),
    findKept(world, resourcesKey, isResources),
  ]);
  if (statements && resources) return { statements, resources };
  const made = await make(specs, world, { ...options, keys });
  const found = { statements: made.statements, resources: made.recordResources() };
  await made.keep(key, found.statements);
  await made.keep(resourcesKey, found.resources);
  return found;
}

async function make(
  specs: readonly SourceSpec[],
  world: SourceWorld,
  { keys, ...options }: StageOptions & { readonly keys: readonly (string | undefined)[] },
) {
  const { makeStatements } = await import('./make-statements.ts');
  const made = await makeStatements(specs, world, options);
  const isKept = made.keys.every((each, index) => each !== undefined && each === keys[index]);
  const keep = async (key: string | undefined, value: unknown): Promise<void> => {
    if (key !== undefined && isKept) await world.cache.keep(key, value);
  };
  return { ...made, keep };
}

async function findKept<Value>(
  { cache }: SourceWorld,
  key: string | undefined,
  isOne: (value: unknown) => value is Value,
): Promise<Value | undefined> {
  const kept = key === undefined ? undefined : await cache.find(key);
  return isOne(kept) ? kept : undefined;
}

/** All sources together, since what one holds may decide what a text of another means; undefined where one has to be read to know. */
function toKey(
  what: 'statements' | 'resources',
  specs: readonly SourceSpec[],
  keys: readonly (string | undefined)[],
  { files }: SourceWorld,
): string | undefined {
  if (keys.includes(undefined)) return undefined;
  const kinds = specs.map(({ at }) => files.kindOf(at) ?? 'absent');
  return createHash('sha256')
    .update(JSON.stringify([what, specs, keys, kinds]))
    .digest('hex');
}

/** A cache is a file that anything may have happened to. */
function isStatements(value: unknown): value is Statements {
  if (typeof value !== 'object' || value === null) return false;
  const lists = ['readings', 'found', 'rejected', 'gaps'];
  return lists.every((name) => Array.isArray(Reflect.get(value, name))) && typeof Reflect.get(value, 'searched') === 'object';
}

function isResources(value: unknown): value is readonly Resource[] {
  return Array.isArray(value) && value.every((each) => typeof Object(each).identity === 'object');
}
