import type { Claim, ClaimedPackage } from '../../model/reconciliation.ts';
import type { ScannedImage } from '../../model/scan.ts';

/** What one engine says of one image. */
export interface SideImage {
  /** Name of the image; both sides of a comparison have the same. */
  readonly image: string;
  readonly claims: readonly Claim[];
  /** Every package that it looked at; null where it only names those with a vulnerability. */
  readonly packages: readonly ClaimedPackage[] | null;
  /** Sentences why its silence proves nothing. */
  readonly incomplete: readonly string[];
  /** Whether one package was looked at and could not be judged. */
  isUndecided?(item: ClaimedPackage): boolean;
}

/** One engine. */
export interface Side {
  readonly engine: string;
  readonly version: string | null;
  /** ISO 8601. */
  readonly databaseAt: string | null;
  /** Files that it stands in. */
  readonly files: readonly string[];
  readonly images: readonly SideImage[];
  /** Whether it is known to know a vulnerability: it says something about it, anywhere. */
  knows(vulnerability: string): boolean;
}

/** An image that others are joined to. */
export interface BaseImage extends Pick<ScannedImage, 'references' | 'digests'> {
  readonly image: string;
}

/** What is known of vulnerabilities beyond what the engines say. */
export interface Evidence {
  /** ISO 8601; undefined where it is not known. */
  publishedAt(vulnerability: string): string | undefined;
  /** Why a package of an image is not affected, in a sentence: a statement, or an advisory that says so. */
  findStatement(image: string, item: ClaimedPackage, vulnerability: string): string | undefined;
}
