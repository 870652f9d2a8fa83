import { extname } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** Packed code is `.js` in a folder of its own, a checkout `.ts`; `tsc` leaves addresses as they are. */
const extension = extname(import.meta.filename);
const home = new URL('../../', import.meta.url);
const entry = new URL(extension === '.ts' ? 'bin/thread.js' : '../bin/thread.js', home);

/**
 * Starts one of our modules on a thread, as fast as the program itself starts: half of what a thread takes by itself.
 *
 * in      path of the module below `engine/`, without its extension
 */
export function startThread(path: string, options: Omit<WorkerOptions, 'argv'>): Worker {
  return new Worker(entry, { ...options, argv: [new URL(`${path}${extension}`, home).href, home.href] });
}
