import type { Worker } from 'node:worker_threads';
import type { AddedKnowledge } from '../../gather/packages/all.ts';
import type { LayerReading } from '../../model/layer.ts';
import { type FeedRequest, feedLayer } from './feed-layer.ts';
import type { Part } from './gather-parts.ts';
import type { LayerInput, LayerLimits, LayerSubject } from './layer-input.ts';
import { type StartLayerThread, startLayerThread } from './layer-thread.ts';
import { bytesAhead, type FromWorker, type ToWorker } from './worker-messages.ts';

/** How a layer is read. */
export interface WorkerOptions {
  /** Whether a file is unpacked here, while the worker reads what comes out. */
  readonly isUnpackedHere: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** One thread that reads layers, one after another. */
export interface LayerWorker {
  /** Rejects when the thread dies or the signal is aborted; the worker is of no more use then. */
  read(layer: LayerSubject, input: LayerInput, options: WorkerOptions): Promise<LayerReading>;
  close(): Promise<void>;
}

/** What every layer is read with. */
export interface WorkerSettings {
  readonly limits: LayerLimits;
  /** What a project adds to what the catalogers know. */
  readonly knowledge: AddedKnowledge;
  readonly fileDigests: boolean;
}

/** Starts a thread. */
export function createLayerWorker(settings: WorkerSettings, start: StartLayerThread = startLayerThread): LayerWorker {
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
    else if (message.kind === 'used') job?.spare.push(message.memory);
    else job?.taken(message.bytes);
  });
  const pass = async (request: Extract<ToWorker, { kind: 'read' }>, input: LayerInput, signal: AbortSignal | undefined) => {
    const current = createJob();
    job = current;
    const abort = () => current.reject(new Error('it was interrupted'));
    signal?.addEventListener('abort', abort, { once: true });
    worker.postMessage(request);
    // Not awaited: a store that never answers must not hold up an abort.
    if (request.fed !== 'nothing') void feed(worker, { ...request, input }, current);
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
    async read(layer, input, { isUnpackedHere, signal }) {
      const way =
        input.kind === 'stream' ? { fed: 'blob' as const } : ({ fed: isUnpackedHere ? 'tar' : 'nothing', file: input } as const);
      const request = { kind: 'read', layer: subjectOf(layer), ...settings, ...way } as const;
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
  /** Memory that came back. */
  readonly spare: ArrayBuffer[];
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
    spare: [],
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

type Feed = Pick<FeedRequest, 'layer' | 'limits' | 'input'>;

/** Feeds the worker, never more than a few parts ahead of it. What a store says of a failure goes along. */
async function feed(worker: Worker, layer: Feed, job: Job): Promise<void> {
  const tell = (message: ToWorker, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer);
  const send = async (bytes: Part) => {
    while (job.ahead >= bytesAhead && !job.over) {
      job.credit = Promise.withResolvers();
      await job.credit.promise;
    }
    if (job.over) throw new Error('nobody waits for it');
    job.ahead += bytes.length;
    tell({ kind: 'chunk', bytes }, [bytes.buffer]);
  };
  try {
    const unpacked = await feedLayer({ ...layer, spare: job.spare, send });
    if (!job.over) tell({ kind: 'end', ...(unpacked && { unpacked }) });
  } catch (error) {
    if (!job.over) tell({ kind: 'failed', message: error instanceof Error ? error.message : 'the store failed' });
  }
}
