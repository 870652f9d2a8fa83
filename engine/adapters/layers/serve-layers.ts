import { parentPort } from 'node:worker_threads';
import { createCatalogers } from '../../gather/packages/all.ts';
import { createScratch } from '../../gather/packages/collect-content.ts';
import { fileChunks } from './file-chunks.ts';
import type { Part } from './gather-parts.ts';
import { holdChunks } from './hold-chunks.ts';
import { readInPasses } from './read-in-passes.ts';
import { temporarySpool } from './temporary-spool.ts';
import { type Unpack, type Unpacked, unpackBlob } from './unpack-blob.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/**
 * The worker's side: reads one layer at a time, as the pool asks.
 *
 * faults  none; a layer that cannot be read comes back as a gap
 */
export function serveLayers(): void {
  const spool = temporarySpool();
  const scratch = createScratch();
  let inbox: Inbox | undefined;
  const answer = (message: FromWorker, transfer: ArrayBuffer[] = []) => parentPort?.postMessage(message, transfer);
  const giveBack = (memory: ArrayBuffer) => answer({ kind: 'used', memory }, [memory]);
  parentPort?.on('message', (message: ToWorker) => {
    if (message.kind !== 'read') {
      inbox?.put(message);
      return;
    }
    const { layer, limits, file, fileDigests } = message;
    const catalogers = createCatalogers(message.knowledge);
    const fed = createInbox((bytes) => answer({ kind: 'more', bytes }));
    inbox = fed;
    const held = holdChunks(spool);
    const blob = file ? fileChunks(file) : held.pass(fed.chunks);
    const isTar = message.fed === 'tar';
    const unpack: Unpack = isTar
      ? unpackedBefore(fed.chunks, giveBack)
      : (take) => unpackBlob({ layer, limits, chunks: blob }, take);
    const again = () => (file ? fileChunks(file) : held.again());
    void readInPasses({ layer, limits, catalogers, fileDigests, spool, scratch, unpack, again }).then((reading) => {
      held.dispose();
      answer({ kind: 'done', reading });
    });
  });
}

/** The tar of a blob that was unpacked where the chunks come from. */
function unpackedBefore(chunks: Inbox['chunks'], giveBack: (memory: ArrayBuffer) => void): Unpack {
  return async (take) => {
    for (;;) {
      const { done, value } = await chunks.next();
      if (!done) {
        await take(value);
        giveBack(value.buffer);
      } else if (value) return value;
      else throw new Error('nothing was said of its blob');
    }
  };
}

type Fed = Exclude<ToWorker, { kind: 'read' }>;

/** Chunks as they come from the pool. */
interface Inbox {
  put(part: Fed): void;
  /** Ends with what is to say of the blob, where they are its tar. */
  readonly chunks: AsyncGenerator<Part, Unpacked | undefined>;
}

function createInbox(taken: (bytes: number) => void): Inbox {
  const waiting: Fed[] = [];
  let arrived = Promise.withResolvers<void>();
  async function* chunks(): Inbox['chunks'] {
    for (;;) {
      const part = waiting.shift();
      if (!part) {
        await arrived.promise;
        arrived = Promise.withResolvers();
      } else if (part.kind === 'end') return part.unpacked;
      else if (part.kind === 'failed') throw new Error(part.message);
      else {
        taken(part.bytes.length);
        yield part.bytes;
      }
    }
  }
  return {
    put(part) {
      waiting.push(part);
      arrived.resolve();
    },
    chunks: chunks(),
  };
}
