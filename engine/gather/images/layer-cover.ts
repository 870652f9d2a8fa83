import type { LayerReading } from '../../model/layer.ts';
import { folderOf, holdsSorted } from './sorted-paths.ts';

/** How a layer treats a path of lower ones. */
export type Cover = 'kept' | 'replaced' | 'removed';

/** Says what becomes of a lower layer's file. */
export interface LayerCover {
  /**
   * Of a file or link: `replaced`: the layer has something else at the path, or something that is no directory above it. `removed`: a whiteout or an
   * opaque directory takes it away and nothing stands there.
   */
  of(path: string): Cover;
  /** Whether lower layers lose what they have at the path, be there something else in this layer or not. */
  takes(path: string): boolean;
  /** Whether the layer has something there that is no directory. */
  has(path: string): boolean;
  /** Whether the path is a directory because something of this layer lies below it. */
  holds(path: string): boolean;
  /** Directories that something of this layer lies in. */
  readonly folders: ReadonlySet<string>;
}

const covers = new WeakMap<LayerReading, LayerCover>();

/**
 * What one layer does to the files below it. Computed once for each reading, however many images share it.
 *
 * source  OCI image-spec 1.1, layer.md, "Changesets"
 */
export function coverOf(layer: LayerReading): LayerCover {
  const known = covers.get(layer);
  if (known) return known;
  const cover = createCover(layer);
  covers.set(layer, cover);
  return cover;
}

function createCover(layer: LayerReading): LayerCover {
  const has = (path: string) => holdsSorted(layer.paths, path);
  const folders = new Set<string>();
  const directories = layer.facts?.entries.directories ?? [];
  addFolders(layer.paths, folders);
  addFolders(directories, folders);
  const whiteouts = new Set(layer.whiteouts);
  const opaque = new Set(layer.opaque);
  const above = new Map<string, Cover>();
  const ofFolder = (folder: string): Cover => {
    const known = above.get(folder);
    if (known) return known;
    const cover = folder !== '' && has(folder) ? 'replaced' : whiteouts.has(folder) || opaque.has(folder) ? 'removed' : undefined;
    const decided = cover ?? (folder === '' ? 'kept' : ofFolder(folderOf(folder)));
    above.set(folder, decided);
    return decided;
  };
  return {
    folders,
    has,
    holds: (path) => folders.has(path),
    takes: (path) => has(path) || whiteouts.has(path) || (path !== '' && ofFolder(folderOf(path)) !== 'kept'),
    of(path) {
      if (has(path) || folders.has(path) || holdsSorted(directories, path)) return 'replaced';
      return whiteouts.has(path) ? 'removed' : ofFolder(folderOf(path));
    },
  };
}

/** Paths are sorted, so that those of one directory mostly follow each other. */
function addFolders(paths: readonly string[], folders: Set<string>): void {
  let last = '';
  for (const path of paths) {
    if (liesIn(path, last)) continue;
    last = folderOf(path);
    for (let folder = last; folder !== '' && !folders.has(folder); folder = folderOf(folder)) folders.add(folder);
  }
}

/** Whether a path lies directly in a folder. */
function liesIn(path: string, folder: string): boolean {
  if (folder === '') return !path.includes('/');
  const { length } = folder;
  return path.charCodeAt(length) === 47 && path.startsWith(folder) && !path.includes('/', length + 1);
}
