import { parseReference } from '../../formats/reference/reference.ts';
import type { ComparedImage, ComparedPlace, InventoryDifference, Moved, MovedImage } from '../../model/inventory-difference.ts';
import type { ComparedInventory } from './compared-inventory.ts';
import { type ImagePair, pairImages } from './pair-images.ts';

/**
 * What is other in a release's inventory than in another's.
 *
 * Images are the same by their canonical reference; of the others, two of one logical name are one image that moved, those that share a
 * place first.
 *
 * out     an inventory against itself differs in nothing; nothing depends on the order of the images
 * cost    O(images × places)
 */
export function compareInventories(old: ComparedInventory, now: ComparedInventory): InventoryDifference {
  const { pairs, added, removed } = pairImages(old.images, now.images);
  const moved = pairs.flatMap((pair) => describeMove(pair, old, now) ?? []);
  return {
    old: old.images.length,
    new: now.images.length,
    same: pairs.length - moved.length,
    added,
    removed,
    moved,
  };
}

function describeMove({ was, is }: ImagePair, old: ComparedInventory, now: ComparedInventory): MovedImage | undefined {
  const [before, after] = [partsOf(was.reference), partsOf(is.reference)];
  const tag = moved(before.tag, after.tag);
  const registry = moved(before.repository, after.repository);
  const digest = moveOfDigest(digestsOf(was, old), digestsOf(is, now));
  const components = moved(was.components, is.components);
  const places = moveOfPlaces(was, is);
  if (!tag && !registry && !digest && !components && !places) return undefined;
  return {
    reference: is.reference,
    was: was.reference,
    logicalName: is.logicalName,
    ...(tag && { tag }),
    ...(digest && {
      digest: { ...digest, underSameTag: !tag && after.tag !== null && digest.from !== null && digest.to !== null },
    }),
    ...(registry && { registry }),
    ...(components && { components }),
    ...(places && { places }),
  };
}

interface KnownDigests {
  readonly declared: string | null;
  /** Declared and resolved ones. */
  readonly all: readonly string[];
}

function digestsOf({ reference, digest }: ComparedImage, { digests }: ComparedInventory): KnownDigests {
  return { declared: digest, all: [...(digest === null ? [] : [digest]), ...(digests?.get(reference) ?? [])] };
}

/** Two of which nothing is known in common are other images where both are known; a digest that is new or gone in the text has moved too. */
function moveOfDigest(before: KnownDigests, after: KnownDigests): Moved<string | null> | undefined {
  if (before.declared === after.declared && before.declared !== null) return undefined;
  const isKnown = before.all.length > 0 && after.all.length > 0;
  const isOther = isKnown && !after.all.some((digest) => before.all.includes(digest));
  if (isOther) return { from: before.all[0] ?? null, to: after.all[0] ?? null };
  return moved(before.declared, after.declared);
}

function moveOfPlaces(was: ComparedImage, is: ComparedImage): Moved<readonly ComparedPlace[]> | undefined {
  const missing = (from: ComparedImage, other: ComparedImage) => {
    const known = new Set(other.occurrences.map(placeKey));
    return from.occurrences.filter((place) => !known.has(placeKey(place))).map(({ file, line, path }) => ({ file, line, path }));
  };
  const [from, to] = [missing(was, is), missing(is, was)];
  return from.length > 0 || to.length > 0 ? { from, to } : undefined;
}

function placeKey({ file, path, resource }: ComparedImage['occurrences'][number]): string {
  return JSON.stringify([file, path, resource?.kind, resource?.namespace, resource?.name]);
}

function partsOf(reference: string): { readonly repository: string; readonly tag: string | null } {
  const parsed = parseReference(reference);
  return { repository: parsed ? `${parsed.registry}/${parsed.repository}` : reference, tag: parsed?.tag ?? null };
}

function moved<Value>(from: Value, to: Value): Moved<Value> | undefined {
  return JSON.stringify(from) === JSON.stringify(to) ? undefined : { from, to };
}
