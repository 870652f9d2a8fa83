/** Limits against hostile SBOMs; going over one is a gap. */
export interface SbomLimits {
  /** Of a document. */
  readonly bytes: number;
  /** Components of a document that are read. */
  readonly components: number;
  /** Values and members of a JSON document, elements and attributes of an XML document. */
  readonly values: number;
  /** Processor time that reading a document may take, beyond what its size explains (`secondsFor`). */
  readonly seconds: number;
  /** JavaScript values that reading a document may hold at once, beyond its size. */
  readonly memoryBytes: number;
}

/**
 * Limits that real documents stay below: a release of 178 images holds some 25,000 components, and Syft and Trivy write thirty to forty
 * values for each.
 */
export const defaultSbomLimits: SbomLimits = {
  bytes: 256 * 1024 ** 2,
  components: 100_000,
  values: 4_000_000,
  seconds: 2,
  memoryBytes: 300 * 1024 ** 2,
};

/** What a second is enough for, of documents that hold what documents hold, also where other work slows the processor down. */
const bytesPerSecond = 8 * 1024 ** 2;

/** Seconds of processor time that a document of a size may take. */
export function secondsFor(bytes: number, { seconds }: Pick<SbomLimits, 'seconds'>): number {
  return seconds + bytes / bytesPerSecond;
}
