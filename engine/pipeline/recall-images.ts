import { type PackedImages, packImages, unpackImages } from '../compare/releases/pack-release.ts';
import type { Gap } from '../model/reading.ts';
import type { ReleaseImage } from '../model/release.ts';

/** The images of a release, and what could not be read of them. */
export interface ReadImages {
  /** Ordered by reference and platform. */
  readonly images: readonly ReleaseImage[];
  readonly gaps: readonly Gap[];
}

/** Contents of images as they were folded before. The port that `cli/open-world.ts` implements with a folder; the key includes the code that folds. */
export interface ContentsCache {
  find(key: string): Promise<unknown>;
  keep(key: string, value: unknown): Promise<void>;
}

/**
 * What the images of a release hold, where all of it was read to its end before: then neither layers nor what was read of them is touched.
 *
 * in      everything that it depends on but for the code and the layers' content, which their digests name
 * out     undefined where it is not there, or damaged
 */
export async function recallImages(cache: ContentsCache | undefined, subject: unknown): Promise<ReadImages | undefined> {
  const known = await cache?.find(JSON.stringify(subject));
  if (!isKept(known)) return undefined;
  try {
    return { images: unpackImages(known), gaps: known.gaps };
  } catch {
    return undefined;
  }
}

/** Keeps it for the next time. */
export async function keepImages(
  cache: ContentsCache | undefined,
  subject: unknown,
  { images, gaps }: ReadImages,
): Promise<void> {
  await cache?.keep(JSON.stringify(subject), { ...packImages(images), gaps });
}

/** A cache is a file that anything may have happened to. */
function isKept(value: unknown): value is PackedImages & Pick<ReadImages, 'gaps'> {
  if (typeof value !== 'object' || value === null) return false;
  const { images, packages, gaps } = value as Record<string, unknown>;
  return Array.isArray(images) && Array.isArray(packages) && Array.isArray(gaps);
}
