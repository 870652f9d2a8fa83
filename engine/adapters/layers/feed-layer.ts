import { fileChunks } from './file-chunks.ts';
import { createPartGatherer, type Part } from './gather-parts.ts';
import type { LayerInput, LayerLimits, LayerSubject } from './layer-input.ts';
import { type Unpacked, unpackBlob } from './unpack-blob.ts';

/** A layer whose bytes are handed to the thread that reads it. */
export interface FeedRequest {
  readonly layer: LayerSubject;
  readonly input: LayerInput;
  readonly limits: LayerLimits;
  /** Resolves when more may be sent; rejects when nobody waits for it any more. The part's memory is gone then. */
  send(part: Part): Promise<void>;
  /** Memory of parts of a tar as the thread gives it back. */
  readonly spare: ArrayBuffer[];
}

/**
 * How the bytes of a layer come to the thread that reads it, where it does not read the file by itself:
 *
 * - a stream: its blob, as it comes from the store. The thread unpacks, hashes and reads it.
 * - a local file, while a processor has nothing else to do: its tar. This thread reads, unpacks and hashes the file, which is half of the
 *   work, while the other is at what came before.
 *
 * In parts of 1 MiB either way, whose memory changes hands, and never more than a few ahead.
 *
 * out     what is to say of a file's blob; undefined for a stream
 * faults  rejects with what the store, the file or `send` fails with
 */
export async function feedLayer({ layer, input, limits, send, spare }: FeedRequest): Promise<Unpacked | undefined> {
  const isTar = input.kind === 'file';
  const gatherer = createPartGatherer(isTar ? 0 : layer.sizeBytes, spare);
  const sendAll = async (parts: Iterable<Part>) => {
    for (const part of parts) await send(part);
  };
  const take = (chunk: Uint8Array) => sendAll(gatherer.add(chunk));
  const unpacked = isTar ? await unpackBlob({ layer, chunks: fileChunks(input), limits }, take) : undefined;
  if (!isTar) for await (const chunk of await input.open()) await sendAll(gatherer.give(chunk));
  await sendAll(gatherer.end());
  return unpacked;
}
