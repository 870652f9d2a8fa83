/**
 * Every operation that cannot go on, with the sentence that says what to do about that kind.
 * `docs/reference/faults.md` is generated from this list.
 */
export const faults = {
  'usage-wrong': 'Look at `plimsoll --help` or `plimsoll <command> --help`.',
  'configuration-missing': 'Write a `plimsoll.yaml`, or name one with `--config FILE`.',
  'configuration-invalid': 'Correct the places named; the JSON Schema in docs/reference/schemas helps editors to.',
  'file-unreadable': 'Check that the file exists and that you may read it.',
  'file-unwritable': 'Check that the folder exists, that you may write to it, and that the disk has room.',
  'record-invalid': 'Write the record again with `plimsoll scan`.',
  'record-too-new': 'Use the version of Plimsoll that wrote it, or a newer one.',
  'database-missing': 'Import advisories with `plimsoll advisories import PATH…`, or name another database.',
  'database-invalid': 'Remove the file and import the advisories again.',
  'snapshot-missing':
    '`plimsoll advisories snapshots` lists those that were kept; `plimsoll advisories keep` keeps the present one.',
  'feed-unfetched': 'Check the address and the network, or carry the files in with `plimsoll advisories import`.',
  'reference-unknown': 'Name a tag, branch or commit of this repository; `git fetch --tags` brings those that it lacks.',
  'document-invalid': 'Correct the places named, or ask whoever wrote the document.',
  'edit-refused': 'Edit the places that are named by hand; `--force` accepts what else changes.',
  'tool-missing': '`plimsoll doctor` says what is installed and what to install.',
  interrupted: 'Start again; what was read so far is kept in the cache.',
} as const satisfies Readonly<Record<string, string>>;

/** One of the kinds of fault. */
export type FaultCode = keyof typeof faults;

/**
 * An operation that cannot go on. Shown as one sentence with its help, never as a stack trace; exit code 2.
 */
export class Fault extends Error {
  readonly code: FaultCode;
  /** What the person can do. */
  readonly help: string;

  constructor(code: FaultCode, message: string, options: { readonly help?: string; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Fault';
    this.code = code;
    this.help = options.help ?? faults[code];
  }
}
