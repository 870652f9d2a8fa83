import type { ImageConfiguration, ImageFacts } from '../../model/image.ts';
import type { EntryClass, LayerFacts, LayerReading } from '../../model/layer.ts';
import { entriesOf, type LayerEntry } from './entry-table.ts';
import { toFact, toMode } from './file-fact.ts';
import { findStandingEntry, type LayerStack } from './find-entry.ts';
import { kindOfProgram, type ProgramKind, programKinds } from './known-programs.ts';
import { coverOf } from './layer-cover.ts';
import { programFacts } from './program-facts.ts';
import { accountPaths } from './read-accounts.ts';

/** Longest list; how many more there are is kept. */
const most = 100;
/** What is looked at of one layer for each list. */
const mostOfLayer = 1_000;

/**
 * What the files of an image say about how it can run, and what in it helps an intruder.
 *
 * in      layers as placed, oldest first; the image's configuration
 * out     undefined when no layer has entries. Lists hold what stands after all layers
 * gaps    none of its own: `complete` is false where a layer was not read whole
 * cost    O(entries of rare classes × layers); what a layer has of them is found once, however many images share it
 */
export function findFacts(stack: LayerStack, configuration: ImageConfiguration | null): ImageFacts | undefined {
  if (!stack.some((layer) => layer?.facts)) return undefined;
  const omitted: Record<string, number> = {};
  const bound = <Item extends { readonly path: string }>(name: string, items: readonly Item[]): Item[] => {
    if (items.length > most) omitted[name] = items.length - most;
    return items.toSorted((a, b) => (a.path < b.path ? -1 : 1)).slice(0, most);
  };
  const standing = (pick: (rare: RareEntries) => readonly LayerEntry[]) => standingEntries(stack, pick);
  const programs = (kind: ProgramKind) =>
    bound(
      kind,
      standing((rare) => rare[kind]),
    ).map(({ path }) => path);
  const [shells = [], packageManagers = [], compilers = [], interpreters = []] = programKinds.map(programs);
  const facts: ImageFacts = {
    complete: stack.every((layer) => layer?.complete),
    users: accountsOf(stack, 'users'),
    groups: accountsOf(stack, 'groups'),
    ...runFacts(stack, configuration),
    setuid: bound(
      'setuid',
      standing((rare) => rare.setuid),
    ).map(toMode),
    capabilities: bound('capabilities', capabilitiesOf(stack)),
    worldWritable: bound(
      'worldWritable',
      standing((rare) => rare.worldWritable),
    ).map(toMode),
    shells,
    packageManagers,
    compilers,
    interpreters,
    credentials: bound(
      'credentials',
      keptFacts(stack, ({ credentials }) => credentials),
    ),
  };
  return Object.keys(omitted).length > 0 ? { ...facts, omitted } : facts;
}

function runFacts(
  stack: LayerStack,
  configuration: ImageConfiguration | null,
): Pick<ImageFacts, 'program' | 'interpreter' | 'acts' | 'workingDirectory' | 'volumes'> {
  if (!configuration) return { program: null, workingDirectory: null, volumes: [] };
  const { workingDirectory, volumes } = configuration;
  return {
    ...programFacts(stack, configuration),
    workingDirectory: workingDirectory === '' ? null : toFact(stack, workingDirectory),
    volumes: volumes.slice(0, most).map((path) => toFact(stack, path)),
  };
}

/** Entries of a layer that few have; of the first thousand of each kind. */
type RareEntries = Readonly<Record<ProgramKind | 'setuid' | 'worldWritable', readonly LayerEntry[]>>;

const rares = new WeakMap<LayerReading, RareEntries>();

function rareEntries(layer: LayerReading): RareEntries {
  const known = rares.get(layer);
  if (known) return known;
  const table = entriesOf(layer);
  const select = (wanted: (entry: EntryClass) => boolean) => table?.select(wanted, mostOfLayer) ?? [];
  const byKind = Map.groupBy(layer.paths, kindOfProgram);
  const programs = (kind: ProgramKind) =>
    (byKind.get(kind) ?? []).slice(0, mostOfLayer).flatMap((path) => table?.find(path) ?? []);
  const rare: RareEntries = {
    setuid: select(({ kind, mode }) => isFile(kind) && (mode & 0o6000) !== 0),
    worldWritable: select(({ kind, mode }) => (isFile(kind) || kind === 'directory') && (mode & 0o002) !== 0),
    shells: programs('shells'),
    packageManagers: programs('packageManagers'),
    compilers: programs('compilers'),
    interpreters: programs('interpreters'),
  };
  rares.set(layer, rare);
  return rare;
}

function isFile(kind: EntryClass['kind']): boolean {
  return kind === 'file' || kind === 'hardlink';
}

function standingEntries(stack: LayerStack, pick: (rare: RareEntries) => readonly LayerEntry[]): LayerEntry[] {
  return stack.flatMap((layer, index) =>
    layer ? pick(rareEntries(layer)).filter(({ path }) => standsIn(stack, path, index)) : [],
  );
}

function capabilitiesOf(stack: LayerStack): { path: string; capabilities: string }[] {
  return keptFacts(stack, ({ entries }) => entries.capabilities.map(([path, capabilities]) => ({ path, capabilities })));
}

function keptFacts<Item extends { readonly path: string }>(
  stack: LayerStack,
  pick: (facts: LayerFacts) => readonly Item[],
): Item[] {
  return stack.flatMap((layer, index) =>
    layer?.facts ? pick(layer.facts).filter(({ path }) => standsIn(stack, path, index)) : [],
  );
}

/** Whether no later layer has something else at a path, or takes it away. Of layers that were not read nothing is assumed. */
function standsIn(stack: LayerStack, path: string, index: number): boolean {
  return stack.every(
    (layer, at) => at <= index || !layer?.facts || !(entriesOf(layer)?.find(path) || coverOf(layer).takes(path)),
  );
}

/** What the topmost file says; a link to another place leaves it unknown, since only that place is read. */
function accountsOf<Kind extends 'users' | 'groups'>(stack: LayerStack, kind: Kind): NonNullable<LayerFacts[Kind]> | null {
  const found = findStandingEntry(stack, accountPaths[kind]);
  const facts = found.kind === 'found' ? stack[found.layer]?.facts : undefined;
  return facts?.[kind] ?? null;
}
