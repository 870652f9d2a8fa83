import type { Package, PackageType } from './package.ts';

/** What of a package is compared: those of an image, and those of an SBOM. */
export type ComparedPackage = Pick<Package, 'type' | 'name' | 'version'> & { readonly purl: string };

/** A package that both have, in other versions. */
export interface VersionDifference {
  readonly type: PackageType;
  /** As the first spells it. */
  readonly name: string;
  /** Versions that only the first has; sorted. */
  readonly ours: readonly string[];
  /** Versions that only the second has; sorted. */
  readonly theirs: readonly string[];
}

/** Two lists of packages of one image, held against each other. */
export interface ContentDifference {
  /** In both, with the same version. */
  readonly same: number;
  /** Ordered by purl. */
  readonly onlyOurs: readonly ComparedPackage[];
  /** Ordered by purl. */
  readonly onlyTheirs: readonly ComparedPackage[];
  /** Ordered by type and name. */
  readonly versionDiffers: readonly VersionDifference[];
}

/** An SBOM of an image beside what was found in the image. */
export interface ComparedSbom extends ContentDifference {
  /** `attached:DIGEST`, or the file. */
  readonly source: string;
}
