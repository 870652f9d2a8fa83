import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** How a run of the program ended. */
export interface RunResult {
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
}

const program = join(import.meta.dirname, '../bin/plimsoll.js');

/** Runs the real program as a process, with the environment of the test plus what is given. */
export function runPlimsoll(args: readonly string[], { cwd, env, input }: RunOptions = {}): Promise<RunResult> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [program, ...args], { cwd, env: { ...process.env, ...env } });
    const parts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        parts[name] += text;
      });
    }
    child.on('error', failed).on('close', (code) => done({ code, ...parts }));
    child.stdin.end(input ?? '');
  });
}
