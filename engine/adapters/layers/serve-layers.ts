import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { createCatalogers } from '../../gather/packages/all.ts';
import { createScratch } from '../../gather/packages/collect-content.ts';
import { holdChunks } from './hold-chunks.ts';
import type { LayerInput } from './layer-input.ts';
import { readInPasses } from './read-in-passes.ts';
import { temporarySpool } from './temporary-spool.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** Bytes read at once from a local blob. */
const fileChunkBytes = 256 * 1024;

/**
 * The worker's side: reads one layer at a time, as the pool asks.
 *
 * faults  none; a layer that cannot be read comes back as a gap
 */
export function serveLayers(): void {
  const spool = temporarySpool();
  const scratch = createScratch();
  let inbox: Inbox | undefined;
  const answer = (message: FromWorker) => parentPort?.postMessage(message);
  parentPort?.on('message', (message: ToWorker) => {
    if (message.kind !== 'read') {
      inbox?.put(message);
      return;
    }
    const { layer, file, limits } = message;
    const catalogers = createCatalogers(message.knowledge);
    inbox = createInbox((bytes) => answer({ kind: 'more', bytes }));
    const held = holdChunks(spool);
    const passes = file
      ? { chunks: fileChunks(file), again: () => fileChunks(file) }
      : { chunks: held.pass(inbox.chunks), again: () => held.again() };
    void readInPasses({ layer, limits, catalogers, spool, scratch, ...passes }).then((reading) => {
      held.dispose();
      answer({ kind: 'done', reading });
    });
  });
}

/** Read on this thread into the same memory again and again: whoever takes a chunk is done with it when asking for the next. */
async function* fileChunks({ path, offset = 0, sizeBytes }: Extract<LayerInput, { kind: 'file' }>): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(fileChunkBytes);
  const end = offset + (sizeBytes ?? Number.POSITIVE_INFINITY);
  const descriptor = openSync(path, 'r');
  try {
    for (let at = offset; at < end; ) {
      const read = readSync(descriptor, bytes, 0, Math.min(fileChunkBytes, end - at), at);
      if (read === 0) return;
      at += read;
      yield bytes.subarray(0, read);
    }
  } finally {
    closeSync(descriptor);
  }
}

type Part = Exclude<ToWorker, { kind: 'read' }>;

/** Chunks as they come from the pool. */
interface Inbox {
  put(part: Part): void;
  readonly chunks: AsyncIterable<Uint8Array>;
}

function createInbox(taken: (bytes: number) => void): Inbox {
  const waiting: Part[] = [];
  let arrived = Promise.withResolvers<void>();
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const part = waiting.shift();
      if (!part) {
        await arrived.promise;
        arrived = Promise.withResolvers();
      } else if (part.kind === 'end') return;
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
