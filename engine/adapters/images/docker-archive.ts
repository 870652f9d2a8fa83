import { glob, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ImageStore } from '../../gather/images/store.ts';
import type { Gap } from '../../model/reading.ts';
import { listArchived, listLayout } from './archive-entries.ts';
import type { BlobPlace } from './local-blob.ts';
import { createLocalStore, type LocalLayout, type NamedEntry } from './local-store.ts';
import { indexTar } from './tar-index.ts';

const unit = 'adapters/images';

/** Where the archives are. */
export interface DockerArchiveOptions {
  /** As configured, a file or a glob: `./saved/*.tar`. */
  readonly at: string;
  /** The folder that `at` counts from. */
  readonly folder: string;
}

/**
 * A store of `docker save` archives, those of skopeo and podman, and those that are an OCI layout in a tar. Nothing is unpacked.
 *
 * out     id `docker-archive:AT`; an image is found by a name that it was saved under, or by digest where the archive keeps manifests
 * gaps    store-missing, archive-unreadable, archive-truncated (said of each image that is read from it), and those of `createLocalStore`
 */
export function openDockerArchive({ at, folder }: DockerArchiveOptions): ImageStore {
  return createLocalStore(`docker-archive:${at}`, async () => {
    const layouts: LocalLayout[] = [];
    const gaps: Gap[] = [];
    const files = await filesAt(at, folder);
    if (files.length === 0) gaps.push(gapOf('store-missing', at, `no file is at ${at}`));
    for (const file of files) {
      const layout = await readArchive(resolve(folder, file), file).catch((error: Error) =>
        gapOf('archive-unreadable', file, `${file} cannot be read: ${error.message}`),
      );
      if ('code' in layout) gaps.push(layout);
      else layouts.push(layout);
    }
    return { layouts, gaps };
  });
}

async function filesAt(at: string, folder: string): Promise<readonly string[]> {
  const isFile = async (path: string) => (await stat(resolve(folder, path)).catch(() => undefined))?.isFile() === true;
  if (await isFile(at)) return [at];
  const files: string[] = [];
  for await (const path of glob(at, { cwd: folder })) if (await isFile(path)) files.push(path);
  return files.sort();
}

async function readArchive(file: string, shown: string): Promise<LocalLayout | Gap> {
  const tar = await indexTar(file);
  const made = new Map<string, Uint8Array>();
  const places = new Map<string, BlobPlace>();
  const layout = await listLayout(tar);
  const archived = await listArchived(tar, { made, places, shown });
  const listed = new Set(layout.entries.flatMap(({ names }) => [...names]));
  const gaps = [...layout.troubles, ...archived.troubles].map((trouble) =>
    gapOf('archive-unreadable', shown, `${shown}: ${trouble}`),
  );
  if (tar.trouble) {
    const code = tar.trouble.isPartial ? 'archive-truncated' : 'archive-unreadable';
    gaps.unshift(gapOf(code, shown, `${shown} ${tar.trouble.what}`));
  }
  const isListed = ({ names }: NamedEntry) => names.size > 0 && [...names].every((name) => listed.has(name));
  const entries = [...layout.entries, ...archived.entries.filter((entry) => !isListed(entry))];
  if (entries.length === 0) return gaps[0] ?? gapOf('archive-unreadable', shown, `${shown} lists no image`);
  const locate = async (digest: string) => places.get(digest) ?? tar.find(`blobs/${digest.replace(':', '/')}`);
  return { path: shown, entries, locate, made, gaps };
}

function gapOf(code: string, path: string, detail: string): Gap {
  return { code, unit, path, detail };
}
