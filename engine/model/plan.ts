import type { FindingChange } from './difference.ts';
import type { Finding } from './finding.ts';
import type { Gap } from './reading.ts';
import type { SeverityCounts } from './severity.ts';

/** What can be done to take findings away. */
export type ActionKind = 'base-image' | 'package' | 'image-tag' | 'rebuild' | 'remove' | 'remove-package';

/** What an action costs besides the work itself. */
export interface ActionCost {
  /** Images that have to be rebuilt or replaced. */
  readonly imagesRebuilt: number;
  /** Components and planes that they belong to; sorted. */
  readonly components: readonly string[];
  readonly planes: readonly string[];
  /** Ids of exceptions of type `version-lock` that it breaks. */
  readonly locksBroken: readonly string[];
}

/** One step of a plan. */
export interface PlannedAction {
  readonly kind: ActionKind;
  /** `libssl3 3.0.9-1 → 3.0.11-1~deb12u2`, a base image, an image. */
  readonly subject: string;
  /** References; sorted. */
  readonly images: readonly string[];
  /** Findings that it takes away, beyond those of the actions before it; less what the new versions bring. */
  readonly removes: SeverityCounts;
  /** `removes` of all actions so far. */
  readonly cumulative: SeverityCounts;
  /** Findings that the new versions bring and that were not there; `removes` has them taken off already. */
  readonly brings?: SeverityCounts;
  readonly cost: ActionCost;
  /** The findings that `removes` counts: those that it takes away, and those that the new versions bring. Only where they were asked for. */
  readonly findings?: readonly FindingChange[];
  /** The text that decides the image; null where it is not known. */
  readonly edit: { readonly file: string; readonly line: number } | null;
  /** Null where nobody owns all of its images. */
  readonly owner: string | null;
}

/** What to do, in the order of what it brings. */
export interface Plan {
  readonly product: string;
  readonly version: string;
  readonly actions: readonly PlannedAction[];
  /** What is taken away, as part of the most that as many actions could take away at all: 1 is the best there is. */
  readonly bound: number;
  /** Whether no other choice of as many actions takes more away. */
  readonly exact: boolean;
  /** Findings before, and what is left after all of it. */
  readonly before: SeverityCounts;
  readonly after: SeverityCounts;
  /** Findings that no known version fixes. */
  readonly unfixable: SeverityCounts;
  /** The findings that `unfixable` counts. Only where they were asked for. */
  readonly unfixableFindings?: readonly Finding[];
  /** Candidates that are not proposed because something of them could not be read or decided, or were judged by what is older; absent where there are none. */
  readonly gaps?: readonly Gap[];
}
