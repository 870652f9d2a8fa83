import type { ComparedImage } from '../../model/inventory-difference.ts';

/** One image as it was and as it is. */
export interface ImagePair {
  readonly was: ComparedImage;
  readonly is: ComparedImage;
}

/** Every image of both sides, once. */
export interface PairedImages {
  /** Ordered by the reference that is. */
  readonly pairs: readonly ImagePair[];
  readonly added: readonly ComparedImage[];
  readonly removed: readonly ComparedImage[];
}

/**
 * Which image of one inventory is which of another: the same reference; then, of one logical name, those that stand in a common place;
 * then those that are left, in the order of their references.
 */
export function pairImages(old: readonly ComparedImage[], now: readonly ComparedImage[]): PairedImages {
  const pairs: ImagePair[] = [];
  const left = { old: sorted(old), now: sorted(now) };
  const pairBy = (keysOf: (image: ComparedImage) => readonly string[]): void => {
    const waiting = new Map<string, ComparedImage[]>();
    for (const was of left.old) for (const key of keysOf(was)) waiting.set(key, [...(waiting.get(key) ?? []), was]);
    const taken = new Set<ComparedImage>();
    left.now = left.now.filter((is) => {
      const was = keysOf(is)
        .flatMap((key) => waiting.get(key) ?? [])
        .find((candidate) => !taken.has(candidate));
      if (!was) return true;
      taken.add(was);
      pairs.push({ was, is });
      return false;
    });
    left.old = left.old.filter((was) => !taken.has(was));
  };
  pairBy(({ reference }) => [reference]);
  pairBy(({ logicalName, occurrences }) =>
    occurrences.map((place) => JSON.stringify([logicalName, place.path, place.resource?.kind, place.resource?.name])),
  );
  pairBy(({ logicalName }) => [logicalName]);
  return { pairs: pairs.toSorted((one, other) => byReference(one.is, other.is)), added: left.now, removed: left.old };
}

function sorted(images: readonly ComparedImage[]): ComparedImage[] {
  return images.toSorted(byReference);
}

function byReference(one: ComparedImage, other: ComparedImage): number {
  return one.reference < other.reference ? -1 : one.reference > other.reference ? 1 : 0;
}
