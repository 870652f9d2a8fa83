import type { Worker } from 'node:worker_threads';
import type { AddedKnowledge } from '../../gather/packages/all.ts';
import type { LayerReading } from '../../model/layer.ts';
import { gatherParts } from './gather-parts.ts';
import type { LayerInput, LayerLimits, LayerSubject } from './layer-input.ts';
import { type StartLayerThread, startLayerThread } from './layer-thread.ts';
import { bytesAhead, type FromWorker, type ToWorker } from './worker-messages.ts';

/** One thread that reads layers, one after another. */
export interface LayerWorker {
  /** Rejects when the thread dies or the signal is aborted; the worker is of no more use then. */
  read(layer: LayerSubject, input: LayerInput, signal?: AbortSignal): Promise<LayerReading>;
  close(): Promise<void>;
}

/**
 * Starts a thread.
 *
 * in      what a project adds to what the catalogers know
 */
export function createLayerWorker(
  limits: LayerLimits,
  knowledge: AddedKnowledge = {},
  start: StartLayerThread = startLayerThread,
): LayerWorker {
  const worker = start();
  let job: Job | undefined;
  const die = (error: Error) => {
    job?.reject(error);
    job?.credit.resolve();
    job = undefined;
  };
  worker.on('error', (error) => die(error instanceof Error ? error : new Error('it threw no error')));
  worker.on('exit', (code) => die(new Error(`it ended with code ${code}`)));
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'done') job?.resolve(message.reading);
    else job?.taken(message.bytes);
  });
  const pass = async (request: Extract<ToWorker, { kind: 'read' }>, input: LayerInput, signal: AbortSignal | undefined) => {
    const current = createJob();
    job = current;
    const abort = () => current.reject(new Error('it was interrupted'));
    signal?.addEventListener('abort', abort, { once: true });
    worker.postMessage(request);
    // Not awaited: a store that never answers must not hold up an abort.
    if (input.kind === 'stream') void feed(worker, gatherParts(input, request.layer.sizeBytes), current);
    try {
      return await current.done;
    } finally {
      signal?.removeEventListener('abort', abort);
      current.over = true;
      current.credit.resolve();
      job = undefined;
    }
  };
  return {
    async read(layer, input, signal) {
      const file = input.kind === 'file' ? { file: input } : {};
      const request = { kind: 'read', layer: subjectOf(layer), limits, knowledge, ...file } as const;
      const mayBeElsewhere = () => input.kind === 'stream' && input.passOver?.();
      let reading = await pass(request, input, signal);
      while (hasWrongBytes(reading) && mayBeElsewhere()) {
        const next = await pass(request, input, signal);
        // Where nobody else gives any, the wrong bytes are what there is to tell.
        if (next.compressedBytes > 0) reading = next;
      }
      return reading;
    },
    close: async () => void (await worker.terminate()),
  };
}

/** A mirror that gives other bytes than the manifest says is no reason not to ask the original. */
function hasWrongBytes({ gaps }: LayerReading): boolean {
  return gaps.some(({ code }) => code === 'digest-mismatch');
}

/** Only what the worker needs: the caller's object may hold what cannot be sent. */
function subjectOf({ digest, diffId, sizeBytes }: LayerSubject): LayerSubject {
  return { digest, diffId, sizeBytes };
}

interface Job {
  readonly done: Promise<LayerReading>;
  resolve(reading: LayerReading): void;
  reject(error: Error): void;
  /** The worker took a chunk of so many bytes. */
  taken(bytes: number): void;
  /** Bytes that are on their way. */
  ahead: number;
  /** Resolves when one more may be sent. */
  credit: PromiseWithResolvers<void>;
  /** Nobody waits for chunks any more. */
  over: boolean;
}

function createJob(): Job {
  const { promise, resolve, reject } = Promise.withResolvers<LayerReading>();
  promise.catch(() => {});
  const job: Job = {
    done: promise,
    resolve,
    reject,
    ahead: 0,
    over: false,
    credit: Promise.withResolvers(),
    taken(bytes) {
      job.ahead -= bytes;
      job.credit.resolve();
    },
  };
  return job;
}

/** Sends the parts of a stream, never more than a few ahead of the worker. What the store says of a failure goes along. */
async function feed(worker: Worker, parts: AsyncIterable<Uint8Array<ArrayBuffer>>, job: Job): Promise<void> {
  const send = (message: ToWorker, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer);
  try {
    for await (const bytes of parts) {
      while (job.ahead >= bytesAhead && !job.over) {
        job.credit = Promise.withResolvers();
        await job.credit.promise;
      }
      if (job.over) return;
      job.ahead += bytes.length;
      send({ kind: 'chunk', bytes }, [bytes.buffer]);
    }
    if (!job.over) send({ kind: 'end' });
  } catch (error) {
    if (!job.over) send({ kind: 'failed', message: error instanceof Error ? error.message : 'the store failed' });
  }
}
