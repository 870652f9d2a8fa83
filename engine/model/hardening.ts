import type { Gap } from './reading.ts';
import type { ResourceIdentity } from './resource.ts';
import type { Severity } from './severity.ts';

/** A resource that fails a check. */
export interface CheckFinding {
  /** Id of the check. */
  readonly check: string;
  readonly severity: Severity;
  readonly resource: ResourceIdentity;
  /** In the resource, dotted. */
  readonly path: string;
  /** Where the resource is declared, relative to the configuration's folder. */
  readonly file: string;
  /** 1-based; where the resource begins. Null where that is not known. */
  readonly line: number | null;
  readonly remedy: string;
  readonly component: string | null;
  /** The annotation that says to pass over it; null where none does. */
  readonly suppressedBy: string | null;
}

/** What level of the Pod Security Standards the pods of a resource reach. */
export interface PodSecurityRow {
  readonly resource: ResourceIdentity;
  readonly level: 'privileged' | 'baseline' | 'restricted';
  /** As judged: `v1.35`. */
  readonly version: string;
  readonly violations: readonly {
    readonly control: string;
    readonly path: string;
    readonly level: 'baseline' | 'restricted';
    readonly remedy: string;
  }[];
}

/** Whether a container can do without root. */
export type NonRootVerdict = 'enforced' | 'ready' | 'ready-with' | 'blocked' | 'unknown';

/** The verdict on one container, and what to set. */
export interface NonRootRow {
  readonly resource: ResourceIdentity;
  readonly container: string;
  /** Canonical reference where it is one, else as written. */
  readonly image: string;
  readonly verdict: NonRootVerdict;
  /** Settings of the container's securityContext that are missing. */
  readonly set: Readonly<Record<string, boolean | number>>;
  /** Sentences. */
  readonly because: readonly string[];
}

/** How hard a release is to break into, from its manifests and what is known of its images. */
export interface Hardening {
  readonly product: string;
  readonly version: string;
  readonly checks: readonly CheckFinding[];
  readonly nonRoot: readonly NonRootRow[];
  readonly podSecurity: readonly PodSecurityRow[];
  readonly gaps: readonly Gap[];
}
