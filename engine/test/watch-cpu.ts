import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Tells the processor time that a process took, all its threads together; undefined where the system does not say (it is no Linux). */
export type UsedCpu = () => number | undefined;

const everyMilliseconds = 20;
/** Clock ticks of proc(5) are hundredths of a second wherever Node runs. */
const ticksPerSecond = 100;

/**
 * Watches a process until it ends; unlike the time on the clock, this does not depend on what else the machine does.
 *
 * units   seconds
 * source  proc_pid_stat(5), fields 14 and 15
 */
export function watchCpu(child: ChildProcess): UsedCpu {
  let seconds: number | undefined;
  const timer = setInterval(() => {
    seconds = readSeconds(child.pid) ?? seconds;
  }, everyMilliseconds);
  child.on('exit', () => clearInterval(timer));
  return () => seconds;
}

function readSeconds(pid: number | undefined): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return undefined;
  }
}
