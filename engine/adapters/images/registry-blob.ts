import { isForeignLayerType } from '../../formats/oci/media-types.ts';
import type { FoundImage } from '../../gather/images/store.ts';
import type { LayerReference } from '../../model/image.ts';
import { describeError, type HttpResponse } from '../http/http-client.ts';
import { backoffMs, maxAttempts } from '../http/retry.ts';
import type { Repository } from './registry-address.ts';
import { askRegistry, type RegistryWorld } from './registry-client.ts';

/** After this much a connection counts as a new one, and may break off as often; bytes. */
const progressBytes = 1024 * 1024;
/** Where another repository can give the rest, one that breaks off is tried once more and then left. */
const attemptsBeforeNext = 2;

/** Opens the layers of an image; see `FoundImage` for what its two functions promise. */
export type BlobOpener = Required<Pick<FoundImage, 'open' | 'passOver'>>;

/**
 * Opens the layers of an image.
 *
 * in      the repositories that may have them, the first to be asked first
 * faults  `open` rejects with a sentence when every repository refuses or breaks off 5 times without getting on
 */
export function createBlobOpener(world: RegistryWorld, repositories: readonly Repository[]): BlobOpener {
  const pulls = new Map<string, Pull>();
  const left = new Map<string, readonly Repository[]>();
  return {
    async open(layer, signal) {
      const pull = createPull(world, left.get(layer.digest) ?? repositories, layer, signal);
      pulls.set(layer.digest, pull);
      await pull.open(0);
      return resume(pull, layer);
    },
    passOver({ digest }) {
      const rest = pulls.get(digest)?.untried() ?? [];
      if (rest.length > 0) left.set(digest, rest);
      return rest.length > 0;
    },
  };
}

/** One blob from whichever repository still gives it. */
interface Pull {
  readonly response: HttpResponse;
  /** Asks for the rest; the next repository where this one refuses. */
  open(from: number): Promise<void>;
  /** True when another repository can be asked. */
  moveOn(): boolean;
  /** How often the present one may break off without getting on. */
  patience(): number;
  /** The repositories that may still have the right bytes, when those that came are wrong. */
  untried(): readonly Repository[];
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
  let gaveAll = true;
  return {
    get response() {
      if (!response) throw new Error(`no registry is named for layer ${layer.digest}`);
      return response;
    },
    async open(from) {
      for (;;) {
        const [repository] = rest;
        if (!repository) throw new Error(`no registry is named for layer ${layer.digest}`);
        const range = { from, mayRepeat: rest.length === 1, signal };
        const answer = await requestBlob(world, repository, layer, range).catch((error: Error) => error);
        signal?.throwIfAborted();
        if (!(answer instanceof Error)) {
          response = answer;
          return;
        }
        if (rest.length === 1) throw answer;
        rest.shift();
        gaveAll = from === 0;
      }
    },
    moveOn() {
      if (rest.length < 2) return false;
      rest.shift();
      gaveAll = false;
      return true;
    },
    patience: () => (rest.length > 1 ? attemptsBeforeNext : maxAttempts),
    // Where one gave the beginning and another the rest, the other may have all of it.
    untried: () => rest.slice(gaveAll ? 1 : 0),
    pause: (attempt) => world.waiting.sleep(backoffMs(attempt, world.waiting.random()), signal),
  };
}

/**
 * A connection that is cut is taken up again where it ended; when a repository does not go on, the next one does. Whoever reads to the
 * end compares size and digest of all of it, whatever the parts came from.
 */
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
        if (fresh.length > 0) yield fresh;
        // What is too long is wrong; whoever reads it stops here.
        if (received > sizeBytes) return;
      }
      reason = `it ended after ${received} of ${sizeBytes} bytes`;
    } catch (error) {
      reason = describeError(error);
    }
    if (received === sizeBytes) return;
    if (received - counted >= progressBytes) attempt = 1;
    counted = received;
    if (attempt < pull.patience()) await pull.pause(attempt);
    else if (pull.moveOn()) attempt = 0;
    else throw new Error(`layer ${digest} broke off ${attempt} times; last, ${reason}`);
    await pull.open(received);
  }
}

/** What is asked for of a blob. `mayRepeat`: one that knows no ranges may send all of it. */
interface BlobRange {
  readonly from: number;
  readonly mayRepeat: boolean;
  readonly signal: AbortSignal | undefined;
}

async function requestBlob(
  world: RegistryWorld,
  repository: Repository,
  layer: LayerReference,
  { from, mayRepeat, signal }: BlobRange,
): Promise<HttpResponse> {
  const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
  const { response } = await askRegistry(world, repository, { path: `blobs/${layer.digest}`, headers, signal, isBulk: true });
  const isPart = response.status === 206 && response.header('content-range')?.startsWith(`bytes ${from}-`) === true;
  const isTooLong = response.status === 200 && Number(response.header('content-length') ?? 0) > layer.sizeBytes;
  if (isPart || (response.status === 200 && !isTooLong && (from === 0 || mayRepeat))) return response;
  response.discard();
  if (isTooLong)
    throw new Error(
      `${repository.registry}: layer ${layer.digest} is longer than the ${layer.sizeBytes} bytes that its manifest states`,
    );
  const isForeign = response.status === 404 && isForeignLayerType(layer.mediaType);
  const why = isForeign ? ', which is of a kind that registries may leave out; ask its publisher' : '';
  throw new Error(`${repository.registry} answered ${response.status} for layer ${layer.digest}${why}`);
}
