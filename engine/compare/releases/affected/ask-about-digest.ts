import type { HashedFiles } from '../../../model/affected.ts';
import type { FoundPlace, ReleaseAnswer } from './answer-query.ts';
import type { HashedLayer, IndexedImage, IndexedRelease, RecordIndex } from './record-index.ts';
import { toPlace } from './to-place.ts';

/**
 * What of a release has a digest: an image, a layer, or else files of the images.
 *
 * in      `sha256:` and 64 hexadecimal digits in small letters
 * out     open where nothing has it and an image was read without digests of files, or a file has none
 */
export function askAboutDigest(digest: string, index: RecordIndex): ReleaseAnswer {
  const { release } = index;
  const whole = release.images.flatMap((image) => placesOfImage(image, digest));
  const places = whole.length > 0 ? whole : placesOfFiles(digest, index);
  return { places, searched: [], near: [], open: places.length > 0 ? [] : unhashedIn(release) };
}

/** Whether an image's own digest, its index's or one of its layers' is this one. */
export function hasDigest(image: IndexedImage, digest: string): boolean {
  return placesOfImage(image, digest).length > 0;
}

/** Images of which every file has a digest, or is named as one that has none. */
export function hashedImages({ images, hashedLayers }: IndexedRelease): ReadonlySet<IndexedImage> {
  const hashed = new Set(hashedLayers.map(({ digest }) => digest));
  return new Set(images.filter(({ layers }) => layers.length > 0 && layers.every((digest) => hashed.has(digest))));
}

/** How many files of releases have a digest; a layer that several hold counts once. */
export function countHashed(releases: readonly IndexedRelease[]): HashedFiles {
  const layers = new Map(releases.flatMap(({ hashedLayers }) => hashedLayers.map((layer) => [layer.digest, layer] as const)));
  const sum = (count: (layer: HashedLayer) => number) => [...layers.values()].reduce((all, layer) => all + count(layer), 0);
  const hashed = sum(({ files }) => files);
  return {
    hashed,
    total: hashed + sum(({ unhashed }) => unhashed.length),
    images: releases.reduce((all, release) => all + hashedImages(release).size, 0),
  };
}

function placesOfImage(image: IndexedImage, digest: string): readonly FoundPlace[] {
  if (image.digest === digest || image.indexDigest === digest) return [toPlace(image, { digestOf: 'image' })];
  return image.layers.includes(digest) ? [toPlace(image, { digestOf: 'layer', layer: digest })] : [];
}

function placesOfFiles(digest: string, { release, findFiles }: RecordIndex): readonly FoundPlace[] {
  return findFiles(digest.replace('sha256:', '')).flatMap(({ path, layer, purl, images }) =>
    images.flatMap((at) => release.images[at] ?? []).map((image) => toPlace(image, { purl, digestOf: 'file', path, layer })),
  );
}

/** Why a file with the digest may be there all the same. */
function unhashedIn(release: IndexedRelease): readonly string[] {
  const read = release.images.filter(({ status }) => status === 'read' || status === 'empty');
  const hashed = hashedImages(release);
  const without = read.filter((image) => !hashed.has(image));
  return [
    ...(without.length > 0
      ? [
          `no image, no layer and no known file has this digest, and of ${without.length} of ${read.length} images the files have none; \`scan --file-digests\` keeps them.`,
        ]
      : []),
    ...release.hashedLayers.flatMap(({ digest, unhashed }) =>
      unhashed.map(
        (path) => `${path} of layer ${digest} has no digest: it is sparse, or a link to what the layer does not hold.`,
      ),
    ),
  ];
}
