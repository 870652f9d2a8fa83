import type { Gap } from './reading.ts';
import type { RightsIssue, RightsPath, RightsPower, RightsSharing, RightsSubject, UnusedRights } from './rights.ts';

/** What came or went. */
export type RightsChangeKind = 'gained' | 'lost';

/** A right that gives more, of one who has it on one side alone. */
export interface PowerChange {
  readonly change: RightsChangeKind;
  readonly subject: RightsSubject;
  /** Whether the subject is on one side alone, too. */
  readonly isNewOrGone: boolean;
  /** `ServiceAccount tide/gauge can now read Secrets …`. */
  readonly sentence: string;
  readonly power: RightsPower;
}

/** A shortest way that came, went, or goes elsewhere. */
export interface PathChange {
  readonly change: RightsChangeKind | 'changed';
  readonly from: string;
  readonly start: RightsPath['start'];
  readonly to: RightsPath['to'];
  /** Steps; null where there is none. */
  readonly before: number | null;
  readonly after: number | null;
  /** Of the newer release, where there is one. */
  readonly path: RightsPath;
}

/** A finding that is on one side alone. */
export interface SidedChange<Item> {
  readonly change: RightsChangeKind;
  readonly item: Item;
}

/** Who may do more and less in a release than in another. */
export interface RightsDifference {
  readonly old: { readonly product: string; readonly version: string | null };
  readonly new: { readonly product: string; readonly version: string | null };
  /** Namespaces of tenants that came and went. */
  readonly tenants: readonly SidedChange<string>[];
  /** Gained first, like all that follow. */
  readonly powers: readonly PowerChange[];
  readonly paths: readonly PathChange[];
  readonly sharing: readonly SidedChange<RightsSharing>[];
  readonly issues: readonly SidedChange<RightsIssue>[];
  readonly unused: readonly SidedChange<UnusedRights>[];
  readonly gaps: readonly Gap[];
}
