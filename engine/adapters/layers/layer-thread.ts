import type { Worker } from 'node:worker_threads';
import { startThread } from '../threads/start-thread.ts';

/** Starts a thread that serves a worker. */
export type StartLayerThread = () => Worker;

/**
 * Starts a thread that reads layers.
 *
 * units   it may hold 512 MiB of JavaScript values
 */
export function startLayerThread(): Worker {
  return startThread('adapters/layers/worker', { resourceLimits: { maxOldGenerationSizeMb: 512 } });
}

/**
 * Starts a thread before anybody asks for one: loading what it needs takes as long as finding an image.
 *
 * out     gives that thread to the first who asks, and new ones to the others; a run that never asks ends without waiting for it
 */
export function startLayerThreadAhead(): StartLayerThread {
  const thread = startLayerThread();
  let ahead: Worker | undefined = thread;
  const forget = () => {
    ahead = undefined;
  };
  // Where it dies at once, whoever asks gets another.
  thread.on('error', forget).on('exit', forget).unref();
  return () => {
    const ready = ahead;
    forget();
    ready?.ref();
    return ready ?? startLayerThread();
  };
}
