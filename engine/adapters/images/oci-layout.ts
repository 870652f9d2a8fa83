import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { Descriptor } from '../../formats/oci/descriptor.ts';
import { digestOf, splitDigest } from '../../formats/oci/digest.ts';
import { layoutNames } from '../../formats/oci/layout-names.ts';
import { isIndexType } from '../../formats/oci/media-types.ts';
import { maxManifestBytes, readManifest } from '../../formats/oci/read-manifest.ts';
import type { ImageStore } from '../../gather/images/store.ts';
import type { Gap } from '../../model/reading.ts';
import { createLayoutReferrers } from './layout-referrers.ts';
import { fileAt, readBlob } from './local-blob.ts';
import { createLocalStore, type LocalContent, type LocalLayout } from './local-store.ts';

const unit = 'adapters/images';
/** Levels of folders below the one configured that are looked through for layouts: `registry/organization/image`. */
const maxDepth = 3;
const maxLayouts = 10_000;
/** Indexes without a name that are looked into, for each layout. */
const maxLists = 64;

/** Where the layouts are. */
export interface OciLayoutOptions {
  /** As configured: `./images`. */
  readonly at: string;
  /** The folder that `at` counts from. */
  readonly folder: string;
}

/**
 * A store of OCI image layouts: the folder is one, or holds several, one for each image or for many.
 *
 * out     id `oci-layout:AT`. An image is found by its full name, by a tag with the folder as repository, or by digest
 * gaps    store-missing, layout-unreadable, and those of `createLocalStore`
 * source  OCI image-spec 1.1, image-layout.md
 */
export function openOciLayout({ at, folder }: OciLayoutOptions): ImageStore {
  const root = resolve(folder, at);
  return createLocalStore(`oci-layout:${at}`, async () => {
    const layouts: LocalLayout[] = [];
    const gaps: Gap[] = [];
    const folders = await layoutFolders(root, gaps);
    if (folders.length === 0 && gaps.length === 0)
      gaps.push(gapOf('store-missing', at, `${at} is not an OCI layout and holds none`));
    for (const found of folders.slice(0, maxLayouts)) {
      const layout = await readLayout(found, describePlace(root, at, found));
      if ('code' in layout) gaps.push(layout);
      else layouts.push(layout);
    }
    if (folders.length > maxLayouts) gaps.push(gapOf('layout-unreadable', at, `${at} holds more than ${maxLayouts} layouts`));
    return { layouts, gaps } satisfies LocalContent;
  });
}

/** How a layout's folder is shown, and which repository it stands for when its images have only tags. */
function describePlace(root: string, at: string, found: string): { readonly shown: string; readonly repository: string } {
  const below = relative(root, found).split(sep).join('/');
  return { shown: below === '' ? at : `${at}/${below}`, repository: below || basename(root) };
}

/** Folders that are layouts; one that cannot be looked into is a gap, since it may hold any image. */
async function layoutFolders(folder: string, gaps: Gap[], depth = 0): Promise<readonly string[]> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => error);
  if (entries instanceof Error) {
    if (entries.code !== 'ENOENT' && entries.code !== 'ENOTDIR')
      gaps.push(gapOf('layout-unreadable', basename(folder), `the folder ${basename(folder)} cannot be read: ${entries.code}`));
    return [];
  }
  if (entries.includes('index.json') || entries.includes('oci-layout')) return [folder];
  if (depth === maxDepth) return [];
  const found: string[] = [];
  for (const entry of entries.sort()) {
    if (entry.startsWith('.') || found.length > maxLayouts) continue;
    const path = join(folder, entry);
    if ((await stat(path).catch(() => undefined))?.isDirectory()) found.push(...(await layoutFolders(path, gaps, depth + 1)));
  }
  return found;
}

async function readLayout(folder: string, { shown, repository }: ReturnType<typeof describePlace>): Promise<LocalLayout | Gap> {
  const place = await fileAt(join(folder, 'index.json'));
  if (!place) return gapOf('layout-unreadable', shown, `${shown} has no index.json; write the layout again`);
  const bytes = await readBlob(place, maxManifestBytes).catch((error: Error) => error);
  if (bytes instanceof Error) return gapOf('layout-unreadable', shown, `index.json of ${shown} cannot be read: ${bytes.message}`);
  const document = readManifest(bytes);
  const locate = (digest: string) => fileAt(join(folder, 'blobs', ...splitDigest(digest)));
  if (document.kind !== 'index') {
    const detail = 'detail' in document ? document.detail : 'it is an image manifest, where an index is expected';
    return gapOf('layout-unreadable', shown, `index.json of ${shown}: ${detail}`);
  }
  return {
    path: shown,
    entries: (await withNested(document.entries, locate, repository)).map((entry) => ({
      names: layoutNames(entry, repository),
      digest: entry.digest,
      describe: async () => entry,
    })),
    locate,
    made: new Map(),
    referrersOf: createLayoutReferrers(document.entries, locate),
    gaps: document.unreadable.map((detail) => gapOf('layout-unreadable', shown, `index.json of ${shown}: ${detail}`)),
  };
}

/** The entries with the named ones of indexes that have no name themselves: some tools keep their list of images a level down. */
async function withNested(
  entries: readonly Descriptor[],
  locate: LocalLayout['locate'],
  repository: string,
): Promise<readonly Descriptor[]> {
  const isNamed = (entry: Descriptor) => layoutNames(entry, repository).size > 0;
  const found: Descriptor[] = [];
  const lists = new Map(entries.filter((entry) => isList(entry)).map((entry) => [entry.digest, entry]));
  for (const [digest] of lists) {
    const place = await locate(digest);
    const bytes = place && (await readBlob(place, maxManifestBytes).catch(() => undefined));
    const document = bytes && digestOf(bytes, digest) === digest ? readManifest(bytes) : undefined;
    if (document?.kind !== 'index') continue;
    found.push(...document.entries.filter((entry) => Object.keys(entry.annotations).length > 0 && isNamed(entry)));
    for (const entry of document.entries) if (isList(entry) && lists.size < maxLists) lists.set(entry.digest, entry);
  }
  return [...entries, ...found];
}

/** An index that nobody names. */
function isList(entry: Descriptor): boolean {
  return isIndexType(entry.mediaType) && layoutNames(entry, '').size === 0;
}

function gapOf(code: string, path: string, detail: string): Gap {
  return { code, unit, path, detail };
}
