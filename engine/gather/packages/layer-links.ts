import type { TarEntry } from '../../formats/tar/tar-entry.ts';
import type { Gap } from '../../model/reading.ts';
import type { Cataloger, FileHead } from './cataloger.ts';
import { wantsName } from './read-file.ts';
import { resolveLink } from './resolve-link.ts';

/** Links that lead to links; as many as Linux follows. */
const hops = 40;

/** Of files that are read for a link once more; a small one counts as a page. Stores that link each file several times stay far below. */
const rereads = { mostBytes: 16 * 1024 * 1024, pageBytes: 4096 };

/** A link of a layer. */
export interface Link {
  readonly kind: 'hardlink' | 'symlink';
  /** Path in the layer. */
  readonly target: string;
}

/** A link entry as the place it leads to; undefined for entries that are none. */
export function findLink(entry: TarEntry): Link | undefined {
  if (entry.kind === 'hardlink') return { kind: 'hardlink', target: entry.target };
  return entry.kind === 'symlink' ? { kind: 'symlink', target: resolveLink(entry.path, entry.target) } : undefined;
}

/** The first place on the way that is no link of this layer; undefined for a loop. */
export function followLinks(link: Link, links: ReadonlyMap<string, Link>): string | undefined {
  let target = link.target;
  for (let hop = 0; hop < hops; hop++) {
    const next = links.get(target);
    if (!next) return target;
    target = next.target;
  }
  return undefined;
}

/**
 * The gap for a link whose content stands in another layer, or nowhere.
 *
 * in      where it leads; undefined for a loop. Catalogers: those that may ask for the path
 * out     undefined when nothing is missed: no cataloger asks for the path of a symlink, or it is an alias of a path that the same
 *         cataloger asks for by name and so is read there, whichever layer holds it
 */
export function findMissedLink(
  path: string,
  link: Link,
  end: string | undefined,
  catalogers: readonly Cataloger[],
): Gap | undefined {
  const isMissed = (cataloger: Cataloger) => wantsName(cataloger, path) && (end === undefined || !wantsName(cataloger, end));
  if (link.kind === 'symlink' && !catalogers.some(isMissed)) return undefined;
  const how = link.kind === 'hardlink' ? 'hard link' : 'symlink';
  const detail =
    end === undefined
      ? `it is a ${how} that leads in a circle, or over more than ${hops} links; nothing was read as this file`
      : `it is a ${how} to ${link.target || '/'}, which this layer does not hold; what stands there was not read as this file`;
  return { code: 'link-unresolved', unit: 'gather/packages', path, detail };
}

/**
 * A limit on reading one file for many links: a layer can hold a million links to a large one.
 *
 * out     whether a file may be read for one more link; for the first it always may
 */
export function limitRereads(): (target: FileHead) => boolean {
  const read = new Set<string>();
  let leftBytes = rereads.mostBytes;
  return ({ path, sizeBytes }) => {
    if (!read.has(path)) {
      read.add(path);
      return true;
    }
    leftBytes -= Math.max(sizeBytes, rereads.pageBytes);
    return leftBytes >= 0;
  };
}

/** The gap for a link over that limit. */
export function unreadLink(path: string, target: string): Gap {
  const detail = `it is one of many links to ${target}, which was read for others; what stands there was not read as this file`;
  return { code: 'link-unresolved', unit: 'gather/packages', path, detail };
}
