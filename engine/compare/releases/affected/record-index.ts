import type { Distribution } from '../../../model/distribution.ts';
import type { Finding } from '../../../model/finding.ts';
import type { InstalledPackage } from '../../../model/package.ts';
import type { ReadStatus } from '../../../model/release.ts';
import type { ResourceIdentity } from '../../../model/resource.ts';

/** An image in an index. */
export interface IndexedImage {
  readonly reference: string;
  readonly platform: string;
  readonly status: ReadStatus;
  readonly digest: string | null;
  readonly indexDigest: string | null;
  readonly layers: readonly string[];
  readonly distribution: Distribution | null;
  readonly owners: readonly string[];
  readonly workloads: readonly ResourceIdentity[];
}

/** A layer whose files were hashed. */
export interface HashedLayer {
  readonly digest: string;
  /** Files with a digest. */
  readonly files: number;
  /** Paths of those without. */
  readonly unhashed: readonly string[];
}

/** A file of a layer. */
export interface IndexedFile {
  /** Digest of the layer. */
  readonly layer: string;
  readonly path: string;
  /** Images that the file stands in, as indexes into `images`; not those in which a later layer hides it. */
  readonly images: readonly number[];
  /** The package that it belongs to; null where none is known to. */
  readonly purl: string | null;
}

/** What is known of a release without loading it. */
export interface IndexedRelease {
  readonly product: string;
  readonly version: string;
  readonly now: string;
  readonly asOf: string | null;
  readonly images: readonly IndexedImage[];
  /** Distinct layers. */
  readonly hashedLayers: readonly HashedLayer[];
  /** Gaps in what was read of images: unit and a sentence. */
  readonly gaps: readonly {
    readonly unit: string;
    readonly image: string | null;
    readonly path: string | null;
    readonly detail: string;
  }[];
}

/** A package of a release with the images that hold it, as indexes into `images`. */
export interface IndexedPackage {
  readonly item: Omit<InstalledPackage, 'places'>;
  readonly images: readonly number[];
}

/** A finding with its image as an index into `images`. */
export interface IndexedFinding extends Pick<Finding, 'vulnerability' | 'aliases' | 'purl' | 'severity' | 'state' | 'fixedIn'> {
  readonly image: number;
  readonly suppressedBy: string | null;
}

/**
 * A record as it is asked about; `store/records` keeps one beside each record, tests have one in memory.
 */
export interface RecordIndex {
  readonly release: IndexedRelease;
  /** By id or alias, in any case. */
  findFindings(id: string): readonly IndexedFinding[];
  /** Whether an advisory that the record embeds has that id or alias. */
  knows(id: string): boolean;
  /** By full name, source package, or the last part of the name (`log4j-core`), in any case. */
  findPackages(name: string): readonly IndexedPackage[];
  /** By SHA-256, 64 hexadecimal digits in small letters. */
  findFiles(sha256: string): readonly IndexedFile[];
  /** Purls that could not be judged, or not against that advisory. */
  findUndecided(id: string): readonly { readonly purl: string; readonly reason: string }[];
  /** Names of packages that contain a text, in any case; sorted. */
  findNames(part: string): readonly string[];
}
