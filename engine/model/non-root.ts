import type { Exposure } from './exposure.ts';
import type { ResourceIdentity } from './resource.ts';

/** Whether a container can do without root. */
export type NonRootVerdict = 'enforced' | 'ready' | 'ready-with' | 'blocked' | 'unknown';

/** What to set so that a container does without root; what is absent stays as the manifest has it. */
export interface NonRootValues {
  /** Of the container, like all that follow until `fsGroup`. */
  readonly runAsNonRoot?: true;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly allowPrivilegeEscalation?: false;
  /** Capabilities to add, without `CAP_`. */
  readonly capabilities?: readonly string[];
  /** Of the pod, like all that follow. */
  readonly fsGroup?: number;
  readonly supplementalGroups?: readonly number[];
  /** Name → value: `net.ipv4.ip_unprivileged_port_start` → `80`. */
  readonly sysctls?: Readonly<Record<string, string>>;
}

/** What speaks for or against doing without root. `note`: it decides nothing. */
export interface NonRootEvidence {
  readonly about: 'manifest' | 'user' | 'program' | 'script' | 'port' | 'directory' | 'mount' | 'rights';
  /** A path in the image or a field of the manifest; empty where it is about the whole. */
  readonly at: string;
  /** `needs`: something has to be set. */
  readonly effect: 'allows' | 'needs' | 'blocks' | 'unknown' | 'note';
  /** A sentence. */
  readonly detail: string;
}

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
  /** Everything to set, of `set` too; of `unknown` and `blocked` what would be set if nothing else stood in the way. Absent where that is nothing. */
  readonly values?: NonRootValues;
  /** What was looked at; `because` without its parts. Absent where it was not judged so. */
  readonly evidence?: readonly NonRootEvidence[];
  /** Whether a way leads to it from outside. */
  readonly exposure?: Exposure;
  readonly component?: string;
  /** As configured: `helm:charts/gauge`. */
  readonly source?: string;
  /** Sorted; absent where nobody is named. */
  readonly owners?: readonly string[];
}

/** Containers by verdict; the five sum to `containers`. */
export interface NonRootCount extends Readonly<Record<NonRootVerdict, number>> {
  readonly containers: number;
}

/** The verdicts on the containers of a release, added up. A container of two owners stands with each. */
export interface NonRootRollup {
  readonly release: NonRootCount;
  /** Of workloads that a way from outside leads to, or may. */
  readonly exposed: NonRootCount;
  /** By source: chart or kustomization. Like those that follow: exposed and not enforced first. */
  readonly charts: readonly NonRootShare[];
  readonly components: readonly NonRootShare[];
  readonly owners: readonly NonRootShare[];
}

/** One of them. */
export interface NonRootShare extends NonRootCount {
  /** Null for what belongs to none. */
  readonly name: string | null;
}
