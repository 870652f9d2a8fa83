import { createHash, getHashes, type Hash } from 'node:crypto';
import { defaultTarLimits } from '../../formats/tar/tar-entry.ts';
import type { Cataloger } from '../../gather/packages/cataloger.ts';
import type { Scratch } from '../../gather/packages/collect-content.ts';
import type { Spool } from '../../gather/packages/spool.ts';
import type { LayerReading } from '../../model/layer.ts';
import type { Gap } from '../../model/reading.ts';
import { createLayerReader, type LayerReader } from '../../pipeline/read-layer.ts';
import { failedReading } from './failed-reading.ts';
import { type BlobInflater, createInflater } from './inflate.ts';
import type { LayerLimits, LayerSubject } from './layer-input.ts';

/** What reading a blob needs. */
export interface BlobRequest {
  readonly layer: LayerSubject;
  /** Each is done with before the next is asked for. */
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly catalogers: readonly Cataloger[];
  readonly spool: Spool;
  /** Memory that is used for one layer after another. */
  readonly scratch?: Scratch;
  readonly limits: LayerLimits;
  readonly linkTargets: readonly string[];
}

/** A reading, and what a second pass has to keep; see `gather/packages/catalog-layer.ts`. */
export interface BlobReading {
  readonly reading: LayerReading;
  readonly again: readonly string[];
}

/**
 * Reads a layer from its blob: uncompresses, hashes both forms and reads the tar in one pass.
 *
 * out     nothing is used of a blob whose bytes are not what the manifest says; of a right one that is broken inside, what stands before
 *         the break counts and the reading is incomplete
 * gaps    layer-unread (the store stopped; corrupt or truncated inside), digest-mismatch, layer-too-large, those of the tar
 * faults  none
 */
export async function readBlob(request: BlobRequest): Promise<BlobReading> {
  const pass = new Pass(request);
  try {
    for await (const chunk of request.chunks) if (!(await pass.take(chunk))) break;
    return await pass.end();
  } catch (error) {
    const detail = `the layer could not be read to its end: ${messageOf(error)}`;
    return { reading: failedReading(request.layer, 'layer-unread', detail), again: [] };
  } finally {
    pass.dispose();
  }
}

class Pass {
  readonly #layer: LayerSubject;
  readonly #limits: LayerLimits;
  readonly #reader: LayerReader;
  readonly #inflater: BlobInflater;
  readonly #isOneAlgorithm: boolean;
  readonly #blobHash: Hash;
  /** Of what comes out; nothing is put in where that is the blob itself, which has its hash already. */
  readonly #tarHash: Hash;
  #compressedBytes = 0;
  #uncompressedBytes = 0;
  /** Why nothing more is uncompressed; the blob is still hashed to its end, since only a right blob counts. */
  #trouble: Gap | undefined;

  constructor({ layer, catalogers, spool, scratch, limits, linkTargets }: BlobRequest) {
    this.#layer = layer;
    this.#limits = limits;
    const tarLimits = { ...defaultTarLimits, totalBytes: limits.uncompressedBytes, entries: limits.entries };
    this.#reader = createLayerReader({ catalogers, spool, ...(scratch && { scratch }), linkTargets, tarLimits });
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

  async end(): Promise<BlobReading> {
    if (!this.#trouble) await this.#attempt(() => this.#inflater.end());
    const wrong = this.#findMismatch();
    if (wrong) return { reading: wrong, again: [] };
    const { again, ...content } = this.#reader.end();
    const diffId = this.#trouble ? this.#layer.diffId : this.#findDiffId();
    const reading: LayerReading = {
      digest: this.#layer.digest,
      diffId,
      compressedBytes: this.#compressedBytes,
      uncompressedBytes: this.#uncompressedBytes,
      ...content,
      ...(this.#trouble ? { gaps: [this.#trouble, ...content.gaps], complete: false } : {}),
    };
    return { reading, again };
  }

  dispose(): void {
    this.#inflater.destroy();
    this.#reader.dispose();
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

  #takeTar(chunk: Uint8Array): void {
    if (this.#trouble) return;
    this.#uncompressedBytes += chunk.length;
    const over = this.#findExcess();
    if (over) {
      this.#trouble = this.#gap('layer-too-large', `${over}; the rest was not read`);
      throw new Error('limit reached');
    }
    if (!this.#isHashedOnce()) this.#tarHash.update(chunk);
    try {
      this.#reader.push(chunk);
    } catch (error) {
      throw new ConsumerFailure('the reader stopped', { cause: error });
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
