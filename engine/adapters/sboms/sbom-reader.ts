import type { Worker } from 'node:worker_threads';
import { defaultSbomLimits, type SbomLimits, secondsFor } from '../../formats/sbom/limits.ts';
import type { ReadSbom, Sbom } from '../../formats/sbom/sbom.ts';
import type { Gap, Reading } from '../../model/reading.ts';
import { startThread } from '../threads/start-thread.ts';
import type { ToSbomThread } from './sbom-thread.ts';

const unit = 'adapters/sboms';
/** Less than this costs little whatever it holds, and is read before a thread has started. */
const worthBytes = 1024 * 1024;
const everyMilliseconds = 100;
const mebibyte = 1024 ** 2;

/**
 * What reads SBOMs from anywhere: as `readSbom` does, and a large one on a thread of its own that is ended when it takes too much.
 *
 * out     large documents one after another, however many are asked for at once
 * gaps    those of `readSbom`; sbom-unreadable where a document takes more time or memory than the limits allow
 * faults  none
 */
export function createSbomReader(limits: SbomLimits = defaultSbomLimits): ReadSbom {
  let before: Promise<unknown> = Promise.resolve();
  return async (bytes, path) => {
    if (bytes.length < worthBytes || bytes.length > limits.bytes) {
      // Loaded here, since most releases have no SBOMs and the readers bring lists of licenses.
      const { readSbom } = await import('../../formats/sbom/read-sbom.ts');
      return readSbom(bytes, path, limits);
    }
    const reading = before.then(() => readOnThread({ bytes, path, limits }));
    before = reading;
    return reading;
  };
}

async function readOnThread(asked: ToSbomThread): Promise<Reading<Sbom>> {
  const { bytes, path, limits } = asked;
  const room = Math.ceil((limits.memoryBytes + bytes.length) / mebibyte);
  const thread = startThread('adapters/sboms/sbom-thread', { resourceLimits: { maxOldGenerationSizeMb: room } });
  const { promise, resolve } = Promise.withResolvers<Reading<Sbom>>();
  const giveUp = (detail: string) => resolve({ items: [], gaps: [toGap(path, detail)] });
  thread.once('message', resolve);
  thread.once('error', (error: NodeJS.ErrnoException) => {
    const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    giveUp(
      isFull
        ? `takes more than ${room} MiB of memory to read; \`limits.sbomMemoryBytes\` gives it more`
        : `could not be read: ${error.message}`,
    );
  });
  thread.once('exit', () => giveUp('could not be read: the thread that read it stopped'));
  const seconds = secondsFor(bytes.length, limits);
  const watch = setInterval(async () => {
    if ((await secondsOf(thread)) > seconds)
      giveUp(`takes more than ${seconds.toFixed(1)} seconds to read; \`limits.sbomSeconds\` gives it more`);
  }, everyMilliseconds);
  thread.postMessage(asked);
  try {
    return await promise;
  } finally {
    clearInterval(watch);
    await thread.terminate();
  }
}

/** Of a processor: what else the machine does meanwhile does not count. */
async function secondsOf(thread: Worker): Promise<number> {
  const { user, system } = await thread.cpuUsage().catch(() => ({ user: 0, system: 0 }));
  return (user + system) / 1e6;
}

function toGap(path: string, detail: string): Gap {
  return { code: 'sbom-unreadable', unit, path, detail: `the document ${detail}` };
}
