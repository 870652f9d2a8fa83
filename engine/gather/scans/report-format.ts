import type { ScanReport } from '../../model/scan.ts';

/** What a format reads out of a document; the family's runner adds the file and the format's id. */
export type ScanReading = Omit<ScanReport, 'file' | 'format'>;

/** One document of a file. */
export interface ReportDocument {
  /** For gaps: the file's name, with `#2` for its second document. */
  readonly path: string;
  /** 1-based line that it begins in. */
  readonly line?: number;
  /** A JSON value; for a file that holds several, the list of them is tried first. */
  readonly json: unknown;
}

/**
 * One form that other tools write their reports in. A frozen plain object: no state, no I/O.
 * The runner unpacks, decodes and splits files, and offers each document to the formats in order.
 */
export interface ReportFormat {
  /** Same as the folder name. */
  readonly id: string;
  readonly about: {
    readonly title: string;
    /** Where the form is defined; an https address. */
    readonly source: string;
    readonly reads: readonly string[];
    readonly limits?: readonly string[];
  };
  /** Is this document of this form? By its content; any JSON value at all may come. */
  recognizes(json: unknown): boolean;
  /** Everything that it says; what cannot be read becomes a gap with its place. */
  read(document: ReportDocument): ScanReading;
}
