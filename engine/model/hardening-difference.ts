import type { PodSecurityRow, ProvenanceFact } from './hardening.ts';
import type { Platform } from './image.ts';
import type { NonRootCount, NonRootVerdict } from './non-root.ts';
import type { Gap } from './reading.ts';
import type { ResourceIdentity } from './resource.ts';
import type { Severity } from './severity.ts';

/** `other`: it cannot be said, since one of the two is not known. */
export type HardeningDirection = 'better' | 'worse' | 'new' | 'gone' | 'other';

/** A level of the Pod Security Standards. */
export type PodSecurityLevel = PodSecurityRow['level'];

/** What a release comes to, for rows of a history. */
export interface HardeningFigures {
  /** Workloads by the level that they reach. */
  readonly podSecurity: Readonly<Record<PodSecurityLevel, number>>;
  readonly nonRoot: NonRootCount;
  /** Places that fail a check, without those that are excepted. */
  readonly checks: Readonly<Record<Severity, number>>;
}

/** A workload that reaches another level, or is new or gone. */
export interface LevelChange {
  readonly resource: ResourceIdentity;
  readonly direction: HardeningDirection;
  /** Null where it was not there. */
  readonly before: PodSecurityLevel | null;
  /** Null where it is gone. */
  readonly after: PodSecurityLevel | null;
}

/** A container with another verdict on running without root, or that is new or gone. */
export interface NonRootChange {
  readonly resource: ResourceIdentity;
  readonly container: string;
  /** As of the newer release, where it is there. */
  readonly image: string;
  readonly direction: HardeningDirection;
  readonly before: NonRootVerdict | null;
  readonly after: NonRootVerdict | null;
}

/**
 * A place that fails a check now and did not, or the other way around. `because`: its resource came or went, it changed, or somebody decided to
 * pass over it, which makes nothing better.
 */
export interface CheckChange {
  readonly check: string;
  readonly severity: Severity;
  readonly change: 'gained' | 'lost';
  readonly because: 'resource' | 'content' | 'suppression';
  readonly resource: ResourceIdentity;
  readonly path: string;
  /** Of the release that fails it. */
  readonly file: string;
  /** 1-based; null where that is not known. */
  readonly line: number | null;
  readonly remedy: string;
}

/** Of how many images something is known. */
export interface ProvenanceChange {
  readonly fact: ProvenanceFact;
  readonly before: { readonly present: number; readonly absent: number; readonly unknown: number };
  readonly after: { readonly present: number; readonly absent: number; readonly unknown: number };
}

/** A tag that is another image now, though nobody changed what the manifests say: both digests are the proof. */
export interface MovedTag {
  readonly image: string;
  readonly platform: Platform;
  readonly before: string;
  readonly after: string;
}

/** What became harder and easier to break into from one release to another. */
export interface HardeningDifference {
  readonly old: { readonly product: string; readonly version: string };
  readonly new: { readonly product: string; readonly version: string };
  readonly before: HardeningFigures;
  readonly after: HardeningFigures;
  /** Worse first, like all that follow. */
  readonly podSecurity: readonly LevelChange[];
  readonly nonRoot: readonly NonRootChange[];
  readonly checks: readonly CheckChange[];
  /** Absent where one of the two has no images. */
  readonly provenance?: readonly ProvenanceChange[];
  /** By image; absent where one of the two has no images. */
  readonly movedTags?: readonly MovedTag[];
  readonly gaps: readonly Gap[];
}
