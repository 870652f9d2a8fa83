/** Why an archive, or one file of it, could not be read. */
export interface ZipFlaw {
  readonly kind: 'flaw';
  /** A gap's code: `zip-unreadable`, `too-large`, `encrypted`, `compression-unknown`. */
  readonly code: string;
  /** One sentence, no trailing full stop. */
  readonly detail: string;
}
