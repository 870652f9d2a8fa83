import type { InstalledPackage } from '../../model/package.ts';
import type { Release, ReleaseImage } from '../../model/release.ts';
import type { GoneContent, RemovalSubject } from '../../model/removal.ts';
import { isPackage } from './removal-subject.ts';

/** An image, and what of it would go. */
export interface ImageWithout {
  readonly image: ReleaseImage;
  /** As it would be; undefined where it goes. */
  readonly left: ReleaseImage | undefined;
  readonly packages: readonly InstalledPackage[];
}

/**
 * Every image of a release as it would be without some, and without some packages and what these own.
 *
 * out     an image that stays as it is, is the same object
 */
export function imagesWithout(
  { images }: Release,
  gone: ReadonlySet<string>,
  subjects: readonly RemovalSubject[],
): readonly ImageWithout[] {
  const asked = subjects.filter(({ kind }) => kind === 'package');
  return images.map((image) => {
    if (gone.has(image.reference)) return { image, left: undefined, packages: image.packages };
    const named = asked.length === 0 ? [] : image.packages.filter((item) => asked.some(({ name }) => isPackage(item, name)));
    if (named.length === 0) return { image, left: image, packages: [] };
    const packages = withOwned(named, image.packages);
    const taken = new Set(packages);
    return { image, left: { ...image, packages: image.packages.filter((item) => !taken.has(item)) }, packages };
  });
}

/** Packages and what they installed, in the order of the image. */
export function withOwned(named: readonly InstalledPackage[], all: readonly InstalledPackage[]): readonly InstalledPackage[] {
  const purls = new Set(named.map(({ purl }) => purl));
  return all.filter(({ purl, ownedBy }) => purls.has(purl) || (ownedBy !== null && purls.has(ownedBy)));
}

/**
 * What is pulled and installed because of what goes, and because of nothing else. A package that is taken out of an image that stays makes no
 * layer smaller until the image is built again; its size is told apart.
 */
export function contentWithout(images: readonly ImageWithout[]): GoneContent {
  const leaving = images.filter(({ left }) => !left);
  const staying = images.flatMap(({ left }) => left ?? []);
  const kept = new Set(staying.flatMap(({ layers }) => layers.map(({ digest }) => digest)));
  const layers = new Map(leaving.flatMap(({ image }) => image.layers.map((layer) => [layer.digest, layer] as const)));
  const own = [...layers.values()].filter(({ digest }) => !kept.has(digest));
  const installed = new Set(staying.flatMap(({ packages }) => packages.map(({ purl }) => purl)));
  const taken = images.flatMap(({ left, packages }) => (left ? packages : [])).filter(({ ownedBy }) => ownedBy === null);
  const purls = images.flatMap(({ packages }) => packages.map(({ purl }) => purl));
  return {
    images: [...new Set(leaving.map(({ image }) => image.reference))].toSorted(),
    layers: own.length,
    sharedLayers: layers.size - own.length,
    storedBytes: sum(own.map(({ sizeBytes }) => sizeBytes)),
    uncompressedBytes: sum(own.map(({ uncompressedBytes = 0 }) => uncompressedBytes)),
    packageBytes: sum(taken.map(({ sizeBytes = 0 }) => sizeBytes)),
    unweighedPackages: taken.filter(({ sizeBytes }) => sizeBytes === undefined).length,
    packages: [...new Set(purls)].filter((purl) => !installed.has(purl)).toSorted(),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
