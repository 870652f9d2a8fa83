import type { TarEntry } from '../formats/tar/tar-entry.ts';
import { collectEntries } from '../gather/images/entry-list.ts';
import type { LayerEntries } from '../model/layer.ts';
import type { Gap } from '../model/reading.ts';

const whiteoutPrefix = '.wh.';
const opaqueName = '.wh..wh..opq';
/** What aufs kept for itself at the root; runtimes pass over it. */
export const metadataPrefix = '.wh..wh.';

/** What a layer puts over lower ones, removes and hides. */
export interface LayerPaths {
  readonly paths: readonly string[];
  /** Kind, owner, mode and size of these and of the directories. */
  readonly entries: LayerEntries;
  readonly whiteouts: readonly string[];
  readonly opaque: readonly string[];
  readonly gaps: readonly Gap[];
}

/** Takes the entries of one layer. */
export interface PathCollector {
  /** Whether the entry is to be looked at; whiteouts are not. */
  take(entry: TarEntry): boolean;
  end(): LayerPaths;
}

/**
 * Collects the paths of a layer and what it does to those below it.
 *
 * gaps    path-unusable: a whiteout that names nothing
 * source  OCI image-spec 1.1, layer.md, "Whiteouts"; aufs metadata as containerd and moby pass over it
 */
export function collectPaths(): PathCollector {
  const entries = collectEntries();
  const whiteouts = new Set<string>();
  const opaque = new Set<string>();
  const gaps: Gap[] = [];
  const takeSpecial = (path: string, at: number) => {
    const name = path.slice(at);
    const folder = at === 0 ? '' : path.slice(0, at - 1);
    if (name === opaqueName) opaque.add(folder);
    else if (!name.startsWith(metadataPrefix)) {
      const removed = name.slice(whiteoutPrefix.length);
      if (removed !== '' && removed !== '.' && removed !== '..') whiteouts.add(path.slice(0, at) + removed);
      else gaps.push({ code: 'path-unusable', unit: 'pipeline', path, detail: 'a whiteout that names nothing' });
    }
  };
  return {
    take(entry) {
      const { path } = entry;
      const at = path.lastIndexOf('/') + 1;
      // Hard links of old layers lead into aufs' own folder, so its files are shown to the reader but stand nowhere in the image.
      if (path.startsWith(metadataPrefix) && at > 0) return true;
      if (path.startsWith(whiteoutPrefix, at)) {
        takeSpecial(path, at);
        return false;
      }
      if (!path.startsWith(metadataPrefix)) entries.set(entry);
      return true;
    },
    end: () => ({ ...entries.end(), whiteouts: [...whiteouts].sort(), opaque: [...opaque].sort(), gaps }),
  };
}
