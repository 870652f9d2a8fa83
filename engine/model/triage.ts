import type { Ssvc } from './advisory.ts';
import type { AccountReach, Exposure, PrivilegeLevel } from './exposure.ts';
import type { Tier } from './inventory.ts';
import type { FixState } from './match.ts';
import type { Priority } from './priority.ts';
import type { Severity } from './severity.ts';

/** How far a vulnerability is used: nothing known, an exploit that is public, attacks that were seen. */
export const exploitations = ['none', 'poc', 'active'] as const satisfies readonly NonNullable<Ssvc['exploitation']>[];
/** What an attack gives: something, or everything. */
export const technicalImpacts = ['partial', 'total'] as const satisfies readonly NonNullable<Ssvc['technicalImpact']>[];
/** How much what could fail matters. */
export const missions = ['low', 'medium', 'high'] as const;
/** How much those who install the release need the part. */
export const prevalences = ['minimal', 'support', 'essential'] as const;
/** What becomes of people where it fails. */
export const wellBeings = ['minimal', 'material', 'irreversible'] as const;

/** One of `exploitations`. */
export type Exploitation = (typeof exploitations)[number];
/** One of `technicalImpacts`. */
export type TechnicalImpact = (typeof technicalImpacts)[number];
/** One of `missions`. */
export type Mission = (typeof missions)[number];
/** One of `prevalences`. */
export type Prevalence = (typeof prevalences)[number];
/** One of `wellBeings`. */
export type WellBeing = (typeof wellBeings)[number];

/** What the decision table is asked with: the decision points of CISA's SSVC. */
export interface DecisionPoints {
  readonly exploitation: Exploitation;
  readonly automatable: boolean;
  readonly technicalImpact: TechnicalImpact;
  readonly mission: Mission;
}

/** A row of the decision table; a point that it does not name may be anything. */
export interface DecisionRow extends Partial<DecisionPoints> {
  readonly priority: Priority;
}

/** Moves what the table says, where everything that it names holds. */
export interface Adjustment {
  /** Towards `act` where positive. */
  readonly steps: number;
  readonly exposure?: readonly Exposure[];
  readonly privilege?: readonly PrivilegeLevel[];
  readonly rights?: readonly AccountReach[];
  readonly severity?: readonly Severity[];
  readonly fix?: readonly FixState[];
  readonly exploitation?: readonly Exploitation[];
  readonly technicalImpact?: readonly TechnicalImpact[];
  /** Ends a sentence that begins with the step: `since it is open to the outside`. */
  readonly because: string;
}

/** The rules of triage as data: Plimsoll's own, or a project's. */
export interface TriageTable {
  /** `CISA's table`. */
  readonly title: string;
  /** Where it is published, or the file that holds it. */
  readonly source: string;
  /** The first that holds decides. */
  readonly rows: readonly DecisionRow[];
  /** From which EPSS score on it stands for exploitation, where neither CISA's catalog nor its coordinators say anything. */
  readonly epss: { readonly poc: number; readonly active?: number };
  readonly prevalence: Readonly<Record<Tier, Prevalence>>;
  /** By plane; one that is not named is `minimal`. */
  readonly wellBeing: Readonly<Record<string, WellBeing>>;
  /** All that hold count. */
  readonly adjustments: readonly Adjustment[];
}

/** How many findings there are of each priority. */
export type PriorityCounts = Readonly<Record<Priority, number>>;

/** One thing to look at: a vulnerability of a package, in every image where it is as urgent and as exposed. */
export interface TriageItem {
  readonly priority: Priority;
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  readonly purl: string;
  readonly severity: Severity;
  readonly kev: boolean;
  readonly epss: number | null;
  readonly exposure: Exposure;
  /** Like `rights` and `why`, of the first finding of it. */
  readonly privilege?: PrivilegeLevel;
  /** How far the rights of the account reach that its pod runs as. */
  readonly rights?: AccountReach;
  readonly state: FixState;
  readonly fixedIn: readonly string[];
  /** Canonical references; sorted. */
  readonly images: readonly string[];
  /** How many findings these are: one for each image and platform. */
  readonly findings: number;
  readonly owners: readonly string[];
  readonly components: readonly string[];
  /** Of the first finding of it. */
  readonly why: readonly string[];
}

/** What one owner has to do. */
export interface OwnerAgenda {
  /** `not said` where nobody is named. */
  readonly owner: string;
  readonly counts: PriorityCounts;
  /** Most urgent first; as many as were asked for. */
  readonly items: readonly TriageItem[];
}

/** What comes first in a release, and why. */
export interface Triage {
  readonly product: string;
  readonly version: string;
  /** What exploitation and ages are judged at; ISO 8601 UTC. */
  readonly now: string;
  readonly table: { readonly title: string; readonly source: string };
  /** Of the findings that were asked for, without those that a decision takes out; unit: finding. */
  readonly counts: PriorityCounts;
  /** Findings that a statement or an exception takes out. */
  readonly suppressed: number;
  /** How many items there are, shown or not. */
  readonly total: number;
  /** Most urgent first; as many as were asked for. */
  readonly items: readonly TriageItem[];
  /** A finding of several owners stands with each. Those with the most urgent first. */
  readonly agenda: readonly OwnerAgenda[];
}
