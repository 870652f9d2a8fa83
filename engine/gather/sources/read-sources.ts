import { rendersAtOnce, type SourceFiles, type SourceWorld } from './ports.ts';
import { findReferences } from './references/find-references.ts';
import type { Locate, SourceReading } from './source.ts';
import type { SourceSpec } from './source-spec.ts';
import { unitOf } from './unit-of.ts';

/** How sources are read. */
export interface ReadSourcesOptions {
  /** Sources that are rendered at one time. */
  readonly concurrency?: number;
  /** Called when a source begins and when it ends. */
  readonly onProgress?: (progress: SourceProgress) => void;
  /** Renders charts as configured and tries nothing more: what decides images and what switches show stays unknown. */
  readonly asConfigured?: boolean;
  readonly signal?: AbortSignal;
}

/** How far the sources are. */
export interface SourceProgress {
  /** As configured: `kustomize:apps/katib`. */
  readonly source: string;
  readonly state: 'begun' | 'done';
  readonly done: number;
  readonly total: number;
}

/**
 * Reads every configured source. Each is read by itself: one that fails says so in its gaps, and the others are read.
 *
 * in      entries of `sources`; what they need from outside
 * out     one reading for each entry, in their order
 * gaps    what the units say; unit-crashed
 * faults  rejects with the signal's reason when it is aborted
 */
export async function readSources(
  specs: readonly SourceSpec[],
  world: SourceWorld,
  { concurrency = rendersAtOnce, onProgress, asConfigured = false, signal }: ReadSourcesOptions = {},
): Promise<readonly SourceReading[]> {
  const readings: SourceReading[] = [];
  const pending = [...specs.entries()];
  let done = 0;
  const names = namesOf(specs);
  const recognizing: SourceWorld = asConfigured ? world : { recognize: (resources) => findReferences(resources).found, ...world };
  const report = (spec: SourceSpec, state: SourceProgress['state']): void =>
    onProgress?.({ source: names.get(spec) ?? nameOf(spec), state, done, total: specs.length });
  const work = async (): Promise<void> => {
    for (let next = pending.shift(); next; next = pending.shift()) {
      const [index, spec] = next;
      signal?.throwIfAborted();
      report(spec, 'begun');
      readings[index] = named(await readOne(spec, recognizing, signal), names.get(spec) ?? nameOf(spec), spec);
      done += 1;
      report(spec, 'done');
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, work));
  signal?.throwIfAborted();
  return readings;
}

/**
 * Finds the line of the source tree that decides an image, for resources of any of the sources.
 *
 * in      the entries that the resources were read from
 * cost    source files are read when they are first asked for, and kept
 */
export async function createLocator(specs: readonly SourceSpec[], files: SourceFiles): Promise<Locate> {
  const named = [...namesOf(specs)].map(async ([spec, name]) => [name, (await unitOf(spec)).locator(spec, files)] as const);
  const byName = new Map(await Promise.all(named));
  return (sighting) => {
    const { source, file, line } = sighting.from;
    return byName.get(source)?.(sighting) ?? { file, line: line ?? 1 };
  };
}

/** How a source is called in records and messages: `kustomize:apps/katib`. */
export function nameOf(spec: SourceSpec): string {
  return `${spec.kind}:${spec.at}`;
}

/** One name each: where two entries lead to one place, the release and its namespace tell charts apart, and their order what is left. */
function namesOf(specs: readonly SourceSpec[]): ReadonlyMap<SourceSpec, string> {
  const names = new Map<SourceSpec, string>();
  const taken = new Set<string>();
  for (const spec of specs) {
    const own = nameOf(spec);
    const isShared = specs.some((other) => other !== spec && nameOf(other) === own);
    const base = isShared && spec.kind === 'helm' ? `${own}#${spec.namespace}/${spec.release}` : own;
    let name = base;
    for (let count = 2; taken.has(name); count += 1) name = `${base}#${count}`;
    taken.add(name);
    names.set(spec, name);
  }
  return names;
}

/** Readings say the name that their kind gives; kept ones too. */
function named(reading: SourceReading, name: string, spec: SourceSpec): SourceReading {
  const own = nameOf(spec);
  if (name === own) return reading;
  const rename = <Item extends { readonly source: string }>(item: Item): Item =>
    item.source === own ? { ...item, source: name } : item;
  return { ...reading, resources: reading.resources.map(rename), charts: reading.charts.map(rename) };
}

async function readOne(spec: SourceSpec, world: SourceWorld, signal: AbortSignal | undefined): Promise<SourceReading> {
  try {
    return await (await unitOf(spec)).read(spec, world, signal);
  } catch (error) {
    const detail = `reading ${nameOf(spec)} came to an end that should be impossible: ${error instanceof Error ? error.message : String(error)}`;
    return {
      resources: [],
      occurrences: [],
      charts: [],
      gaps: [{ code: 'unit-crashed', unit: `gather/sources/${spec.kind}`, path: spec.at, detail }],
    };
  }
}
