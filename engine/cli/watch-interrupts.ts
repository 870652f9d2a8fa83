import { Fault } from '../model/fault.ts';

/** A signal that is aborted when the person presses Ctrl-C or the machine ends the program. */
export interface Interrupts {
  readonly signal: AbortSignal;
  /** Lets the signals do what they usually do again. */
  stop(): void;
}

/** Turns SIGINT and SIGTERM into an aborted signal, so that files and workers are given back. A second one ends at once. */
export function watchInterrupts(): Interrupts {
  const controller = new AbortController();
  const abort = (name: NodeJS.Signals): void => {
    stop();
    controller.abort(new Fault('interrupted', `ended by ${name}`));
  };
  const stop = (): void => {
    process.off('SIGINT', abort);
    process.off('SIGTERM', abort);
  };
  process.on('SIGINT', abort);
  process.on('SIGTERM', abort);
  return { signal: controller.signal, stop };
}
