import type { FixState } from './match.ts';
import type { ResourceIdentity } from './resource.ts';
import type { Severity } from './severity.ts';

/** A place where what was asked for is. */
export interface AffectedPlace {
  /** Version of the release. */
  readonly release: string;
  /** Canonical reference. */
  readonly image: string;
  readonly platform: string;
  readonly digest: string | null;
  /** Null for a whole image. */
  readonly purl: string | null;
  /** Null where no vulnerability was asked for. */
  readonly vulnerability: string | null;
  readonly severity: Severity | null;
  readonly state: FixState | null;
  readonly fixedIn: readonly string[];
  /** Id of the decision that takes it out of totals. */
  readonly suppressedBy: string | null;
  /** What runs the image. */
  readonly workloads: readonly ResourceIdentity[];
  readonly owners: readonly string[];
  /** First of the given releases that has it. */
  readonly since: string;
  /** First of the given releases after it that has it no more; null where none is. */
  readonly fixedInRelease: string | null;
  /** Whose digest was asked for; absent where none was. */
  readonly digestOf?: 'image' | 'layer' | 'file';
  /** Of a file: where it stands in the image. */
  readonly path?: string;
  /** Digest of the layer; of a file, of the one that brought it. */
  readonly layer?: string;
  /** Whether the record says so, or matching its packages with newer advisories does. */
  readonly from: 'record' | 'database';
}

/** How many of the files have a digest. */
export interface HashedFiles {
  /** Of the distinct layers that were read with digests. */
  readonly hashed: number;
  readonly total: number;
  /** With digests for every layer. Unit: image and platform, of all releases together. */
  readonly images: number;
}

/** What an answer rests on. */
export interface AffectedEvidence {
  readonly releases: readonly string[];
  /** Of all releases together. Unit: image and platform. */
  readonly imagesRead: number;
  readonly imagesTotal: number;
  /** Distinct layers of the images that were read. */
  readonly layersRead: number;
  /** Only where a digest was asked for. */
  readonly files?: HashedFiles;
  /** Names of packages that were looked for. */
  readonly searched: readonly string[];
  /** Names that are there and come near; sorted. */
  readonly near: readonly string[];
  /** Why the answer is not `no`: sentences. */
  readonly open: readonly string[];
}

/** Whether releases have a vulnerability, package, file or image. `no` is only given when everything that matters was read. */
export interface AffectedAnswer {
  readonly query: string;
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly places: readonly AffectedPlace[];
  readonly evidence: AffectedEvidence;
}
