import type { EntryClass, LayerReading } from '../../model/layer.ts';
import { isLink } from './entry-list.ts';
import { searchSorted } from './sorted-paths.ts';

/** One entry of a layer. */
export interface LayerEntry extends EntryClass {
  readonly path: string;
  /** Zero for all but files. */
  readonly sizeBytes: number;
  /** Of links; empty otherwise. */
  readonly target: string;
}

/** What a layer holds, by path. */
export interface EntryTable {
  find(path: string): LayerEntry | undefined;
  /** The first entries whose class is asked for; classes are few, so this is cheap where few entries have them. */
  select(wanted: (entry: EntryClass) => boolean, most: number): readonly LayerEntry[];
  /** Bytes of the files whose places in `paths` lie in [start, end). */
  sizeOf(start: number, end: number): number;
}

const tables = new WeakMap<LayerReading, EntryTable>();

/** The entries of a layer; undefined where the reading has none. Made once for each reading, however many images share it. */
export function entriesOf(layer: LayerReading): EntryTable | undefined {
  const known = tables.get(layer);
  if (known || !layer.facts) return known;
  const table = createTable(layer);
  tables.set(layer, table);
  return table;
}

function createTable(layer: LayerReading): EntryTable {
  const { paths, facts } = layer;
  const { directories = [], classes = [], runs = [], sizes = [], targets = [] } = facts?.entries ?? {};
  const classAt = expand(runs, paths.length + directories.length);
  let linkAt: Map<number, number> | undefined;
  let sums: Float64Array | undefined;
  const targetAt = (place: number) => {
    linkAt ??= numberLinks(classAt, classes, paths.length);
    return targets[linkAt.get(place) ?? -1] ?? '';
  };
  const entryAt = (place: number): LayerEntry | undefined => {
    const path = place < paths.length ? paths[place] : directories[place - paths.length];
    const entry = classes[classAt[place] ?? -1];
    if (path === undefined || !entry) return undefined;
    return { ...entry, path, sizeBytes: sizes[place] ?? 0, target: isLink(entry) ? targetAt(place) : '' };
  };
  return {
    find(path) {
      const place = searchSorted(paths, path);
      if (paths[place] === path) return entryAt(place);
      const directory = searchSorted(directories, path);
      return directories[directory] === path ? entryAt(paths.length + directory) : undefined;
    },
    select(wanted, most) {
      const chosen = classes.map(wanted);
      if (!chosen.includes(true)) return [];
      const found: LayerEntry[] = [];
      for (let place = 0; place < classAt.length && found.length < most; place++) {
        const entry = chosen[classAt[place] ?? -1] ? entryAt(place) : undefined;
        if (entry) found.push(entry);
      }
      return found;
    },
    sizeOf(start, end) {
      sums ??= addUp(sizes);
      return (sums[end] ?? 0) - (sums[start] ?? 0);
    },
  };
}

/** Runs come from a cache: no more is believed of them than there are entries. */
function expand(runs: readonly number[], length: number): Uint32Array {
  const classAt = new Uint32Array(length);
  let at = 0;
  for (let run = 0; run + 1 < runs.length && at < length; run += 2) {
    const end = Math.min(length, at + (runs[run + 1] ?? 0));
    classAt.fill(runs[run] ?? 0, at, end);
    at = end;
  }
  return classAt;
}

function numberLinks(classAt: Uint32Array, classes: readonly EntryClass[], paths: number): Map<number, number> {
  const isLinkClass = classes.map(isLink);
  const numbers = new Map<number, number>();
  for (let place = 0; place < paths; place++) if (isLinkClass[classAt[place] ?? -1]) numbers.set(place, numbers.size);
  return numbers;
}

function addUp(sizes: readonly number[]): Float64Array {
  const sums = new Float64Array(sizes.length + 1);
  let sum = 0;
  for (let index = 0; index < sizes.length; index++) {
    sum += sizes[index] ?? 0;
    sums[index + 1] = sum;
  }
  return sums;
}
