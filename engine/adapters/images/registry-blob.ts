import { isForeignLayerType } from '../../formats/oci/media-types.ts';
import type { LayerReference } from '../../model/image.ts';
import { describeError, type HttpResponse } from '../http/http-client.ts';
import { backoffMs, maxAttempts } from '../http/retry.ts';
import type { Repository } from './registry-address.ts';
import { askRegistry, type RegistryWorld } from './registry-client.ts';

/** A blob that sends more than its manifest says is not asked for again. */
class TooLong extends Error {}

/**
 * The bytes of a layer from a registry; a connection that is cut is taken up again where it ended.
 *
 * out     as many bytes as the manifest states, or a rejection
 * faults  rejects with a sentence when the registry refuses, sends more, or breaks off 5 times
 */
export async function openBlob(
  world: RegistryWorld,
  repository: Repository,
  layer: LayerReference,
  signal?: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const request = (from: number) => requestBlob(world, repository, layer, { from, signal });
  return resume(await request(0), layer, request, (attempt) =>
    world.waiting.sleep(backoffMs(attempt, world.waiting.random()), signal),
  );
}

async function* resume(
  first: HttpResponse,
  { digest, sizeBytes }: LayerReference,
  request: (from: number) => Promise<HttpResponse>,
  pause: (attempt: number) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  let response = first;
  let received = 0;
  for (let attempt = 1; ; attempt++) {
    let reason: string;
    try {
      // A registry that knows no ranges begins again: what came already is passed over.
      let repeated = response.status === 206 ? 0 : received;
      for await (const chunk of response.body) {
        const fresh = chunk.subarray(Math.min(repeated, chunk.length));
        repeated -= chunk.length - fresh.length;
        received += fresh.length;
        if (received > sizeBytes)
          throw new TooLong(`layer ${digest} is longer than the ${sizeBytes} bytes that its manifest states`);
        if (fresh.length > 0) yield fresh;
      }
      reason = `it ended after ${received} of ${sizeBytes} bytes`;
    } catch (error) {
      if (error instanceof TooLong) throw error;
      reason = describeError(error);
    }
    if (received === sizeBytes) return;
    if (attempt >= maxAttempts) throw new Error(`layer ${digest} broke off ${attempt} times; last, ${reason}`);
    await pause(attempt);
    response = await request(received);
  }
}

async function requestBlob(
  world: RegistryWorld,
  repository: Repository,
  { digest, mediaType }: LayerReference,
  { from, signal }: { readonly from: number; readonly signal: AbortSignal | undefined },
): Promise<HttpResponse> {
  const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
  const { response } = await askRegistry(world, repository, { path: `blobs/${digest}`, headers, signal });
  if (response.status === 200) return response;
  if (response.status === 206 && response.header('content-range')?.startsWith(`bytes ${from}-`)) return response;
  response.discard();
  const why = isForeignLayerType(mediaType) ? ', which is of a kind that registries may leave out; ask its publisher' : '';
  throw new Error(`${repository.registry} answered ${response.status} for layer ${digest}${response.status === 404 ? why : ''}`);
}
