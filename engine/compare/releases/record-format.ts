/**
 * A record file is one zstd frame of two lines of JSON: a header, and the release. The header can be read and the release
 * checked against its digest without understanding it; fields are only ever added within a version.
 */
export const recordSchema = 'plimsoll.record/v2';

/** The first version, which keeps every package and finding where it stands; it is still read. */
export const firstRecordSchema = 'plimsoll.record/v1';

/** First line of a record. */
export interface RecordHeader {
  readonly schema: string;
  /** Version of Plimsoll that wrote it. */
  readonly engine: string;
  readonly product: string;
  readonly version: string;
  /** sha256 of the bytes of the second line, without its line end. */
  readonly digest: string;
}

/** Largest record that is read, uncompressed bytes; a release of 2,000 images stays well below. */
export const maxRecordBytes = 1024 * 1024 * 1024;
