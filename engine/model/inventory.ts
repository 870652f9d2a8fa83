import type { Occurrence, Rejected } from './occurrence.ts';
import type { Gap } from './reading.ts';

/** How much a part of the distribution matters to those who install it. */
export const tiers = ['core', 'add-on', 'optional', 'example', 'test'] as const;

/** How much a part of the distribution matters to those who install it. */
export type Tier = (typeof tiers)[number];

/** An image that the release ships, with every place that states it. */
export interface DeclaredImage {
  /** Canonical. */
  readonly reference: string;
  /** `sha256:…` as declared; null when only a tag is given. */
  readonly digest: string | null;
  readonly components: readonly string[];
  readonly owners: readonly string[];
  readonly tier: Tier;
  /** In order of file, line and path; never empty. */
  readonly occurrences: readonly Occurrence[];
}

/** A Helm chart that the release installs. */
export interface DeclaredChart {
  readonly name: string;
  readonly version: string;
  readonly source: string;
  readonly namespace: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** Everything that a release ships, as its manifests say. */
export interface Inventory {
  /** Ordered by reference. */
  readonly images: readonly DeclaredImage[];
  readonly charts: readonly DeclaredChart[];
  readonly rejected: readonly Rejected[];
  readonly gaps: readonly Gap[];
}
