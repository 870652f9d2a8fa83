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

/**
 * What a finding is about, whatever the version: image, platform, package, vulnerability.
 *
 * cost    images and packages are named once
 */
export function createKeyOf(nameOf: (reference: string) => string): (finding: Finding) => string {
  const packages = new Map<string, string>();
  const nameOnce = (purl: string): string => {
    const known = packages.get(purl);
    if (known !== undefined) return known;
    const name = packageOf(purl);
    packages.set(purl, name);
    return name;
  };
  return ({ image, platform, purl, vulnerability }) => `${nameOf(image)}\n${platform}\n${nameOnce(purl)}\n${vulnerability}`;
}
