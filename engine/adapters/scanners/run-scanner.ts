import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOnPath } from '../tools/find-tool.ts';
import { runTool } from '../tools/run-tool.ts';
import { networkVariables } from '../tools/tool-environment.ts';
import type { ScannerProgram } from './find-scanner-programs.ts';
import { makeLayoutOfOneImage } from './layout-of-one-image.ts';
import { callScanner } from './scanner-runs.ts';

/** An image to run a scanner over. */
export interface ScannerRequest {
  readonly scanner: ScannerProgram;
  /** OCI layout that holds it. */
  readonly layout: string;
  /** Of its manifest. */
  readonly digest: string;
  readonly hasNetwork: boolean;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** What came of it: the report as the scanner wrote it, or a sentence why there is none. */
export type ScannerResult = { readonly report: Uint8Array } | { readonly reason: string };

const maxReportBytes = 512 * 1024 * 1024;

/**
 * Runs a scanner over one image: a child process with a home and an environment of its own, so that it finds no credentials, and
 * with a time limit. Where it may not use the network it gets none, if the system can do that; it is told not to in any case.
 *
 * faults  none: what fails is a sentence
 */
export async function runScanner(request: ScannerRequest): Promise<ScannerResult> {
  const home = mkdtempSync(join(tmpdir(), 'plimsoll-scanner-'));
  try {
    const layout = join(home, 'image');
    if (!makeLayoutOfOneImage(request.layout, { digest: request.digest, to: layout }))
      return { reason: `the manifest ${request.digest} is not in ${request.layout}` };
    return await runIn(home, layout, request);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function runIn(home: string, layout: string, request: ScannerRequest): Promise<ScannerResult> {
  const { scanner, hasNetwork, environment, timeoutMs, signal } = request;
  const call = callScanner(scanner.id, { layout, hasNetwork, environment });
  const fence = hasNetwork ? [] : findFence(environment.PATH ?? '');
  const [path = scanner.path, ...rest] = [...fence, scanner.path];
  const inherited = ['PATH', ...(hasNetwork ? networkVariables : [])];
  const kept = inherited.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]] as const]));
  const run = await runTool({
    path,
    arguments: [...rest, ...call.arguments],
    folder: home,
    environment: { ...Object.fromEntries(kept), HOME: home, TMPDIR: home, ...call.environment },
    timeoutMs,
    maxOutputBytes: maxReportBytes,
    ...(signal && { signal }),
  });
  if (run.end === 'done') return { report: run.output };
  const words = run.words.trim().split('\n').at(-1)?.slice(0, 300);
  return { reason: `${scanner.id} ${ends[run.end]}${words ? `: ${words}` : ''}` };
}

const ends = {
  failed: 'failed',
  'timed-out': 'took longer than its time limit',
  'too-large': 'wrote more than a report may hold',
  stopped: 'was stopped',
} as const;

let knownFence: readonly string[] | undefined;

/** A program and arguments that take the network away from what they start; empty where the system has none that works. */
function findFence(path: string): readonly string[] {
  knownFence ??= tryFence(findOnPath('unshare', path));
  return knownFence;
}

function tryFence(unshare: string | undefined): readonly string[] {
  if (unshare === undefined) return [];
  const fence = [unshare, '--user', '--map-root-user', '--net', '--'];
  const [program = '', ...rest] = fence;
  return spawnSync(program, [...rest, 'true'], { stdio: 'ignore', timeout: 5000 }).status === 0 ? fence : [];
}
