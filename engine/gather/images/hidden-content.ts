import type { LayerReading } from '../../model/layer.ts';
import type { HiddenContent } from '../../model/release.ts';
import { entriesOf } from './entry-table.ts';
import type { LayerStack } from './find-entry.ts';
import { coverOf, type LayerCover } from './layer-cover.ts';
import { folderOf, rangeBelow } from './sorted-paths.ts';

/** How many of the largest are told for each layer. */
const most = 10;

/** What of a layer is hidden. */
export interface Hidden {
  readonly bytes: number;
  /** Most bytes first. */
  readonly largest: readonly HiddenContent[];
}

/** The same layers over each other, in however many images: what the top one hides of each below. */
interface Chain {
  readonly hides: readonly Hidden[];
  readonly next: WeakMap<LayerReading, Chain>;
}

const chains: Chain = { hides: [], next: new WeakMap() };

/**
 * Content that is pulled and never seen, by layer: files that later layers replace or remove.
 *
 * in      layers as placed, oldest first
 * out     for each layer; undefined for layers without entries. What is hidden twice counts for the first that hides it
 * units   uncompressed bytes of files; a file counts once, however many hard links it has
 * cost    O(files in directories that layers share), once for each distinct chain of layers
 * source  OCI image-spec 1.1, layer.md, "Whiteouts"
 */
export function findHidden(stack: LayerStack): readonly (Hidden | undefined)[] {
  const known = stack.map((layer) => (layer && entriesOf(layer) ? layer : undefined));
  const read = known.filter((layer) => layer !== undefined);
  const places = new Map(read.map((layer, index) => [index, known.indexOf(layer)]));
  const found = read.map((): Hidden[] => []);
  let chain = chains;
  for (const [index, layer] of read.entries()) {
    let next = chain.next.get(layer);
    if (!next) {
      next = { hides: hiddenBy(layer, read.slice(0, index)), next: new WeakMap() };
      chain.next.set(layer, next);
    }
    chain = next;
    for (const [below, hidden] of chain.hides.entries()) if (hidden.bytes > 0) found[below]?.push(hidden);
  }
  const sums = new Map(found.map((list, index) => [places.get(index), addUp(list)]));
  return stack.map((_, index) => sums.get(index));
}

function addUp(list: readonly Hidden[]): Hidden {
  return { bytes: list.reduce((sum, { bytes }) => sum + bytes, 0), largest: largestOf(list.flatMap(({ largest }) => largest)) };
}

function largestOf(contents: readonly HiddenContent[]): HiddenContent[] {
  return contents.toSorted((a, b) => b.sizeBytes - a.sizeBytes || (a.path < b.path ? -1 : 1)).slice(0, most);
}

/** Bytes by what hides them, and which files are counted already. */
interface Sums {
  readonly bytes: Map<string, number>;
  readonly counted: Set<string>;
}

function hiddenBy(layer: LayerReading, below: readonly LayerReading[]): Hidden[] {
  if (below.length === 0) return [];
  const sums = below.map((): Sums => ({ bytes: new Map(), counted: new Set() }));
  const context = { below, covers: below.map(coverOf), sums };
  hideReplaced(layer, context);
  for (const path of layer.whiteouts) hideBelow(path, context);
  for (const folder of layer.opaque) hideBelow(folder, context);
  return sums.map((hidden) => {
    const contents = [...hidden.bytes].map(([path, sizeBytes]) => ({ path, sizeBytes, by: layer.digest }));
    return { bytes: contents.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0), largest: largestOf(contents) };
  });
}

interface Below {
  readonly below: readonly LayerReading[];
  readonly covers: readonly LayerCover[];
  readonly sums: readonly Sums[];
}

/** What stands in directories that no lower layer has can hide nothing; most files of a layer do. */
function hideReplaced(layer: LayerReading, context: Below): void {
  const { covers } = context;
  let folder: string | undefined;
  let isShared = false;
  for (const path of layer.paths) {
    const inFolder = folderOf(path);
    if (inFolder !== folder) {
      folder = inFolder;
      isShared = inFolder === '' || covers.some((cover) => cover.folders.has(inFolder));
    }
    if (isShared) hideBelow(path, context);
  }
  for (const path of [...coverOf(layer).folders, ...(layer.facts?.entries.directories ?? [])]) hideFile(path, path, context);
}

/** Hides a path and all that lies below it. */
function hideBelow(path: string, context: Below): void {
  hideFile(path, path, context);
  for (const [index, layer] of context.below.entries()) {
    if (path !== '' && !context.covers[index]?.folders.has(path)) continue;
    const [start, end] = rangeBelow(layer.paths, path);
    for (const file of layer.paths.slice(start, end)) hideFile(file, path, context);
  }
}

/** The topmost layer that has the file loses it; those below it lost it before. */
function hideFile(path: string, hiddenAs: string, { below, covers, sums }: Below): void {
  for (let index = below.length - 1; index >= 0; index--) {
    const layer = below[index];
    const cover = covers[index];
    if (!layer || !cover) continue;
    const has = cover.has(path);
    if (has) count(path, hiddenAs, layer, sums[index]);
    if (has || cover.of(path) !== 'kept') return;
  }
}

function count(path: string, hiddenAs: string, layer: LayerReading, sums: Sums | undefined): void {
  const sizeBytes = entriesOf(layer)?.find(path)?.sizeBytes ?? 0;
  if (!sums || sizeBytes === 0 || sums.counted.has(path)) return;
  sums.counted.add(path);
  sums.bytes.set(hiddenAs, (sums.bytes.get(hiddenAs) ?? 0) + sizeBytes);
}
