/**
 * Something that could not be read or decided: where, and why. A gap is a value, never a log line;
 * it travels with what was read into the record, every total and every report.
 *
 * source  docs/adr/0002-gaps-are-values.md
 */
export interface Gap {
  /** Kebab-case, for example `layer-unread`; the docstring of what gives it out lists it under `gaps`. */
  readonly code: string;
  /** The folder of the code that says so, for example `gather/packages/apk`. */
  readonly unit: string;
  /** The file, or the path in the layer, that could not be used; relative, `/` separators. */
  readonly path?: string;
  /** 1-based. */
  readonly line?: number;
  /** One sentence: what happened, and where it helps, what to do. */
  readonly detail: string;
  /** Canonical reference of the image that it concerns. */
  readonly image?: string;
  /** Digest of the layer that it concerns. */
  readonly layer?: string;
}

/** What a reader gives back: what it read, and what it could not. Nothing is dropped without a gap. */
export interface Reading<Item> {
  readonly items: readonly Item[];
  readonly gaps: readonly Gap[];
}
