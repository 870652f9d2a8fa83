import { isForeignLayerType } from '../../formats/oci/media-types.ts';
import type { LayerReference } from '../../model/image.ts';
import { describeError, type HttpResponse } from '../http/http-client.ts';
import { backoffMs, maxAttempts } from '../http/retry.ts';
import type { Repository } from './registry-address.ts';
import { askRegistry, type RegistryWorld } from './registry-client.ts';

/** A blob that sends more than its manifest says is not asked for again. */
class TooLong extends Error {}

/** After this much a connection counts as a new one, and may break off as often; bytes. */
const progressBytes = 1024 * 1024;

/**
 * Opens the layers of an image. Whoever opens one again got bytes that were no good: another repository is asked first each time.
 *
 * in      the repositories that may have them, the first to be asked first
 */
export function createBlobOpener(
  world: RegistryWorld,
  repositories: readonly Repository[],
): (layer: LayerReference, signal?: AbortSignal) => Promise<AsyncIterable<Uint8Array>> {
  const opened = new Map<string, number>();
  return (layer, signal) => {
    const before = opened.get(layer.digest) ?? 0;
    opened.set(layer.digest, before + 1);
    const first = before % Math.max(repositories.length, 1);
    return openBlob(world, [...repositories.slice(first), ...repositories.slice(0, first)], layer, signal);
  };
}

/**
 * The bytes of a layer. A connection that is cut is taken up again where it ended; when a repository does not go on, the next one does.
 * Whoever reads to the end compares the digest of all of it, whatever the parts came from.
 *
 * in      the repositories that may have it, the first to be asked first
 * out     as many bytes as the manifest states, or a rejection
 * faults  rejects with a sentence when every repository refuses, sends more, or breaks off 5 times without getting on
 */
async function openBlob(
  world: RegistryWorld,
  repositories: readonly Repository[],
  layer: LayerReference,
  signal?: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const pull = createPull(world, repositories, layer, signal);
  await pull.open(0);
  return resume(pull, layer);
}

/** One blob from whichever repository still gives it. */
interface Pull {
  readonly response: HttpResponse;
  /** Asks for the rest; the next repository where this one refuses. */
  open(from: number): Promise<void>;
  /** True when another repository can be asked. */
  moveOn(): boolean;
  pause(attempt: number): Promise<void>;
}

function createPull(
  world: RegistryWorld,
  repositories: readonly Repository[],
  layer: LayerReference,
  signal: AbortSignal | undefined,
): Pull {
  const rest = [...repositories];
  let response: HttpResponse | undefined;
  return {
    get response() {
      if (!response) throw new Error(`no registry is named for layer ${layer.digest}`);
      return response;
    },
    async open(from) {
      for (;;) {
        const [repository] = rest;
        if (!repository) throw new Error(`no registry is named for layer ${layer.digest}`);
        const answer = await requestBlob(world, repository, layer, { from, signal }).catch((error: Error) => error);
        signal?.throwIfAborted();
        if (!(answer instanceof Error)) {
          response = answer;
          return;
        }
        if (rest.length === 1) throw answer;
        rest.shift();
      }
    },
    moveOn: () => rest.length > 1 && rest.shift() !== undefined,
    pause: (attempt) => world.waiting.sleep(backoffMs(attempt, world.waiting.random()), signal),
  };
}

async function* resume(pull: Pull, { digest, sizeBytes }: LayerReference): AsyncGenerator<Uint8Array> {
  let received = 0;
  let counted = 0;
  for (let attempt = 1; ; attempt++) {
    let reason: string;
    try {
      // A registry that knows no ranges begins again: what came already is passed over.
      let repeated = pull.response.status === 206 ? 0 : received;
      for await (const chunk of pull.response.body) {
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
    if (received - counted >= progressBytes) attempt = 1;
    counted = received;
    if (attempt < maxAttempts) await pull.pause(attempt);
    else if (pull.moveOn()) attempt = 0;
    else throw new Error(`layer ${digest} broke off ${attempt} times; last, ${reason}`);
    await pull.open(received);
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
