import { availableParallelism } from 'node:os';
import type { AddedKnowledge } from '../../gather/packages/all.ts';
import type { LayerReading } from '../../model/layer.ts';
import { failedReading } from './failed-reading.ts';
import { defaultLayerLimits, type LayerInput, type LayerLimits, type LayerSubject } from './layer-input.ts';
import { type StartLayerThread, startLayerThreadAhead } from './layer-thread.ts';
import { createLayerWorker, type LayerWorker } from './layer-worker.ts';

/** Reads layers on worker threads, each one layer at a time. */
export interface LayerPool {
  /** Told that layers are about to come: starts a thread, which takes as long as finding images. */
  prepare(): void;
  /**
   * Waits for a free worker and reads.
   *
   * gaps    those of `readBlob`; reader-died when the worker could not go on: the next layer gets a new one
   * faults  rejects with the signal's reason when it is aborted
   */
  read(layer: LayerSubject, input: LayerInput, signal?: AbortSignal): Promise<LayerReading>;
  /** Ends the workers; what still runs is given up. */
  close(): Promise<void>;
}

/** How a pool works. */
export interface LayerPoolOptions {
  /** Threads; as many as processors, at most 4, by default. */
  readonly workers?: number;
  readonly limits?: Partial<LayerLimits>;
  /** What a project adds to what the catalogers know. */
  readonly knowledge?: AddedKnowledge;
  /** Whether the SHA-256 of each file is taken. */
  readonly fileDigests?: boolean;
  /** Where threads come from. */
  readonly startThread?: StartLayerThread;
}

/** Above this, unpacking a layer beside reading it saves more than handing it over costs; as stored. */
const largeBytes = 4 * 1024 * 1024;

/**
 * A pool whose workers start when the first layer asks for them.
 *
 * units   a worker may hold 512 MiB of JavaScript values; content lies outside of that, one file of 64 MiB at a time
 */
export function createLayerPool(options: LayerPoolOptions = {}): LayerPool {
  const size = options.workers ?? Math.min(4, availableParallelism());
  const turns = createTurns(size);
  const workers = createWorkers(options);
  /** One at a time is unpacked here: this thread has others to feed as well. */
  let isUnpacking = false;
  /** Of the layers that were asked for and are not read; as stored. */
  let leftBytes = 0;

  return {
    prepare: workers.prepare,
    async read(layer, input, signal) {
      leftBytes += layer.sizeBytes;
      await turns.begin(layer.sizeBytes);
      const worker = workers.take();
      // One that is more than half of what is left ends last, whatever the other threads do meanwhile.
      const isLast = size > 1 && layer.sizeBytes * 2 > leftBytes;
      const isUnpackedHere = !isUnpacking && isLast && input.kind === 'file' && layer.sizeBytes >= largeBytes;
      if (isUnpackedHere) isUnpacking = true;
      try {
        signal?.throwIfAborted();
        const reading = await worker.read(layer, input, { isUnpackedHere, signal });
        workers.giveBack(worker);
        return reading;
      } catch (error) {
        await workers.dismiss(worker);
        signal?.throwIfAborted();
        const detail = `the thread that read the layer stopped: ${error instanceof Error ? error.message : 'unknown error'}`;
        return failedReading(layer, 'reader-died', detail);
      } finally {
        if (isUnpackedHere) isUnpacking = false;
        leftBytes -= layer.sizeBytes;
        turns.end();
      }
    },
    close: workers.close,
  };
}

function createWorkers({ limits, knowledge = {}, fileDigests = false, startThread }: LayerPoolOptions) {
  const settings = { limits: { ...defaultLayerLimits, ...limits }, knowledge, fileDigests };
  const idle: LayerWorker[] = [];
  const all = new Set<LayerWorker>();
  let start = startThread;
  return {
    prepare() {
      if (all.size === 0) start ??= startLayerThreadAhead();
    },
    take() {
      const worker = idle.pop() ?? createLayerWorker(settings, start);
      all.add(worker);
      return worker;
    },
    giveBack: (worker: LayerWorker) => void idle.push(worker),
    async dismiss(worker: LayerWorker) {
      all.delete(worker);
      await worker.close();
    },
    async close() {
      await Promise.all([...all].map((worker) => worker.close()));
      all.clear();
      idle.length = 0;
    },
  };
}

/** The largest goes first: what begins last should not take long. */
function createTurns(size: number) {
  const waiting: { readonly sizeBytes: number; readonly go: () => void }[] = [];
  let running = 0;
  return {
    async begin(sizeBytes: number) {
      if (running >= size) await new Promise<void>((go) => waiting.push({ sizeBytes, go }));
      else running++;
    },
    end() {
      const largest = waiting.reduce((most, { sizeBytes }, at) => (sizeBytes > (waiting[most]?.sizeBytes ?? 0) ? at : most), 0);
      const [next] = waiting.splice(largest, 1);
      if (next) next.go();
      else running--;
    },
  };
}
