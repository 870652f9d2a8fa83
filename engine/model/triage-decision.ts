import type { FixState } from './match.ts';

/** Why a finding is accepted for now. */
export const exceptionTypes = ['version-lock', 'accepted', 'mitigated', 'no-fix', 'false-positive'] as const;

/** Why a finding is accepted for now. */
export type ExceptionType = (typeof exceptionTypes)[number];

/** What a VEX statement says of a product and a vulnerability; OpenVEX's words. */
export const vexStatuses = ['not_affected', 'affected', 'fixed', 'under_investigation'] as const;

/** What a VEX statement says of a product and a vulnerability. */
export type VexStatus = (typeof vexStatuses)[number];

/** Why a product is not affected; OpenVEX's words. */
export const vexJustifications = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const;

/** Why a product is not affected. */
export type VexJustification = (typeof vexJustifications)[number];

/** When an exception ends: on a day, or when something happens. */
export type Expiry =
  | { readonly kind: 'date' /** ISO date; in force to its end, UTC. */; readonly on: string }
  | { readonly kind: 'fix-published' }
  | {
      readonly kind: 'image-version' /** Repository, as declared or logical. */;
      readonly image: string;
      readonly atLeast: string;
    };

/** A product of a VEX statement, by everything that the document calls it. */
export interface DecisionProduct {
  /** Purls of images or packages, references, digests: one that fits is enough. */
  readonly ids: readonly string[];
  /** Purls of the packages in it that the statement is limited to; empty means all of it. */
  readonly subcomponents: readonly string[];
}

/** A package that a decision rests on, in an image. What is absent may change. */
export interface RestedPackage {
  /** Purl without version and qualifiers. */
  readonly package: string;
  readonly versions?: readonly string[];
  /** Digests of the layers that bring it; sorted. */
  readonly layers?: readonly string[];
}

/** What a decision rests on in an image. What is absent may change. */
export interface RestedImage {
  /** Logical name: registry and repository of where it comes from. */
  readonly image: string;
  /** `USER` as written. */
  readonly user?: string;
  readonly entrypoint?: readonly string[];
  readonly packages: readonly RestedPackage[];
}

/** What somebody decided about findings: an exception beside the code, or a statement of a VEX document. */
export interface TriageDecision {
  /** Unique in a release; statements begin with `vex:`. */
  readonly id: string;
  readonly kind: 'exception' | 'statement';
  /** Ids of any kind; empty means every vulnerability of the packages. */
  readonly vulnerabilities: readonly string[];
  /** Purls, with or without version, or names; empty means every package. */
  readonly packages: readonly string[];
  /** References, digests, repositories or patterns with `*`; empty means every image. */
  readonly images: readonly string[];
  readonly type?: ExceptionType;
  readonly status?: VexStatus;
  readonly justification?: VexJustification;
  readonly owner?: string;
  readonly reason?: string;
  readonly expires?: Expiry;
  /** Of statements, in place of `images` and `packages`, which are empty then. Empty: the document names no product. */
  readonly products?: readonly DecisionProduct[];
  /** Patterns; every place of the package has to be among them. Absent means everywhere. */
  readonly paths?: readonly string[];
  /** Fix states that it is limited to. */
  readonly states?: readonly FixState[];
  /** When a statement was made: of several, the last one counts. ISO 8601 UTC. */
  readonly statedAt?: string;
  /** What was so when it was confirmed: where that changed, it has to be decided again. */
  readonly restsOn?: readonly RestedImage[];
  /** Version of the release that `restsOn` was noted in, where its file does not say it. */
  readonly restedIn?: string;
  /** Where nobody says what it rests on: what was so in the release that used it first, for the releases after it. */
  readonly firstUsed?: readonly RestedImage[];
  /** Relative to the configuration's folder. */
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
}
