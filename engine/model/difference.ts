import type { Finding } from './finding.ts';
import type { SeverityCounts } from './severity.ts';

/** Why a finding came, went or changed its severity; where several would do, the first of them is the cause. */
export const causeKinds = [
  'coverage-changed',
  'image-added',
  'image-removed',
  'package-added',
  'package-removed',
  'package-upgraded',
  'package-downgraded',
  'advisory-published',
  'advisory-withdrawn',
  'advisory-changed',
  'severity-rescored',
  'statement-changed',
  'exception-changed',
  'engine-changed',
  'policy-changed',
] as const;

/** Why a finding came, went or changed its severity. */
export type CauseKind = (typeof causeKinds)[number];

/** What brought a package change: another base image, another tag of the image, or the layers above the base. */
export type Via = 'base-image' | 'application' | 'image-tag';

/** A finding that is there on one side only, or with another severity on each. */
export interface FindingChange {
  /** Null when it was not there. */
  readonly before: Finding | null;
  /** Null when it is not there any more. */
  readonly after: Finding | null;
}

/** One reason, with everything that it explains. */
export interface Cause {
  readonly cause: CauseKind;
  /** For changes of packages. */
  readonly via?: Via;
  /** `busybox 1.31.1-r9 → 1.32.1-r7`, an image, a vulnerability, an exception. */
  readonly subject: string;
  /** Distinct images that it concerns. */
  readonly images: number;
  /** Of what the base image brought: distinct bases under these images, by their names; absent where one of them is not known. */
  readonly bases?: number;
  /** Findings gained less findings lost, by severity; a re-scored one leaves one word and joins another. */
  readonly contribution: SeverityCounts;
  readonly findings: readonly FindingChange[];
  /** True where the older record knows nothing of a package, and the newer one's advisories published by then stood in. */
  readonly standIn?: boolean;
}

/** An image that holds something else under the same reference. */
export interface MovedContents {
  readonly reference: string;
  readonly platform: string;
  /** Digests of its manifests. */
  readonly from: string;
  readonly to: string;
}

/** One side of a comparison. */
export interface DifferenceSide {
  readonly product: string;
  readonly version: string;
  readonly engine: string;
  readonly snapshot: string | null;
  readonly asOf: string | null;
  readonly findings: SeverityCounts;
}

/** Whose doing a cause is: who makes the release, the world that learns, what people decided, or how it was measured. */
export const origins = ['ours', 'world', 'decisions', 'measuring'] as const;

/** Whose doing a cause is. */
export type Origin = (typeof origins)[number];

/** Whose doing each cause is. */
export const originOfCause: Readonly<Record<CauseKind, Origin>> = {
  'coverage-changed': 'measuring',
  'image-added': 'ours',
  'image-removed': 'ours',
  'package-added': 'ours',
  'package-removed': 'ours',
  'package-upgraded': 'ours',
  'package-downgraded': 'ours',
  'advisory-published': 'world',
  'advisory-withdrawn': 'world',
  'advisory-changed': 'world',
  'severity-rescored': 'world',
  'statement-changed': 'decisions',
  'exception-changed': 'decisions',
  'engine-changed': 'measuring',
  'policy-changed': 'measuring',
};

/** What changed between two releases, and why: the contributions of all causes sum to the difference. */
export interface Difference {
  readonly old: DifferenceSide;
  readonly new: DifferenceSide;
  /** Findings of the new release less those of the old one. */
  readonly difference: SeverityCounts;
  /** The difference by whose doing it is. */
  readonly byOrigin: Readonly<Record<Origin, SeverityCounts>>;
  /** Those that move most first. */
  readonly causes: readonly Cause[];
  /** Images that hold something else under the same reference; absent where there are none. */
  readonly moved?: readonly MovedContents[];
}
