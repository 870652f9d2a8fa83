import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { defaultSbomLimits, type SbomLimits } from '../../formats/sbom/limits.ts';
import type { ReadSbom } from '../../formats/sbom/sbom.ts';
import { findDescribed, type StoredSboms } from '../../gather/images/described-images.ts';
import type { ImageStore } from '../../gather/images/store.ts';
import type { Gap } from '../../model/reading.ts';
import { createSbomReader } from '../sboms/sbom-reader.ts';
import { fileAt, readBlob } from './local-blob.ts';

const unit = 'adapters/images';
/** Levels of folders below the one configured. */
const maxDepth = 3;
const maxFiles = 10_000;
const isDocument = /\.(?:json|xml|spdx|cdx|bom)$/i;

/** Where the SBOMs are. */
export interface SbomStoreOptions {
  /** As configured, a folder or a file: `./sboms`. */
  readonly at: string;
  /** The folder that `at` counts from. */
  readonly folder: string;
  readonly limits?: SbomLimits;
}

/**
 * A store of SBOMs that stand for their images. They are read once, when the first image is asked for.
 *
 * out     id `sbom:AT`; which image one is of, `findDescribed` says
 * gaps    store-missing, sbom-unreadable, and those of `readSbom` and `findDescribed`
 */
export function openSbomStore({ at, folder, limits = defaultSbomLimits }: SbomStoreOptions): ImageStore {
  const id = `sbom:${at}`;
  let content: Promise<readonly StoredSboms[]> | undefined;
  return {
    id,
    async find(request) {
      content ??= load({ at, folder, limits });
      return findDescribed(await content, request, id);
    },
    async close() {
      content = undefined;
    },
  };
}

async function load({ at, folder, limits }: Required<SbomStoreOptions>): Promise<readonly StoredSboms[]> {
  const gaps: Gap[] = [];
  const paths = await filesAt(resolve(folder, at), at, gaps);
  if (paths.length === 0 && gaps.length === 0) gaps.push(toGap('store-missing', at, `${at} holds no SBOM`));
  const files: StoredSboms[] = gaps.map((gap) => ({ path: at, sboms: [], gaps: [gap] }));
  const reader = { readSbom: createSbomReader(limits), maxBytes: limits.bytes };
  for (const found of paths) files.push(await read(found, reader));
  return files;
}

interface FoundFile {
  readonly file: string;
  readonly shown: string;
}

/** In the order of their paths; a folder that cannot be looked into is a gap, since it may hold any image. */
async function filesAt(path: string, shown: string, gaps: Gap[], depth = 0): Promise<readonly FoundFile[]> {
  const status = await stat(path).catch(() => undefined);
  if (status?.isFile()) return [{ file: path, shown }];
  const entries = await readdir(path).catch((error: NodeJS.ErrnoException) => error);
  if (entries instanceof Error) {
    gaps.push(toGap('store-missing', shown, `${shown} cannot be read: ${entries.code}`));
    return [];
  }
  const found: FoundFile[] = [];
  for (const name of entries.sort()) {
    if (name.startsWith('.') || found.length >= maxFiles) continue;
    const [inner, title] = [join(path, name), `${shown.replace(/\/+$/, '')}/${name}`];
    const kind = await stat(inner).catch(() => undefined);
    if (kind?.isFile() && isDocument.test(name)) found.push({ file: inner, shown: title });
    else if (kind?.isDirectory() && depth < maxDepth) found.push(...(await filesAt(inner, title, gaps, depth + 1)));
  }
  if (found.length >= maxFiles)
    gaps.push(toGap('store-missing', shown, `${shown} holds more than ${maxFiles} files; the others were not read`));
  return found;
}

interface Reader {
  readonly readSbom: ReadSbom;
  readonly maxBytes: number;
}

async function read({ file, shown }: FoundFile, { readSbom, maxBytes }: Reader): Promise<StoredSboms> {
  try {
    const place = await fileAt(file);
    if (!place) throw new Error('it is no file');
    const { items, gaps } = await readSbom(await readBlob(place, maxBytes), shown);
    return { path: shown, sboms: items, gaps };
  } catch (error) {
    return {
      path: shown,
      sboms: [],
      gaps: [toGap('sbom-unreadable', shown, `${shown} cannot be read: ${(error as Error).message}`)],
    };
  }
}

function toGap(code: string, path: string, detail: string): Gap {
  return { code, unit, path, detail };
}
