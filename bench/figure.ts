/** One line of the page: what was measured, with what, and what it should be. */
export interface Figure {
  readonly name: string;
  /** With its unit. */
  readonly measured: string;
  /** Absent where it is only told. */
  readonly target?: { readonly text: string; readonly isMet: boolean };
  /** As a person would type them in the repository. */
  readonly commands: readonly string[];
}

/** What a benchmark may use. */
export interface Place {
  /** The repository; absolute. */
  readonly root: string;
  /** A folder of its own, removed afterwards. */
  readonly scratch: string;
  /** The real data of the tests. */
  readonly data: string;
}

/** One benchmark: its figures, or a sentence that says what is missing on this machine. */
export interface Benchmark {
  readonly name: string;
  readonly measure: (place: Place) => Promise<readonly Figure[] | string>;
}
