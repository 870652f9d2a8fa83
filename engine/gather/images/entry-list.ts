import { readCapability } from '../../formats/capability/read-capability.ts';
import type { TarEntry } from '../../formats/tar/tar-entry.ts';
import type { EntryClass, LayerEntries } from '../../model/layer.ts';

/** Paths of a layer with what is known of each. */
export interface CollectedEntries {
  /** Everything that is no directory, sorted by code unit. */
  readonly paths: readonly string[];
  readonly entries: LayerEntries;
}

/** Takes the entries that a layer puts into the image. */
export interface EntryCollector {
  /** A later entry at the same path replaces the earlier one. */
  set(entry: Omit<TarEntry, 'head'>): void;
  end(): CollectedEntries;
}

const linkKinds: ReadonlySet<EntryClass['kind']> = new Set(['symlink', 'hardlink']);

/** Whether a kind has a target. */
export function isLink({ kind }: Pick<EntryClass, 'kind'>): boolean {
  return linkKinds.has(kind);
}

/**
 * Collects kind, owner, mode and size of everything in a layer.
 *
 * cost    about 32 bytes an entry beside its path; what is alike is kept once. Entries are sorted once at the end, which costs little for
 *         archives that were written folder by folder
 */
export function collectEntries(): EntryCollector {
  const classes = createClasses();
  const added: Added = { paths: [], classOf: [], sizes: [], targets: [], capabilities: new Map() };
  return {
    set({ path, kind, mode, uid, gid, sizeBytes, target, capability }) {
      const place = added.paths.push(path) - 1;
      added.classOf.push(classes.indexOf(kind, mode, uid, gid));
      added.sizes.push(sizeBytes);
      added.targets.push(target);
      if (capability) added.capabilities.set(place, readCapability(capability) ?? 'unreadable');
    },
    end: () => sortEntries(added, classes.list),
  };
}

/** Entries as they came, by the place that they came in. */
interface Added {
  readonly paths: string[];
  readonly classOf: number[];
  readonly sizes: number[];
  /** Empty for all but links. */
  readonly targets: string[];
  readonly capabilities: Map<number, string>;
}

function sortEntries({ paths, classOf, sizes, targets, capabilities }: Added, classes: readonly EntryClass[]): CollectedEntries {
  const found = { paths: [] as string[], sizes: [] as number[], targets: [] as string[], classOf: [] as number[] };
  const directories = { paths: [] as string[], classOf: [] as number[] };
  const capable: (readonly [string, string])[] = [];
  const isLinkClass = classes.map(isLink);
  for (const place of lastOfEach(paths)) {
    const path = paths[place] ?? '';
    const index = classOf[place] ?? 0;
    const isDirectory = classes[index]?.kind === 'directory';
    (isDirectory ? directories : found).paths.push(path);
    (isDirectory ? directories : found).classOf.push(index);
    const capability = capabilities.get(place);
    if (capability !== undefined) capable.push([path, capability]);
    if (isDirectory) continue;
    found.sizes.push(sizes[place] ?? 0);
    if (isLinkClass[index]) found.targets.push(targets[place] ?? '');
  }
  return {
    paths: found.paths,
    entries: {
      directories: directories.paths,
      classes,
      runs: toRuns([found.classOf, directories.classOf]),
      sizes: found.sizes,
      targets: found.targets,
      capabilities: capable,
    },
  };
}

/** The place of the last entry of each path, in the order of the paths. */
function lastOfEach(paths: readonly string[]): readonly number[] {
  const places = [...paths.keys()].sort((a, b) => {
    const one = paths[a] ?? '';
    const other = paths[b] ?? '';
    return one < other ? -1 : one === other ? a - b : 1;
  });
  return places.filter((place, at) => paths[places[at + 1] ?? -1] !== paths[place]);
}

const nothing: EntryClass = { kind: 'other', mode: 0, uid: 0, gid: 0 };

/** Distinct classes in the order met; most entries are of the class of the one before. */
function createClasses() {
  const list: EntryClass[] = [];
  const known = new Map<string, number>();
  let last = nothing;
  let lastIndex = -1;
  return {
    list: list as readonly EntryClass[],
    indexOf(kind: EntryClass['kind'], mode: number, uid: number, gid: number): number {
      if (lastIndex >= 0 && last.kind === kind && last.mode === mode && last.uid === uid && last.gid === gid) return lastIndex;
      const key = `${kind} ${mode} ${uid} ${gid}`;
      lastIndex = known.get(key) ?? list.push({ kind, mode, uid, gid }) - 1;
      known.set(key, lastIndex);
      last = list[lastIndex] ?? nothing;
      return lastIndex;
    },
  };
}

function toRuns(lists: readonly (readonly number[])[]): number[] {
  const runs: number[] = [];
  for (const list of lists)
    for (const index of list) {
      const last = runs.length - 2;
      if (last >= 0 && runs[last] === index) runs[last + 1] = (runs[last + 1] ?? 0) + 1;
      else runs.push(index, 1);
    }
  return runs;
}
