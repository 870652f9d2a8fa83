import { toLogicalName } from '../../formats/reference/logical-name.ts';
import { parseReference } from '../../formats/reference/reference.ts';
import type { DeclaredImage, Inventory } from '../../model/inventory.ts';
import type { ComparedImage } from '../../model/inventory-difference.ts';
import type { Release } from '../../model/release.ts';

/** One side of a comparison. */
export interface ComparedInventory {
  readonly product: string;
  readonly version: string;
  readonly images: readonly ComparedImage[];
  /** Canonical reference → digests that it was found to have, of its index and of each platform; absent where no image was read. */
  readonly digests?: ReadonlyMap<string, readonly string[]>;
}

/** An inventory as one side of a comparison. */
export function toCompared(
  { images }: { readonly images: readonly (Omit<DeclaredImage, 'occurrences' | 'tier'> & Pick<ComparedImage, 'occurrences'>)[] },
  subject: { readonly product: string; readonly version: string },
): ComparedInventory {
  return {
    product: subject.product,
    version: subject.version,
    images: images.map(({ reference, digest, components, owners, identity, occurrences }) => ({
      reference,
      digest,
      components,
      owners,
      logicalName: identity?.logicalName ?? logicalNameOf(reference),
      occurrences: occurrences.map(({ file, line, path, resource }) => ({ file, line, path, resource })),
    })),
  };
}

/**
 * The inventory of a record, with the digests that its images were read by; without those of archives, which do not keep the digest that
 * an image has in a registry.
 */
export function releaseToCompared(
  release: Pick<Release, 'product' | 'version' | 'images'> & { readonly inventory: Inventory },
): ComparedInventory {
  const digests = new Map<string, readonly string[]>();
  for (const { reference, digest, indexDigest, store } of release.images) {
    if (store?.startsWith('docker-archive:')) continue;
    const known = digests.get(reference) ?? [];
    const found = [indexDigest, digest ?? undefined].flatMap((each) => each ?? []);
    digests.set(reference, [...new Set([...known, ...found])]);
  }
  return { ...toCompared(release.inventory, release), digests };
}

function logicalNameOf(reference: string): string {
  const parsed = parseReference(reference);
  return parsed ? toLogicalName(parsed).name : reference;
}
