import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A program to measure. */
export interface Program {
  readonly command: readonly string[];
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Before each run, outside of the time. */
  readonly prepare?: () => void;
  /** Where a Node program is to leave what it used; children are not in it. */
  readonly usage?: string;
  /** An exit code that says what was found, and not that it failed. */
  readonly finding?: number;
}

/** What one run took. */
export interface Run {
  readonly wallSeconds: number;
  /** Of the program's own threads; only where `usage` is given. */
  readonly cpuSeconds: number;
  /** Most memory that was held at one time (VmHWM); only where `usage` is given. */
  readonly peakMegabytes: number;
}

/**
 * Runs programs in turns, so that a noisy minute falls on all of them.
 *
 * out     the runs of each program, in the order of the programs; a first turn is made and not counted, unless told otherwise
 * faults  rejects when a program fails; a scan that could not read everything (exit code 3) counts
 */
export async function runInTurns(programs: readonly Program[], turns: number, warm = true): Promise<readonly (readonly Run[])[]> {
  const runs: Run[][] = programs.map(() => []);
  for (let turn = warm ? -1 : 0; turn < turns; turn++)
    for (const [index, program] of programs.entries()) {
      const run = await runOnce(program);
      if (turn >= 0) runs[index]?.push(run);
    }
  return runs;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The middle of one measure of some runs. */
export function middle(runs: readonly Run[] | undefined, measure: keyof Run): number {
  return median((runs ?? []).map((run) => run[measure]));
}

const reporter = new URL('./report-usage.js', import.meta.url).href;

async function runOnce({ command, folder, environment, prepare, usage, finding = 3 }: Program): Promise<Run> {
  prepare?.();
  if (usage) rmSync(usage, { force: true });
  const [file = '', ...args] = command;
  const watched = usage && { NODE_OPTIONS: `--import=${reporter}`, PLIMSOLL_BENCH_USAGE: usage };
  const env = { ...process.env, NODE_NO_WARNINGS: '1', ...environment, ...watched };
  const begun = performance.now();
  const child = spawn(file, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = `${words}${text}`.slice(-2000);
  });
  const code = await new Promise<number | null>((done, failed) => child.on('error', failed).on('close', done));
  const wallSeconds = (performance.now() - begun) / 1000;
  if (code !== 0 && code !== finding) throw new Error(`${command.join(' ')} ended with ${code}: ${words}`);
  return { wallSeconds, ...(usage ? readUsage(usage) : { cpuSeconds: Number.NaN, peakMegabytes: Number.NaN }) };
}

function readUsage(file: string): Pick<Run, 'cpuSeconds' | 'peakMegabytes'> {
  return JSON.parse(readFileSync(file, 'utf8')) as Pick<Run, 'cpuSeconds' | 'peakMegabytes'>;
}

/** The program as it is in this checkout, with caches of its own. */
export function plimsoll(root: string, args: readonly string[], scratch: string): Program {
  return {
    command: [process.execPath, join(root, 'engine/bin/plimsoll.js'), ...args],
    folder: scratch,
    environment: {
      XDG_CACHE_HOME: join(scratch, 'cache'),
      XDG_DATA_HOME: join(scratch, 'data'),
      SOURCE_DATE_EPOCH: '1700000000',
    },
    usage: join(scratch, 'usage.json'),
  };
}
