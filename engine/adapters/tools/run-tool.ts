import { type ChildProcess, spawn } from 'node:child_process';
import { openOutputFile } from './output-file.ts';

/** A program to run: no shell, an environment of its own. */
export interface ToolRequest {
  readonly path: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
  readonly signal?: AbortSignal;
}

/** How it ended. `output` is whole only when `end` is `done`. */
export interface ToolRun {
  readonly end: 'done' | 'failed' | 'timed-out' | 'too-large' | 'stopped';
  readonly output: Buffer;
  /** What it said on standard error, cut at 64 KiB. */
  readonly words: string;
}

const maxWords = 64 * 1024;
/** How often it is looked whether a program prints more than it may. */
const lookMs = 100;

/**
 * Runs a program to its end, or ends it: at the time limit, at the output limit, or when it is no longer wanted.
 *
 * faults  none: a program that cannot be started ends as `failed` with the reason in `words`
 */
export function runTool(request: ToolRequest): Promise<ToolRun> {
  const { promise, resolve } = Promise.withResolvers<ToolRun>();
  const printed = openOutputFile();
  const child = spawn(request.path, request.arguments, {
    cwd: request.folder,
    env: { ...request.environment },
    stdio: ['ignore', printed.descriptor, 'pipe'],
    windowsHide: true,
    // A group of its own, so that what it started (git, for a remote base) can be ended with it.
    detached: process.platform !== 'win32',
  });
  const words: Uint8Array[] = [];
  let ended: ToolRun['end'] | undefined;
  const stop = (end: ToolRun['end']): void => {
    ended ??= end;
    kill(child);
  };
  const timer = setTimeout(() => stop('timed-out'), request.timeoutMs);
  const onAbort = (): void => stop('stopped');
  request.signal?.addEventListener('abort', onAbort, { once: true });
  if (request.signal?.aborted) onAbort();
  const watch = setInterval(() => printed.sizeBytes() > request.maxOutputBytes && stop('too-large'), lookMs);
  collect(child.stderr, words, maxWords);
  child.on('error', (error) => {
    ended ??= 'failed';
    words.push(Buffer.from(error.message));
  });
  child.on('close', (code) => {
    clearTimeout(timer);
    clearInterval(watch);
    request.signal?.removeEventListener('abort', onAbort);
    if (printed.sizeBytes() > request.maxOutputBytes) ended ??= 'too-large';
    const end = ended ?? (code === 0 ? 'done' : 'failed');
    const output = end === 'done' ? printed.read() : Buffer.alloc(0);
    printed.close();
    resolve({ end, output, words: Buffer.concat(words).toString('utf8') });
  });
  return promise;
}

function kill(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It ended by itself in between.
  }
  // Whoever else holds it open is not waited for.
  child.stderr?.destroy();
}

function collect(stream: NodeJS.ReadableStream | null, into: Uint8Array[], maxBytes: number): void {
  let size = 0;
  stream?.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBytes) into.push(chunk);
  });
}
