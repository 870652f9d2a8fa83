import { Fault } from '../model/fault.ts';

/** Exit codes of the contract; with several, the highest wins. */
export const exitCodes = { done: 0, gate: 1, fault: 2, incomplete: 3, bug: 70 } as const;

/**
 * Says on stderr why a command could not go on.
 *
 * in      whatever was thrown
 * out     the exit code: 2 for faults, 70 for bugs; a stack trace only when PLIMSOLL_DEBUG is set
 */
export function fail(error: unknown): number {
  if (error instanceof Fault) {
    process.stderr.write(`plimsoll: ${error.message}\n  ${error.help}\n`);
    if (process.env.PLIMSOLL_DEBUG) process.stderr.write(`${error.stack}\n`);
    return exitCodes.fault;
  }
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `plimsoll: this is a bug in Plimsoll: ${text}\n  Please report it, with the output of the same command after PLIMSOLL_DEBUG=1.\n`,
  );
  if (process.env.PLIMSOLL_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return exitCodes.bug;
}
