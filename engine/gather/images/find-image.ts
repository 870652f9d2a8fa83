import type { Gap } from '../../model/reading.ts';
import type { DescribedImage, FoundImage, ImageRequest, ImageStore, NotFound } from './store.ts';

const unit = 'gather/images';

/**
 * Looks an image up in the stores, first that has it.
 *
 * in      stores in the configured order
 * out     the image, with the gaps of the stores that failed before; or `failed`, with every reason
 * gaps    image-unread: in none; names each store and why; and those of the stores
 * faults  none: a store that throws is one that failed. An interrupted request rejects with its signal's reason
 */
export async function findImage(
  stores: readonly ImageStore[],
  request: ImageRequest,
): Promise<FoundImage | DescribedImage | NotFound> {
  const gaps: Gap[] = [];
  const reasons: string[] = [];
  for (const store of stores) {
    const found = await ask(store, request);
    if (found.kind === 'found' || found.kind === 'described')
      return gaps.length === 0 ? found : { ...found, gaps: [...gaps, ...found.gaps] };
    gaps.push(...found.gaps);
    reasons.push(
      `${store.id} ${found.kind === 'absent' ? 'does not have it' : `failed (${found.gaps.at(-1)?.detail ?? 'it does not say why'})`}`,
    );
  }
  const tried = reasons.length > 0 ? reasons.join('; ') : 'no place to read images from is configured';
  const detail = `${request.reference} could not be read: ${tried}`;
  return { kind: 'failed', gaps: [...gaps, { code: 'image-unread', unit, detail, image: request.reference }] };
}

async function ask(store: ImageStore, request: ImageRequest): Promise<FoundImage | DescribedImage | NotFound> {
  try {
    return await store.find(request);
  } catch (error) {
    request.signal?.throwIfAborted();
    const detail = `${store.id} broke off: ${error instanceof Error ? error.message : String(error)}`;
    return { kind: 'failed', gaps: [{ code: 'store-unreadable', unit, detail, image: request.reference }] };
  }
}
