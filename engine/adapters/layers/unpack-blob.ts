import { createHash, getHashes, type Hash } from 'node:crypto';
import type { LayerReading } from '../../model/layer.ts';
import type { Gap } from '../../model/reading.ts';
import { failedReading } from './failed-reading.ts';
import { type BlobInflater, createInflater } from './inflate.ts';
import type { TakeChunk } from './inflater.ts';
import type { LayerLimits, LayerSubject } from './layer-input.ts';

/** What unpacking a blob needs. */
export interface UnpackRequest {
  readonly layer: LayerSubject;
  /** Each is done with before the next is asked for. */
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly limits: LayerLimits;
}

/** What is to say of a blob when all of it has come. */
export interface Unpacked {
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
  readonly diffId: string;
  /** Why nothing more was uncompressed: what stands before counts. */
  readonly trouble?: Gap;
  /** Where its bytes are not what the manifest says: nothing of it counts. */
  readonly failed?: LayerReading;
}

/** Hands out a layer's tar as it comes out of its blob, and says at the end whether it was the right one. */
export type Unpack = (take: TakeChunk) => Promise<Unpacked>;

/**
 * Uncompresses a layer's blob and hashes both forms, in one pass.
 *
 * out     hands the tar to `take`, a chunk at a time
 * gaps    in what it answers: digest-mismatch, layer-unread (corrupt or truncated), layer-too-large
 * faults  rejects with what the chunks or `take` fail with
 */
export async function unpackBlob(request: UnpackRequest, take: TakeChunk): Promise<Unpacked> {
  const pass = new Pass(request, take);
  try {
    for await (const chunk of request.chunks) if (!(await pass.take(chunk))) break;
    return await pass.end();
  } finally {
    pass.dispose();
  }
}

class Pass {
  readonly #layer: LayerSubject;
  readonly #limits: LayerLimits;
  readonly #take: TakeChunk;
  readonly #inflater: BlobInflater;
  readonly #isOneAlgorithm: boolean;
  readonly #blobHash: Hash;
  /** Of what comes out; nothing is put in where that is the blob itself, which has its hash already. */
  readonly #tarHash: Hash;
  #compressedBytes = 0;
  #uncompressedBytes = 0;
  /** Why nothing more is uncompressed; the blob is still hashed to its end, since only a right blob counts. */
  #trouble: Gap | undefined;

  constructor({ layer, limits }: UnpackRequest, take: TakeChunk) {
    this.#layer = layer;
    this.#limits = limits;
    this.#take = take;
    this.#inflater = createInflater((chunk) => this.#takeTar(chunk), limits.zstdWindowLog);
    const [blob, tar] = [algorithmOf(layer.digest), algorithmOf(layer.diffId)];
    this.#isOneAlgorithm = blob === tar;
    this.#blobHash = createHash(blob);
    this.#tarHash = createHash(tar);
  }

  /** False when the blob is longer than stated: it cannot be the right one any more. */
  async take(chunk: Uint8Array): Promise<boolean> {
    this.#compressedBytes += chunk.length;
    if (this.#layer.sizeBytes > 0 && this.#compressedBytes > this.#layer.sizeBytes) return false;
    this.#blobHash.update(chunk);
    if (!this.#trouble) await this.#attempt(() => this.#inflater.write(chunk));
    return true;
  }

  async end(): Promise<Unpacked> {
    if (!this.#trouble) await this.#attempt(() => this.#inflater.end());
    const failed = this.#findMismatch();
    return {
      compressedBytes: this.#compressedBytes,
      uncompressedBytes: this.#uncompressedBytes,
      diffId: this.#trouble ? this.#layer.diffId : this.#findDiffId(),
      ...(this.#trouble && { trouble: this.#trouble }),
      ...(failed && { failed }),
    };
  }

  dispose(): void {
    this.#inflater.destroy();
  }

  async #attempt(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (error instanceof ConsumerFailure) throw error.cause;
      this.#trouble ??= this.#gap('layer-unread', `the compressed stream is broken: ${messageOf(error)}`);
      this.#inflater.destroy();
    }
  }

  #takeTar(chunk: Uint8Array): Promise<void> | undefined {
    if (this.#trouble) return undefined;
    this.#uncompressedBytes += chunk.length;
    const over = this.#findExcess();
    if (over) {
      this.#trouble = this.#gap('layer-too-large', `${over}; the rest was not read`);
      throw new Error('limit reached');
    }
    if (!this.#isHashedOnce()) this.#tarHash.update(chunk);
    try {
      return this.#take(chunk)?.catch(stop);
    } catch (error) {
      return stop(error);
    }
  }

  #findExcess(): string | undefined {
    const { uncompressedBytes, ratio, ratioFloorBytes } = this.#limits;
    if (this.#uncompressedBytes > uncompressedBytes) return `it unpacks to more than the limit of ${uncompressedBytes} bytes`;
    if (this.#uncompressedBytes > ratioFloorBytes && this.#uncompressedBytes > this.#compressedBytes * ratio)
      return `it unpacks to more than ${ratio} times its size, which only bombs do`;
    return undefined;
  }

  #findMismatch(): LayerReading | undefined {
    const { digest, diffId, sizeBytes } = this.#layer;
    if (sizeBytes > 0 && this.#compressedBytes < sizeBytes)
      return failedReading(
        this.#layer,
        'layer-unread',
        `only ${this.#compressedBytes} of ${sizeBytes} bytes came; nothing of it was used`,
      );
    if (sizeBytes > 0 && this.#compressedBytes > sizeBytes)
      return failedReading(
        this.#layer,
        'digest-mismatch',
        `more than the stated ${sizeBytes} bytes came; nothing of it was used`,
      );
    const actual = digestOf(digest, this.#blobHash.copy());
    if (actual !== digest) return failedReading(this.#layer, 'digest-mismatch', `the blob is ${actual}; nothing of it was used`);
    if (this.#trouble || diffId === '') return undefined;
    const unpacked = this.#findDiffId();
    if (unpacked === diffId) return undefined;
    return failedReading(this.#layer, 'digest-mismatch', `it unpacks to ${unpacked}, not to ${diffId}; nothing of it was used`);
  }

  #isHashedOnce(): boolean {
    return this.#isOneAlgorithm && this.#inflater.isPlain();
  }

  #findDiffId(): string {
    return digestOf(this.#layer.diffId, (this.#isHashedOnce() ? this.#blobHash : this.#tarHash).copy());
  }

  #gap(code: string, detail: string): Gap {
    return { code, unit: 'adapters/layers', detail, layer: this.#layer.digest };
  }
}

/** Trouble on our side, such as a full disk: not the layer's fault, and another time it may go well. */
class ConsumerFailure extends Error {}

function stop(cause: unknown): never {
  throw new ConsumerFailure('the reader stopped', { cause });
}

/** An algorithm that Node does not know gives another digest, and so a mismatch. */
function algorithmOf(digest: string): string {
  const algorithm = digest.slice(0, Math.max(digest.indexOf(':'), 0));
  return getHashes().includes(algorithm) ? algorithm : 'sha256';
}

function digestOf(stated: string, hash: Hash): string {
  return `${algorithmOf(stated)}:${hash.digest('hex')}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'an unknown error';
}
