import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** How a run of the program ended. */
export interface RunResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run it. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Given on standard input. */
  readonly input?: string;
  /** Another entry than the checkout's. */
  readonly program?: string;
}

/** A run that goes on. */
export interface StartedRun {
  readonly child: ChildProcess;
  readonly ended: Promise<RunResult>;
}

const ownProgram = join(import.meta.dirname, '../bin/plimsoll.js');

/** Runs the real program as a process, with the environment of the test plus what is given. */
export function runPlimsoll(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return startPlimsoll(args, options).ended;
}

/** Starts the real program, for tests that end it or watch it. */
export function startPlimsoll(args: readonly string[], { cwd, env, input, program }: RunOptions = {}): StartedRun {
  const child = spawn(process.execPath, [program ?? ownProgram, ...args], { cwd, env: { ...process.env, ...env } });
  const parts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      parts[name] += text;
    });
  }
  const ended = new Promise<RunResult>((done, failed) => {
    child.on('error', failed).on('close', (code) => done({ code, ...parts }));
  });
  // A program that ended before it read its input is no fault of the test.
  child.stdin.on('error', () => {}).end(input ?? '');
  return { child, ended };
}
