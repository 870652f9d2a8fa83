import { createHash } from 'node:crypto';
import type { DeclaredImage } from '../../model/inventory.ts';
import type { Gap } from '../../model/reading.ts';
import type { Release, ReleaseImage } from '../../model/release.ts';

/** What one SBOM speaks of: the whole release, or one of its images. */
export type SbomScope = { readonly kind: 'release' } | { readonly kind: 'image'; readonly image: ReleaseImage };

/** A component of the release with the images that belong to it. */
export interface ComponentImages {
  readonly name: string;
  /** Of the first image that says it. */
  readonly tier: DeclaredImage['tier'];
  readonly owners: readonly string[];
  /** By index in the release's images. */
  readonly images: readonly number[];
}

/**
 * The components of a release with their images.
 *
 * out     ordered by name; an image may belong to several, or to none
 */
export function componentsOf({ inventory, images }: Release): readonly ComponentImages[] {
  const declared = new Map(inventory.images.map((image) => [image.reference, image]));
  const entries = images.flatMap(({ reference }, index) => {
    const image = declared.get(reference);
    return (image?.components ?? []).map((name) => ({ name, index, image }));
  });
  const groups = [...Map.groupBy(entries, ({ name }) => name)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return groups.map(([name, members]) => ({
    name,
    tier: members[0]?.image?.tier ?? 'core',
    owners: [...new Set(members.flatMap(({ image }) => image?.owners ?? []))].toSorted(),
    images: members.map(({ index }) => index),
  }));
}

/** Gaps by what they concern: the reference of an image, or '' for those of the release itself. */
export function gapsByImage({ gaps }: Release): ReadonlyMap<string, readonly Gap[]> {
  return Map.groupBy(gaps, ({ image }) => image ?? '');
}

/** Whether anything of an image may be missing in its SBOM. */
export function isIncomplete({ status, reference }: ReleaseImage, gaps: ReadonlyMap<string, readonly Gap[]>): boolean {
  return status !== 'read' || gaps.has(reference);
}

/**
 * A UUID that is drawn from what an SBOM says, so that the same content has the same one.
 *
 * in      what the document is of; anything else that changes it, such as its form
 * source  RFC 9562, version 8: the bits are our own, here those of a digest
 */
export function uuidOf(release: Release, scope: SbomScope, form: string): string {
  const hash = createHash('sha256');
  const { product, version, now, engine } = release;
  const images = scope.kind === 'release' ? release.images : [scope.image];
  hash.update(JSON.stringify([form, scope.kind, product, version, now, engine, release.gaps]));
  for (const image of images) hash.update(JSON.stringify(image));
  const hex = hash.digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
