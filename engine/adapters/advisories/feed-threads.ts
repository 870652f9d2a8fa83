import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { FeedFile } from '../../gather/advisories/feed-file.ts';
import { type FeedBatch, type ReadFeeds, readInTurn } from '../../gather/advisories/read-batches.ts';
import { startThread } from '../threads/start-thread.ts';

/** What a thread is asked: to read a file, or to go on with the one that it reads. */
export type ToFeedThread = { readonly kind: 'read'; readonly file: string; readonly path: string } | { readonly kind: 'more' };

/** What a thread answers. */
export type FromFeedThread =
  | { readonly kind: 'batch'; readonly batch: FeedBatch }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };

/** Less than this is read before a thread has started. */
const worthBytes = 1024 * 1024;
const mostThreads = 4;
/** Room for one document that is parsed whole; the more room, the later V8 tidies up. Records die young, and are many. */
const threadLimits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 16 };

/**
 * Reads files on threads, the largest first, while the caller stores what they hold.
 *
 * out     batches of one file in order, those of several files in any
 * faults  rejects when a thread dies, or `take` throws
 * cost    as many threads as processors, at most 4; each a batch ahead of the caller
 */
export const readOnThreads: ReadFeeds = async (files, take) => {
  const total = files.reduce((sum, { place }) => sum + (place?.sizeBytes ?? 0), 0);
  const places = files.map((file, index) => ({ file, index }));
  if (total < worthBytes || files.some(({ place }) => !place)) return readInTurn(files, take);
  const queue = places.toSorted((a, b) => sizeOf(b.file) - sizeOf(a.file));
  const size = Math.min(availableParallelism(), mostThreads, files.length);
  const threads = Array.from({ length: size }, () =>
    startThread('adapters/advisories/feed-thread', { resourceLimits: threadLimits }),
  );
  try {
    await Promise.all(threads.map((thread) => serve(thread, queue, take)));
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
};

function sizeOf({ place }: FeedFile): number {
  return place?.sizeBytes ?? 0;
}

async function serve(
  thread: Worker,
  queue: { readonly file: FeedFile; readonly index: number }[],
  take: Parameters<ReadFeeds>[1],
): Promise<void> {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { file, index } = next;
    await readOne(thread, file, (batch) => take(index, batch));
  }
}

function readOne(thread: Worker, file: FeedFile, take: (batch: FeedBatch) => void | Promise<void>): Promise<void> {
  const say = (message: ToFeedThread) => thread.postMessage(message);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const listen = (message: FromFeedThread) => {
    if (message.kind === 'done') resolve();
    else if (message.kind === 'failed') reject(new Error(message.message));
    else
      Promise.resolve(message.batch)
        .then(take)
        .then(() => say({ kind: 'more' }), reject);
  };
  const die = (reason: unknown) =>
    reject(reason instanceof Error ? reason : new Error(`a thread that reads advisories ended with ${reason}`));
  thread.on('message', listen).on('error', die).on('exit', die);
  say({ kind: 'read', file: file.place?.file ?? '', path: file.path });
  return promise.finally(() => thread.off('message', listen).off('error', die).off('exit', die));
}
