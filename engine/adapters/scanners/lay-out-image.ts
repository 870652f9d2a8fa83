import { findImage } from '../../gather/images/find-image.ts';
import type { ImageStore } from '../../gather/images/store.ts';
import type { ReleaseImage } from '../../model/release.ts';
import { gatherImage } from '../images/gather-image.ts';
import type { KeptLayout } from '../images/kept-layout.ts';

/**
 * Puts an image of a release into an OCI layout, whatever kind of store has it.
 *
 * in      the stores that the release was read from; the one that had the image is asked
 * out     undefined when it is there; else a sentence why it cannot be: an SBOM stands in its place, it was not found or is another one
 *         now, or a part of it cannot be had
 * faults  none but an interruption's
 */
export async function layOutImage(
  { reference, platform, digest, store }: Pick<ReleaseImage, 'reference' | 'platform' | 'digest' | 'store'>,
  { stores, layout }: { readonly stores: readonly ImageStore[]; readonly layout: KeptLayout },
  signal: AbortSignal,
): Promise<string | undefined> {
  if (store === null) return 'it was not found';
  const found = await findImage(
    stores.filter(({ id }) => id === store),
    { reference, platform, signal },
  );
  if (found.kind === 'described') return `${found.store} has an SBOM in its place, and no image that could be scanned`;
  if (found.kind !== 'found') return found.gaps.at(-1)?.detail ?? 'it is not found';
  if (found.manifest.digest !== digest)
    return `${found.manifest.store} has another image by this name now, ${found.manifest.digest}, than was read`;
  try {
    await gatherImage(found, layout, signal);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error ? error.message : String(error);
  }
}
