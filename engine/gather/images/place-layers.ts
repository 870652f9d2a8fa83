import { packDigests, unpackDigests } from '../../formats/file-digests/file-digests.ts';
import type { FileDigests, LayerReading } from '../../model/layer.ts';
import { collectEntries } from './entry-list.ts';
import { entriesOf, type LayerEntry } from './entry-table.ts';
import { findStandingEntry, type LayerStack, resolveEntry } from './find-entry.ts';
import { coverOf } from './layer-cover.ts';
import { folderOf, holdsSorted } from './sorted-paths.ts';

/** From a folder as a layer names it to where its content goes. */
type Moves = ReadonlyMap<string, string>;

/**
 * The layers with every path where it stands in the image: what a layer puts below a directory that is a link in a lower layer goes to
 * where that link leads, as every runtime unpacks it. A layer that states the directory itself replaces the link, so nothing moves.
 *
 * in      oldest first
 * out     the same readings but for those with such paths
 * cost    O(directories that layers do not state × layers); nothing for layers that state all of theirs, as nearly all do, and before the first symlink
 * source  containerd 1.7, pkg/archive/tar.go, applyNaive: the parent of each entry is resolved in the root
 */
export function placeLayers(stack: LayerStack): LayerStack {
  const placed: (LayerReading | undefined)[] = [];
  let hasLinks = false;
  for (const layer of stack) {
    hasLinks ||= layer?.facts?.entries.classes.some(({ kind }) => kind === 'symlink') ?? false;
    const moves = hasLinks && layer && findMoves(layer, placed);
    placed.push(layer && moves && moves.size > 0 ? moveLayer(layer, moves) : layer);
  }
  return placed;
}

function findMoves(layer: LayerReading, below: LayerStack): Moves {
  const moves = new Map<string, string>();
  if (!layer.facts) return moves;
  for (const folder of unstatedFolders(layer)) {
    const place = movedPath(folder, moves);
    const stack = entriesOf(layer)?.find(place) ? [...below, layer] : below;
    const standing = findStandingEntry(stack, place);
    if (standing.kind !== 'found' || standing.entry.kind !== 'symlink') continue;
    const end = resolveEntry(stack, place);
    if (end.kind === 'found') moves.set(folder, end.entry.path);
  }
  return moves;
}

const unstated = new WeakMap<LayerReading, readonly string[]>();

/** Directories that stand only in the paths of others; those above come first. */
function unstatedFolders(layer: LayerReading): readonly string[] {
  const known = unstated.get(layer);
  if (known) return known;
  const folders = new Set(coverOf(layer).folders);
  for (const path of [
    ...layer.whiteouts.map(folderOf),
    ...layer.opaque,
    ...(layer.facts?.entries.directories ?? []).map(folderOf),
  ])
    for (let folder = path; folder !== '' && !folders.has(folder); folder = folderOf(folder)) folders.add(folder);
  const directories = layer.facts?.entries.directories ?? [];
  const list = [...folders].filter((folder) => !holdsSorted(directories, folder)).sort();
  unstated.set(layer, list);
  return list;
}

function movedPath(path: string, moves: Moves): string {
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    const target = moves.get(folder);
    if (target !== undefined) return (target === '' ? '' : `${target}/`) + path.slice(folder.length + 1);
  }
  return path;
}

function moveLayer(layer: LayerReading, moves: Moves): LayerReading {
  const move = (path: string) => movedPath(path, moves);
  const moveIn = <Item extends { readonly path: string }>(item: Item): Item => ({ ...item, path: move(item.path) });
  const { facts } = layer;
  const collected = collectEntries();
  const table = entriesOf(layer);
  for (const path of [...layer.paths, ...(facts?.entries.directories ?? [])]) {
    const entry = table?.find(path);
    if (entry) collected.set(movedEntry(entry, move));
  }
  const { paths, entries } = collected.end();
  const capabilities = facts?.entries.capabilities.map(([path, text]) => [move(path), text] as const) ?? [];
  return {
    ...layer,
    paths,
    whiteouts: layer.whiteouts.map(move).sort(),
    // An opaque directory is the link's target, whatever the layer calls it.
    opaque: layer.opaque.map((path) => moves.get(path) ?? move(path)).sort(),
    found: layer.found.map((found) => ({ ...moveIn(found), packages: found.packages.map(moveIn) })),
    distributions: layer.distributions.map(moveIn),
    ...(facts && {
      facts: { ...facts, entries: { ...entries, capabilities }, credentials: facts.credentials.map(moveIn) },
    }),
    ...(layer.fileDigests && { fileDigests: moveDigests(layer.fileDigests, move) }),
  };
}

function moveDigests(digests: FileDigests, move: (path: string) => string): FileDigests {
  const { owners, paths } = digests;
  const moved = packDigests(new Map([...unpackDigests(digests)].map(([path, digest]) => [move(path), digest])));
  if (!owners) return moved;
  const places = new Map(moved.paths.map((path, place) => [path, place]));
  const movedFiles = (files: readonly number[]) => files.flatMap((place) => places.get(move(paths[place] ?? '')) ?? []);
  return { ...moved, owners: owners.map((owner) => ({ ...owner, files: movedFiles(owner.files).sort((a, b) => a - b) })) };
}

function movedEntry(entry: LayerEntry, move: (path: string) => string): LayerEntry {
  return { ...entry, path: move(entry.path), ...(entry.kind === 'hardlink' && { target: move(entry.target) }) };
}
