import type { LayerReading } from '../../model/layer.ts';
import { entriesOf, type LayerEntry } from './entry-table.ts';
import { coverOf } from './layer-cover.ts';

/** Links that lead to links; as many as Linux follows. */
const mostHops = 40;

/** A stack of layers, oldest first; undefined for one without a reading. */
export type LayerStack = readonly (LayerReading | undefined)[];

/** What stands at a path of an image. */
export type Standing =
  | {
      readonly kind: 'found';
      /** After every link; a hard link counts as the file that it is. */
      readonly entry: LayerEntry;
      /** 0 is the oldest layer. */
      readonly layer: number;
    }
  | { readonly kind: 'missing' | 'unknown' };

/**
 * What stands at a path once all layers lie over each other, without following a link at the path itself or above it.
 *
 * out     a directory that no layer states, and that stands in the paths of others, is root's with mode 755, as runtimes make it.
 *         `unknown` where a layer that could say so was not read
 */
export function findStandingEntry(stack: LayerStack, path: string): Standing {
  let implied: Standing | undefined = path === '' ? { kind: 'found', entry: impliedDirectory(''), layer: 0 } : undefined;
  for (let index = stack.length - 1; index >= 0; index--) {
    const layer = stack[index];
    const entry = layer && entriesOf(layer)?.find(path);
    if (entry) return implied && entry.kind !== 'directory' ? implied : { kind: 'found', entry, layer: index };
    // What a broken archive did not come to may stand here.
    if (!layer?.facts || !layer.complete) return { kind: 'unknown' };
    const cover = coverOf(layer);
    if (cover.holds(path)) implied ??= { kind: 'found', entry: impliedDirectory(path), layer: index };
    if (cover.takes(path)) break;
  }
  return implied ?? { kind: 'missing' };
}

/**
 * What a path of an image leads to, with links followed as the kernel does inside a container: `..` at the root stays there.
 *
 * in      a path with or without a leading slash; what is told of each directory that is passed on the way, links' directories too
 * out     `missing` for a loop, for more than 40 links, and for what lies below something that is no directory
 */
export function resolveEntry(stack: LayerStack, path: string, pass?: (directory: LayerEntry) => void): Standing {
  let waiting = path.split('/');
  const reached: string[] = [];
  let hops = 0;
  let standing = findStandingEntry(stack, '');
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      reached.pop();
      standing = findStandingEntry(stack, reached.join('/'));
      continue;
    }
    if (standing.kind !== 'found') return standing;
    if (standing.entry.kind !== 'directory') return { kind: 'missing' };
    pass?.(standing.entry);
    standing = findStandingEntry(stack, [...reached, part].join('/'));
    if (standing.kind === 'found' && standing.entry.kind === 'symlink') {
      const { target } = standing.entry;
      if (++hops > mostHops) return { kind: 'missing' };
      if (target.startsWith('/')) reached.length = 0;
      waiting = [...target.split('/'), ...waiting];
      standing = findStandingEntry(stack, reached.join('/'));
    } else reached.push(part);
  }
  return standing;
}

function impliedDirectory(path: string): LayerEntry {
  return { kind: 'directory', mode: 0o755, uid: 0, gid: 0, path, sizeBytes: 0, target: '' };
}
