import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Tells the most memory that a process held; undefined where the system does not say (it is no Linux). */
export type PeakMemory = () => number | undefined;

const everyMilliseconds = 20;

/**
 * Watches a process until it ends.
 *
 * units   bytes, resident
 * source  proc_pid_status(5), VmHWM: a high-water mark, so that nothing between two looks is missed
 */
export function watchMemory(child: ChildProcess): PeakMemory {
  let peakBytes: number | undefined;
  const look = () => {
    peakBytes = readPeak(child.pid) ?? peakBytes;
  };
  const timer = setInterval(look, everyMilliseconds);
  child.on('exit', () => clearInterval(timer));
  return () => peakBytes;
}

function readPeak(pid: number | undefined): number | undefined {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}
