/** What of an image tells its base. */
export interface BaseSubject {
  /** Manifest digest. */
  readonly digest: string;
  /** Digest of the index that names it, where one does. */
  readonly indexDigest?: string;
  /** Digests of the uncompressed layers, oldest first. */
  readonly diffIds: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

const baseDigest = 'org.opencontainers.image.base.digest';

/**
 * How many of the lowest layers of each image belong to its base image.
 *
 * in      every image of the release; images with one digest are one
 * out     by manifest digest: the chain of the image that an annotation or label names as base, where the release has it and it is one;
 *         else the longest chain shared with another image, which is the whole of that image or from which both go on; else 0
 * cost    O(images × layers) with a map of chains
 * source  OCI image-spec 1.1, annotations.md, `org.opencontainers.image.base.digest`
 */
export function findBaseLayers(images: readonly BaseSubject[]): ReadonlyMap<string, number> {
  const distinct = [...new Map(images.map((image) => [image.digest, image])).values()];
  const byDigest = new Map(
    distinct.flatMap((image) => [image.indexDigest ?? image.digest, image.digest].map((digest) => [digest, image])),
  );
  const chains = countChains(distinct);
  return new Map(
    distinct.map((image) => {
      const named = byDigest.get(image.annotations[baseDigest] ?? image.labels[baseDigest] ?? '');
      return [
        image.digest,
        named && isProperPrefix(named.diffIds, image.diffIds) ? named.diffIds.length : longestShared(image, chains),
      ];
    }),
  );
}

/** For every chain of lowest layers, how many images have it. */
function countChains(images: readonly BaseSubject[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const chain of images.flatMap(chainsOf)) counts.set(chain, (counts.get(chain) ?? 0) + 1);
  return counts;
}

/** A shared prefix ends where some image that has it does not have the next layer too. */
function longestShared(image: BaseSubject, counts: ReadonlyMap<string, number>): number {
  const shared = chainsOf(image).map((chain) => counts.get(chain) ?? 0);
  return shared.findLastIndex((count, index) => count > (shared[index + 1] ?? count)) + 1;
}

function chainsOf({ diffIds }: BaseSubject): string[] {
  return diffIds.map((_, index) => diffIds.slice(0, index + 1).join(' '));
}

function isProperPrefix(prefix: readonly string[], whole: readonly string[]): boolean {
  return prefix.length > 0 && prefix.length < whole.length && prefix.every((diffId, index) => whole[index] === diffId);
}
