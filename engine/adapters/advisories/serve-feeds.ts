import { parentPort } from 'node:worker_threads';
import { readBatches } from '../../gather/advisories/read-batches.ts';
import type { FromFeedThread, ToFeedThread } from './feed-threads.ts';
import { readParts } from './find-feed-files.ts';

/** Batches that may be on their way: a packed database is gone when the next is asked for, so it waits for the answer. */
const ahead = 2;

/** The thread's side: reads one file at a time, as it is asked. */
export function serveFeeds(): void {
  const say = (message: FromFeedThread) => parentPort?.postMessage(message);
  let credit = createCredit();
  parentPort?.on('message', (message: ToFeedThread) => {
    if (message.kind === 'more') return credit.give();
    credit = createCredit();
    readFile(message, say, credit).then(
      () => say({ kind: 'done' }),
      (error: Error) => say({ kind: 'failed', message: error.message }),
    );
  });
}

async function readFile(
  { file, path }: Extract<ToFeedThread, { kind: 'read' }>,
  say: (message: FromFeedThread) => void,
  credit: Credit,
): Promise<void> {
  for await (const batch of readBatches({ path, read: () => readParts(file, path) })) {
    credit.send();
    say({ kind: 'batch', batch });
    await credit.wait(batch.database === undefined ? ahead : 0);
  }
  await credit.wait(0);
}

/** Batches that were sent and not taken yet. */
interface Credit {
  send(): void;
  give(): void;
  /** Until no more than so many are on their way. */
  wait(most: number): Promise<void>;
}

function createCredit(): Credit {
  let onWay = 0;
  let given = Promise.withResolvers<void>();
  return {
    send() {
      onWay += 1;
    },
    give() {
      onWay -= 1;
      given.resolve();
      given = Promise.withResolvers();
    },
    async wait(most) {
      while (onWay > most) await given.promise;
    },
  };
}
