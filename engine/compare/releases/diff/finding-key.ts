import type { Finding } from '../../../model/finding.ts';
import type { Release } from '../../../model/release.ts';
import { releaseToCompared } from '../compared-inventory.ts';
import { pairImages } from '../pair-images.ts';

/** The package of a finding, whatever its version: the purl without it. */
export function packageOf(purl: string): string {
  const end = purl.search(/[?#]/);
  const path = end < 0 ? purl : purl.slice(0, end);
  const at = path.lastIndexOf('@');
  return at < 0 ? purl : path.slice(0, at) + (end < 0 ? '' : purl.slice(end));
}

/** The version in a purl; empty where it has none. */
export function versionOf(purl: string): string {
  const path = purl.split(/[?#]/, 1)[0] ?? '';
  const at = path.lastIndexOf('@');
  return at < 0 ? '' : decodeURIComponent(path.slice(at + 1));
}

/** Names for the images of two releases: one name for what is the same image on both sides. */
export interface ImageNames {
  readonly old: (reference: string) => string;
  readonly now: (reference: string) => string;
}

/** Pairs the images of two releases, by reference, then by logical name and place. */
export function nameImages(old: Release, now: Release): ImageNames {
  const { pairs } = pairImages(releaseToCompared(old).images, releaseToCompared(now).images);
  const renamed = new Map(pairs.map(({ was, is }) => [was.reference, is.reference]));
  const standing = new Set(renamed.values());
  return {
    old: (reference) => renamed.get(reference) ?? (standing.has(reference) ? `${reference} (removed)` : reference),
    now: (reference) => reference,
  };
}

/** Keys of what findings are about, whatever the version: image, platform, package, vulnerability. The same for all sides. */
export interface FindingKeys {
  /** The keys of one side, whose images have these names. */
  readonly keyOf: (nameOf: (reference: string) => string) => (finding: Finding) => number;
  /** Name and platform of the image, a line each. */
  readonly imageOf: (key: number) => string;
  readonly packageOf: (key: number) => string;
}

/**
 * Keys for the findings of several releases.
 *
 * cost    images, packages and vulnerabilities are named once; a key is a number, since texts of all four would be the cost of comparing
 */
export function createFindingKeys(): FindingKeys {
  const [images, subjects] = [createNumbering(), createNumbering()];
  const subjectOf = rememberPairs((purl, vulnerability) => subjects.numberOf(`${packageOf(purl)}\n${vulnerability}`));
  return {
    keyOf(nameOf) {
      const imageOf = rememberPairs((image, platform) => images.numberOf(`${nameOf(image)}\n${platform}`));
      return ({ image, platform, purl, vulnerability }) => imageOf(image, platform) * most + subjectOf(purl, vulnerability);
    },
    imageOf: (key) => images.textOf(Math.floor(key / most)),
    packageOf: (key) => subjects.textOf(key % most).split('\n', 1)[0] ?? '',
  };
}

/** More packages with their vulnerabilities than a record can hold; as many images still make an exact number. */
const most = 2 ** 26;

function createNumbering() {
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  return {
    numberOf(text: string): number {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, texts.length);
      return texts.push(text) - 1;
    },
    textOf: (number: number): string => texts[number] ?? '',
  };
}

function rememberPairs(make: (first: string, second: string) => number): (first: string, second: string) => number {
  const known = new Map<string, Map<string, number>>();
  return (first, second) => {
    const ofFirst = known.get(first);
    const found = ofFirst?.get(second);
    if (found !== undefined) return found;
    const made = make(first, second);
    if (ofFirst) ofFirst.set(second, made);
    else known.set(first, new Map([[second, made]]));
    return made;
  };
}
