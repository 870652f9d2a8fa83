import type { MovedContents } from '../../../model/difference.ts';
import type { ReleaseImage } from '../../../model/release.ts';

/**
 * Images that hold something else under the same reference, whether findings changed by it or not.
 *
 * in      images of both releases
 * out     those that a digest is known of on both sides, in the order of the newer release
 */
export function findMoved(old: readonly ReleaseImage[], now: readonly ReleaseImage[]): readonly MovedContents[] {
  const keyOf = ({ reference, platform }: ReleaseImage) => `${reference}\n${platform}`;
  const before = new Map(old.map((image) => [keyOf(image), image.digest]));
  return now.flatMap((image) => {
    const { reference, platform, digest: to } = image;
    const from = before.get(keyOf(image)) ?? null;
    return from === null || to === null || from === to ? [] : [{ reference, platform, from, to }];
  });
}
