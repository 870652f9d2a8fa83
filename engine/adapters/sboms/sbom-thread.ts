import { parentPort } from 'node:worker_threads';
import type { SbomLimits } from '../../formats/sbom/limits.ts';
import { readSbom } from '../../formats/sbom/read-sbom.ts';

/** What the thread is asked. */
export interface ToSbomThread {
  readonly bytes: Uint8Array;
  readonly path: string;
  readonly limits: SbomLimits;
}

parentPort?.once('message', async ({ bytes, path, limits }: ToSbomThread) => {
  parentPort?.postMessage(await readSbom(bytes, path, limits));
});
