/** Says on stderr what takes its time. */
export interface Progress {
  /** A stage begins; the one before is done. */
  stage(title: string): void;
  /** How far the stage is. */
  step(done: number, total: number, what?: string): void;
  /** Only with `--verbose`. */
  note(text: string): void;
  /** Removes what is on the line. */
  end(): void;
}

/** Redrawing more often than the eye sees costs time. */
const redrawMillis = 80;

/**
 * Progress for people: one line that is redrawn on a terminal; plain lines with `--verbose`; otherwise nothing.
 *
 * in      the stream (stderr) and whether to be quiet or verbose
 */
export function createProgress(
  stream: NodeJS.WriteStream,
  options: { readonly quiet?: boolean; readonly verbose?: boolean },
): Progress {
  const live = stream.isTTY === true && !options.quiet && !options.verbose;
  let title = '';
  let drawnAt = 0;
  const draw = (text: string): void => {
    stream.write(`\r\u001b[2K${text.slice(0, Math.max(20, stream.columns || 80) - 1)}`);
    drawnAt = performance.now();
  };
  const say = (text: string): void => {
    if (options.verbose && !options.quiet) stream.write(`${text}\n`);
  };
  return {
    stage(next) {
      title = next;
      if (live) draw(`${title} …`);
      else say(`${title} …`);
    },
    step(done, total, what = '') {
      if (live && (performance.now() - drawnAt > redrawMillis || done === total)) draw(`${title} ${done}/${total} ${what}`);
    },
    note: say,
    end() {
      if (live && title) stream.write('\r\u001b[2K');
    },
  };
}
