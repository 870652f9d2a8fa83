import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Content } from '../../formats/content.ts';
import { splitDigest } from '../../formats/oci/digest.ts';
import type { ImageStore } from '../../gather/images/store.ts';
import type { Gap } from '../../model/reading.ts';
import { type ContainerdNames, readContainerdNames } from './containerd-names.ts';
import { fileAt } from './local-blob.ts';
import { createLocalStore } from './local-store.ts';

const unit = 'adapters/images';

/** Where containerd keeps what it has. */
export interface ContainerdOptions {
  /** As configured: `/var/lib/containerd`. */
  readonly at: string;
  /** The folder that `at` counts from. */
  readonly folder: string;
}

/**
 * A store of containerd's content, read from its folder without asking the daemon, which may run meanwhile.
 *
 * out     id `containerd:AT`; an image is found by the name that containerd's metadata gives it, or by digest, for which no metadata is needed
 * gaps    store-missing, metadata-unreadable (names are not known, digests are), and those of `createLocalStore`: containerd may keep a
 *         manifest and throw away layers that it has unpacked
 * source  containerd, docs/ops.md (io.containerd.content.v1.content, io.containerd.metadata.v1.bolt)
 */
export function openContainerd({ at, folder }: ContainerdOptions): ImageStore {
  const root = resolve(folder, at);
  return createLocalStore(`containerd:${at}`, async () => {
    const blobs = join(root, 'io.containerd.content.v1.content', 'blobs');
    const there = await stat(blobs).catch((error: NodeJS.ErrnoException) => error);
    if (there instanceof Error) return { layouts: [], gaps: [missing(at, there.code)] };
    const { names, troubles } = readNames(join(root, 'io.containerd.metadata.v1.bolt', 'meta.db'));
    const entries = names.map(({ name, target }) => ({
      names: new Set([name]),
      digest: target.digest,
      describe: async () => target,
    }));
    const gaps = troubles.map((trouble) => gapOf('metadata-unreadable', at, `the names of images in ${at}: ${trouble}`));
    const locate = (digest: string) => fileAt(join(blobs, ...splitDigest(digest)));
    return { layouts: [{ path: at, entries, locate, made: new Map(), gaps: [] }], gaps };
  });
}

function missing(at: string, code: string | undefined): Gap {
  if (code === 'EACCES' || code === 'EPERM')
    return gapOf('store-unreadable', at, `${at} may not be read by this user; containerd keeps it for root`);
  return gapOf('store-missing', at, `${at} is no folder of containerd: it has no io.containerd.content.v1.content/blobs`);
}

function readNames(file: string): ContainerdNames {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    return { names: [], troubles: [`meta.db cannot be opened: ${(error as Error).message}`] };
  }
  try {
    return readContainerdNames(contentAt(descriptor));
  } catch (error) {
    return { names: [], troubles: [`meta.db cannot be read: ${(error as Error).message}`] };
  } finally {
    closeSync(descriptor);
  }
}

function contentAt(descriptor: number): Content {
  const { size: sizeBytes } = fstatSync(descriptor);
  return {
    sizeBytes,
    slice(start, end) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, sizeBytes) - start));
      return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, start));
    },
  };
}

function gapOf(code: string, path: string, detail: string): Gap {
  return { code, unit, path, detail };
}
