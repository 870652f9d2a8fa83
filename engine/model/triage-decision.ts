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
  /** Relative to the configuration's folder. */
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
}
