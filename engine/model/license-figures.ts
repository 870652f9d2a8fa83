import type { Platform } from './image.ts';
import type { ReadStatus } from './release.ts';

/** `spdx`: an SPDX expression. `other`: a text that is none. `none`: nothing is stated. Of the last two nothing is known. */
export type LicenseKind = 'spdx' | 'other' | 'none';

/** What has one license. */
export interface LicenseRow {
  /** As declared; empty where nothing is. */
  readonly license: string;
  readonly kind: LicenseKind;
  readonly packages: number;
}

/** A license in a release. */
export interface ReleaseLicenseRow extends LicenseRow {
  /** Distinct references of images that hold such a package. */
  readonly images: number;
}

/** How many packages have an SPDX expression, another text, or nothing; the three sum to `packages`. */
export interface LicenseCounts {
  readonly packages: number;
  readonly spdx: number;
  readonly other: number;
  readonly none: number;
}

/** The licenses of an image. Unit: package in the image. */
export interface ImageLicenses {
  readonly reference: string;
  readonly platform: Platform;
  readonly status: ReadStatus;
  readonly counts: LicenseCounts;
  /** Those of most packages first. */
  readonly rows: readonly LicenseRow[];
}

/** The licenses of a release; every package is in one row. */
export interface LicenseFigures {
  /** Unit: distinct package and license, whatever the image. */
  readonly counts: LicenseCounts;
  /** Those of most packages first; the same unit. */
  readonly rows: readonly ReleaseLicenseRow[];
  /** In the order of the record. */
  readonly images: readonly ImageLicenses[];
}
