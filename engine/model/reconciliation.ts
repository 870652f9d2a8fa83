import type { FixState } from './match.ts';
import type { Gap } from './reading.ts';
import type { Severity } from './severity.ts';

/** Why two engines disagree, in the order that they are tried: the first that fits is the one. `docs/concepts/scans.md` says what each means. */
export const disagreementClasses = [
  'report-incomplete',
  'statement',
  'package-not-seen',
  'version-read-differently',
  'alias',
  'distribution-or-upstream-source',
  'other-advisory-range',
  'fix-state',
  'severity',
  'database-date',
] as const;

/** Why two engines disagree. */
export type DisagreementClass = (typeof disagreementClasses)[number];

/** A count for each class. */
export type ClassCounts = Readonly<Record<DisagreementClass, number>>;

/** What one engine says: this package of this image has this vulnerability. */
export interface Claim {
  /** The vulnerability, after aliases. */
  readonly vulnerability: string;
  /** Every id that the engine itself states for it; sorted. */
  readonly ids: readonly string[];
  readonly package: ClaimedPackage;
  readonly severity: Severity;
  readonly state: FixState;
  readonly fixedIn: readonly string[];
  /** Why the engine itself sets it aside; such a claim is no finding. */
  readonly suppressed?: string;
}

/** A package as two engines can be compared on it. */
export interface ClaimedPackage {
  /** Purl type; undefined where the engine does not tell. */
  readonly type?: string;
  readonly name: string;
  readonly version?: string;
  /** Name of its source package. */
  readonly source?: string;
  /** Whether a package of the distribution installed its files. */
  readonly isOwned?: boolean;
}

/** What both sides say of one vulnerability in one package; at least one of them claims it. */
export interface ComparedClaim {
  /** As the base names it. */
  readonly image: string;
  /** Purl type of the package; `unknown` where neither engine tells. */
  readonly ecosystem: string;
  readonly package: ClaimedPackage;
  readonly vulnerability: string;
  readonly base: Claim | null;
  readonly other: Claim | null;
  /** Null where they agree. */
  readonly class: DisagreementClass | null;
  /** One sentence; empty where they agree. */
  readonly why: string;
}

/** How far two engines agree. `both` = agreed + differing pairs; `disagreement` = all that are not agreed. Unit: compared claim. */
export interface Agreement {
  readonly both: number;
  readonly onlyBase: number;
  readonly onlyOther: number;
  readonly agreed: number;
  readonly disagreement: number;
  /** both / (both + onlyBase + onlyOther), 0 to 1; null where there is nothing to compare. */
  readonly jaccard: number | null;
}

/** One engine beside the base. */
export interface EngineComparison extends Agreement {
  readonly engine: string;
  readonly version: string | null;
  readonly databaseAt: string | null;
  /** Files of its reports. */
  readonly reports: readonly string[];
  /** As the base names them; sorted. */
  readonly images: readonly string[];
  readonly ecosystems: readonly (Agreement & { readonly ecosystem: string })[];
  /** Sums to `disagreement`. */
  readonly classes: ClassCounts;
  /** Ordered by image, package, vulnerability. */
  readonly claims: readonly ComparedClaim[];
}

/** A report, or an image of one, that is compared with nothing. */
export interface UnjoinedScan {
  readonly file: string;
  readonly engine: string | null;
  /** As the report names it; null where it names none. */
  readonly image: string | null;
  /** Rows that are therefore not compared. */
  readonly rows: number;
  /** A sentence. */
  readonly reason: string;
}

/** How an engine answers what people have judged. Precision and recall are null where there is nothing to divide by. */
export interface Score {
  readonly engine: string;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

/** Scores against labels; `hard` ones, which a name and a version cannot decide, are apart. */
export interface Scorecard {
  readonly labels: number;
  /** Labels of packages that the compared images hold; the others say nothing here. */
  readonly applicable: number;
  readonly scores: readonly Score[];
  readonly hard: readonly Score[];
}

/** Who reports one vulnerability in one package of one image. */
export interface Reported {
  readonly image: string;
  readonly package: ClaimedPackage;
  readonly vulnerability: string;
  /** Ordered by engine, the base first; those that set it aside are not among them. */
  readonly by: readonly { readonly engine: string; readonly severity: Severity; readonly state: FixState }[];
}

/** Other engines beside one that they are compared with. */
export interface Reconciliation {
  readonly base: {
    /** `plimsoll`, or the engine of the report that stands in for a record. */
    readonly engine: string;
    readonly version: string | null;
    readonly databaseAt: string | null;
    readonly file: string;
    readonly images: number;
  };
  /** Ordered by engine. */
  readonly engines: readonly EngineComparison[];
  /** Everything that anybody reports of images that are compared; ordered by image, package, vulnerability. */
  readonly reported: readonly Reported[];
  readonly unjoined: readonly UnjoinedScan[];
  readonly scorecard: Scorecard | null;
  readonly gaps: readonly Gap[];
}
