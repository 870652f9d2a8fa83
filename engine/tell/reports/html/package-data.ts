import type { Report } from '../report.ts';

/** The packages of every image as compact as a page has to hold them: 60,000 are some half a megabyte. */
export interface PackageData {
  /** Purls in order, each without the beginning that it shares with the one before: how many characters, and the rest. */
  readonly shared: readonly number[];
  readonly rest: readonly string[];
  /** Of each image the places of its purls, each as its distance from the one before. */
  readonly images: readonly { readonly name: string; readonly platform: string; readonly steps: readonly number[] }[];
  /** Places of purls that could not be judged. */
  readonly undecided: readonly number[];
}

/**
 * The packages of a release for the page's script.
 *
 * cost    O(packages), and the sorting of the distinct ones
 */
export function toPackageData({ release }: Pick<Report, 'release'>): PackageData {
  const purls = [...new Set(release.images.flatMap(({ packages }) => packages.map(({ purl }) => purl)))].toSorted();
  const places = new Map(purls.map((purl, place) => [purl, place]));
  const texts = purls.map((purl) => purl.toWellFormed());
  const shared = texts.map((text, place) => sharedLength(texts[place - 1] ?? '', text));
  const undecided = new Set(release.undecided.flatMap(({ purl }) => places.get(purl) ?? []));
  return {
    shared,
    rest: texts.map((text, place) => text.slice(shared[place])),
    images: release.images.map(({ reference, platform, packages }) => {
      const own = packages.map(({ purl }) => places.get(purl) ?? 0).toSorted((a, b) => a - b);
      return { name: reference.toWellFormed(), platform, steps: own.map((place, index) => place - (own[index - 1] ?? 0)) };
    }),
    undecided: [...undecided],
  };
}

function sharedLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
