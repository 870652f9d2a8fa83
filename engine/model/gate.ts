import type { Finding } from './finding.ts';
import type { Platform } from './image.ts';
import type { Tier } from './inventory.ts';
import type { Priority } from './priority.ts';
import type { Severity } from './severity.ts';

/** What a rule of the gate may count. */
export const gateUnits = ['finding', 'vulnerability', 'image'] as const;

/** A place in a file that a person wrote. */
export interface PolicyPlace {
  /** Name of the file. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

/** How many there may be of the findings that fit everything it names; what it does not name may be anything. */
export interface GateRule {
  /** What people call it. */
  readonly name?: string;
  /** This or worse; UNKNOWN means every one. */
  readonly severity?: Severity;
  /** Whether a version without it is published. */
  readonly fixable?: boolean;
  readonly tiers?: readonly Tier[];
  /** Of an image that belongs to one of them. */
  readonly components?: readonly string[];
  readonly owners?: readonly string[];
  /** This or more urgent. */
  readonly priority?: Priority;
  /** In CISA's catalog of known exploited vulnerabilities. */
  readonly kev?: boolean;
  /** Known to the public for so many days or longer. */
  readonly publishedDays?: number;
  /** In our releases for so many days or longer. */
  readonly seenDays?: number;
  /** Only what the release before does not have. */
  readonly since?: 'previous';
  readonly unit: (typeof gateUnits)[number];
  readonly max: number;
  readonly place: PolicyPlace;
}

/** Which licenses packages may have; each text is one SPDX license. */
export interface LicensePolicy {
  /** Absent: every one that is not denied. */
  readonly allow?: readonly string[];
  readonly deny: readonly string[];
  /** What becomes of packages that state no license, or none that is an SPDX expression. */
  readonly unknown: 'allow' | 'deny';
  readonly place: PolicyPlace;
}

/** How many images may stay unread or undecided before a release counts as incompletely covered. */
export interface CoveragePolicy {
  readonly unread: number;
  /** Canonical references whose gaps are accepted. */
  readonly allow: readonly string[];
}

/** What a release may be published with, as its record keeps it. */
export interface GatePolicy {
  readonly coverage: CoveragePolicy;
  readonly gate: readonly GateRule[];
  readonly licenses?: LicensePolicy;
}

/** What became of a rule. */
export interface GateRuleVerdict {
  readonly rule: GateRule;
  /** The rule in words: `findings CRITICAL with a fix: at most 0`. */
  readonly says: string;
  readonly passed: boolean;
  /** In the rule's unit. */
  readonly counted: number;
  /** What it was counted of: findings that no decision takes out. */
  readonly of: number;
  /** The findings that it counted, in the order of the record. */
  readonly rows: readonly Finding[];
  /** Findings that it would count if no statement or exception took them out. */
  readonly suppressed: number;
  /** What has to be known to read the number: sentences. */
  readonly remarks: readonly string[];
}

/** A package with a license that it may not have. */
export interface RefusedPackage {
  readonly image: string;
  readonly platform: Platform;
  readonly purl: string;
  /** As declared; null where none is. */
  readonly license: string | null;
  /** A sentence. */
  readonly reason: string;
}

/** What became of the licenses. Unit: package in an image. */
export interface LicenseVerdict {
  readonly policy: LicensePolicy;
  readonly says: string;
  readonly passed: boolean;
  readonly of: number;
  /** Of them, those that state no license that can be judged. */
  readonly unknown: number;
  /** In the order of the record. */
  readonly rows: readonly RefusedPackage[];
}

/** Whether what could not be read or decided is within the policy. */
export interface CoverageVerdict {
  readonly isAccepted: boolean;
  /** Images, sources and packages that have gaps or are undecided, without those that the policy allows; sorted. */
  readonly open: readonly string[];
}

/** What the gate says of a release. */
export interface GateVerdict {
  readonly product: string;
  readonly version: string;
  /** What days are counted to; ISO 8601 UTC. */
  readonly now: string;
  /** Version of the release that it is held against. */
  readonly against: string | null;
  /** Whether the policy demands anything beside coverage. */
  readonly demands: boolean;
  /** Of the rules and the licenses; coverage has a verdict of its own. */
  readonly passed: boolean;
  readonly rules: readonly GateRuleVerdict[];
  readonly licenses: LicenseVerdict | null;
  readonly coverage: CoverageVerdict & { readonly policy: CoveragePolicy };
}
