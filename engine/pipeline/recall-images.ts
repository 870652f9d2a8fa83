import { createHash } from 'node:crypto';
import { type PackedImages, packImages, unpackImages } from '../compare/releases/pack-release.ts';
import type { Gap } from '../model/reading.ts';
import type { ReleaseImage } from '../model/release.ts';

/** An image as it was read, with what could not be read of it. */
export interface ReadImage {
  readonly image: ReleaseImage;
  readonly gaps: readonly Gap[];
}

/** Where the images of the last scan are kept, for one product. The port that `cli/open-world.ts` implements with a folder. */
export interface ContentsCache {
  /** Undefined where there is none, or other code wrote it. */
  load(): Promise<unknown>;
  save(value: unknown): Promise<void>;
}

/** Images of the last scan by `keyOfImage`. */
export type KnownImages = ReadonlyMap<string, ReadImage>;

interface KeptImages extends PackedImages {
  /** In the order of the images. */
  readonly keys: readonly string[];
  readonly gaps: readonly (readonly Gap[])[];
}

/**
 * What an image's content is known by.
 *
 * in      everything that it follows from, but for the code and the content of the layers, which their digests stand for
 */
export function keyOfImage(subject: unknown): string {
  return createHash('sha256').update(JSON.stringify(subject)).digest('hex');
}

/** What the images of the last scan held: an image of which nothing changed is neither read nor folded again. */
export async function recallImages(cache: ContentsCache | undefined): Promise<KnownImages> {
  const kept = await cache?.load();
  if (!isKept(kept)) return new Map();
  try {
    const images = unpackImages(kept);
    return new Map(images.map((image, at) => [kept.keys[at] ?? '', { image, gaps: kept.gaps[at] ?? [] }]));
  } catch {
    return new Map();
  }
}

/** Keeps images in place of those of the last scan. */
export async function keepImages(
  cache: ContentsCache | undefined,
  read: readonly (ReadImage & { readonly key: string })[],
): Promise<void> {
  const packed = packImages(read.map(({ image }) => image));
  const kept: KeptImages = { ...packed, keys: read.map(({ key }) => key), gaps: read.map(({ gaps }) => gaps) };
  await cache?.save(kept);
}

/** A cache is a file that anything may have happened to. */
function isKept(value: unknown): value is KeptImages {
  if (typeof value !== 'object' || value === null) return false;
  const { images, packages, keys, gaps } = value as Record<string, unknown>;
  return [images, packages, keys, gaps].every(Array.isArray);
}
