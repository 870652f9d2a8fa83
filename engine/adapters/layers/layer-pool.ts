import { availableParallelism } from 'node:os';
import type { AddedKnowledge } from '../../gather/packages/all.ts';
import type { LayerReading } from '../../model/layer.ts';
import { failedReading } from './failed-reading.ts';
import { defaultLayerLimits, type LayerInput, type LayerLimits, type LayerSubject } from './layer-input.ts';
import type { StartLayerThread } from './layer-thread.ts';
import { createLayerWorker, type LayerWorker } from './layer-worker.ts';

/** Reads layers on worker threads, each one layer at a time. */
export interface LayerPool {
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
  /** Where threads come from. */
  readonly startThread?: StartLayerThread;
}

/**
 * A pool whose workers start when the first layer asks for them.
 *
 * units   a worker may hold 512 MiB of JavaScript values; content lies outside of that, one file of 64 MiB at a time
 */
export function createLayerPool(options: LayerPoolOptions = {}): LayerPool {
  const size = options.workers ?? Math.min(4, availableParallelism());
  const limits = { ...defaultLayerLimits, ...options.limits };
  const idle: LayerWorker[] = [];
  const waiting: (() => void)[] = [];
  const all = new Set<LayerWorker>();
  let running = 0;

  const enter = async () => {
    if (running >= size) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
  };
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else running--;
  };
  const take = () => {
    const worker = idle.pop() ?? createLayerWorker(limits, options.knowledge, options.startThread);
    all.add(worker);
    return worker;
  };

  return {
    async read(layer, input, signal) {
      await enter();
      const worker = take();
      try {
        signal?.throwIfAborted();
        const reading = await worker.read(layer, input, signal);
        idle.push(worker);
        return reading;
      } catch (error) {
        all.delete(worker);
        await worker.close();
        signal?.throwIfAborted();
        const detail = `the thread that read the layer stopped: ${error instanceof Error ? error.message : 'unknown error'}`;
        return failedReading(layer, 'reader-died', detail);
      } finally {
        leave();
      }
    },
    async close() {
      await Promise.all([...all].map((worker) => worker.close()));
      all.clear();
      idle.length = 0;
    },
  };
}
