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
 * cost    about 24 bytes an entry beside its path; what is alike is kept once
 */
export function collectEntries(): EntryCollector {
  const places = new Map<string, number>();
  const classes = createClasses();
  const classOf: number[] = [];
  const sizes: number[] = [];
  const targets = new Map<string, string>();
  const capabilities = new Map<string, string>();
  return {
    set({ path, kind, mode, uid, gid, sizeBytes, target, capability }) {
      const known = places.get(path);
      const place = known ?? classOf.length;
      if (known === undefined) places.set(path, place);
      classOf[place] = classes.indexOf(kind, mode, uid, gid);
      sizes[place] = sizeBytes;
      if (isLink({ kind })) targets.set(path, target);
      if (capability) capabilities.set(path, readCapability(capability) ?? 'unreadable');
      else if (known !== undefined) capabilities.delete(path);
    },
    end() {
      const isDirectory = (place: number) => classes.list[classOf[place] ?? 0]?.kind === 'directory';
      const paths: string[] = [];
      const directories: string[] = [];
      for (const [path, place] of places) (isDirectory(place) ? directories : paths).push(path);
      paths.sort();
      directories.sort();
      const placesOf = (list: readonly string[]) => list.map((path) => places.get(path) ?? 0);
      const inOrder = placesOf(paths);
      const links = paths.filter((_, index) => isLink(classes.list[classOf[inOrder[index] ?? 0] ?? 0] ?? nothing));
      const entries: LayerEntries = {
        directories,
        classes: classes.list,
        runs: toRuns([...inOrder, ...placesOf(directories)].map((place) => classOf[place] ?? 0)),
        sizes: inOrder.map((place) => sizes[place] ?? 0),
        targets: links.map((path) => targets.get(path) ?? ''),
        capabilities: [...capabilities].sort(([a], [b]) => (a < b ? -1 : 1)),
      };
      return { paths, entries };
    },
  };
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

function toRuns(indexes: readonly number[]): number[] {
  const runs: number[] = [];
  for (const index of indexes) {
    const last = runs.length - 2;
    if (last >= 0 && runs[last] === index) runs[last + 1] = (runs[last + 1] ?? 0) + 1;
    else runs.push(index, 1);
  }
  return runs;
}
