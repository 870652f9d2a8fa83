import type { CheckComparison } from './check-comparison.ts';
import type { ClusterCves } from './cluster-cves.ts';
import type { Platform } from './image.ts';
import type { Pin } from './inventory.ts';
import type { NamespacePolicyRow } from './namespace-policy.ts';
import type { NonRootRollup, NonRootRow } from './non-root.ts';
import type { Gap } from './reading.ts';
import type { ResourceIdentity, ValuePlace } from './resource.ts';
import type { Severity } from './severity.ts';

/** A resource that fails a check. */
export interface CheckFinding {
  /** Id of the check. */
  readonly check: string;
  readonly severity: Severity;
  readonly resource: ResourceIdentity;
  /** In the resource, dotted. */
  readonly path: string;
  /** What to edit, relative to the configuration's folder: where the resource is declared, or a template that it includes. */
  readonly file: string;
  /** 1-based; of the path, else of the nearest key around it, else where the resource begins. Null where none of it is known. */
  readonly line: number | null;
  /** Path in `file`, a packed chart. */
  readonly entry?: string;
  /** The chart's value that fills the text there, or would; absent where none does, or nobody knows. */
  readonly value?: ValuePlace;
  readonly remedy: string;
  readonly component: string | null;
  /** Of the component, as configured; absent where nobody is named. */
  readonly owner?: string;
  /** The annotation, or the id of the exception, that says to pass over it; null where none does. */
  readonly suppressedBy: string | null;
  /** Who says so, and why; absent where nobody does. */
  readonly suppression?: Suppression;
}

/** What takes a failure of a check out of the count. */
export interface Suppression {
  /** Name of the annotation, or id of the exception. */
  readonly by: string;
  readonly kind: 'annotation' | 'exception';
  readonly owner?: string;
  /** As written; absent where an annotation gives none. */
  readonly reason?: string;
  /** ISO date of the last day that it holds. */
  readonly expires?: string;
}

/** That some resources may fail some checks for a while: as people decide it in a file. */
export interface CheckException {
  readonly id: string;
  /** Ids of checks. */
  readonly checks: readonly string[];
  /** `namespace/Kind/name`, or `Kind/name` of any namespace; `*` for anything but `/`. */
  readonly resources: readonly string[];
  /** Patterns of paths in the resource, each for what lies in it too; empty for every path. */
  readonly paths: readonly string[];
  readonly owner: string;
  readonly reason: string;
  /** ISO date of the last day that it holds. */
  readonly expires: string;
  readonly file: string;
  readonly line: number;
}

/** A `CheckException` with what became of it. */
export interface JudgedCheckException extends CheckException {
  readonly state: 'in-force' | 'expired' | 'unused';
  /** Failures that it takes out, or would take out if it were not over. */
  readonly places: number;
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

/** Whether a version still gets security updates. */
export type LifeStatus = 'supported' | 'ended' | 'unknown';

/** The version of Kubernetes that a release is judged for. */
export interface KubernetesLife {
  /** `v1.31`. */
  readonly version: string;
  /** ISO date of the last day with updates; null where that is not known. */
  readonly endsOn: string | null;
  readonly status: LifeStatus;
}

/** A distribution, runtime or server in an image, and until when it gets security updates. */
export interface LifeRow {
  readonly image: string;
  readonly platform: Platform;
  readonly kind: 'distribution' | 'runtime';
  /** `debian`, `node`, `openjdk`; null for what was not read of the image. */
  readonly name: string | null;
  /** As the image says; null where it does not. */
  readonly version: string | null;
  /** The release that dates are set for: `3.12` of Python 3.12.1. */
  readonly cycle: string | null;
  /** ISO date of the last day with updates; null where none is set or known. */
  readonly endsOn: string | null;
  /** At the record's `now`. */
  readonly status: LifeStatus;
}

/** What an image may say of where it comes from: OCI's predefined annotations, without `org.opencontainers.image.`. */
export const provenanceLabels = ['source', 'revision', 'created', 'base.name', 'base.digest', 'licenses', 'vendor'] as const;

/** One of OCI's predefined annotations, without `org.opencontainers.image.`. */
export type ProvenanceLabel = (typeof provenanceLabels)[number];

/** What else is asked of an image's provenance. `fixed-tag`: named by digest, or by a tag that is meant to stay. */
export const provenanceFacts = [...provenanceLabels, 'digest-pin', 'fixed-tag', 'signature', 'attestation', 'sbom'] as const;

/** What is asked of an image's provenance. */
export type ProvenanceFact = (typeof provenanceFacts)[number];

/** Where an image comes from, as far as it and its manifests say. */
export interface ProvenanceRow {
  readonly image: string;
  readonly platform: Platform;
  /** Null where the record does not say. */
  readonly pin: Pin | null;
  /** Of the manifest that was read; absent where no store gave one. */
  readonly digest?: string;
  /** Why its tag counts as mutable; null where it does not. */
  readonly mutableBecause: string | null;
  /** By annotation of its manifest, else by label; null where it says nothing. Null as a whole where the image was not read. */
  readonly labels: Readonly<Record<ProvenanceLabel, string | null>> | null;
  /** ISO 8601; null where it says nothing, or a day that stands for none, as reproducible builds do. */
  readonly createdAt: string | null;
  /** Whole days until the record's `now`. */
  readonly ageDays: number | null;
  /** What is attached to it, counted; null where the store had nothing or cannot say. Nothing of it is verified. */
  readonly attached: { readonly signatures: number; readonly attestations: number; readonly sboms: number } | null;
  /**
   * Findings that building it again takes away, from the same recipe and on the same base: of packages of the distribution that its own layers
   * install, and for which the distribution has a fix. Absent where the image was not read, or nothing was judged.
   */
  readonly rebuildFixes?: number;
}

/** Of how many images something is known; the three sum to the images. Unit: image and platform. */
export interface ProvenanceCoverage {
  readonly fact: ProvenanceFact;
  readonly present: number;
  readonly absent: number;
  readonly unknown: number;
}

/** Where the images of a release come from. */
export interface Provenance {
  /** In the order of `provenanceFacts`. */
  readonly coverage: readonly ProvenanceCoverage[];
  /** In the order of the record. */
  readonly images: readonly ProvenanceRow[];
}

/** How hard a release is to break into, from its manifests and what is known of its images. */
export interface Hardening {
  readonly product: string;
  readonly version: string;
  readonly checks: readonly CheckFinding[];
  readonly nonRoot: readonly NonRootRow[];
  readonly nonRootTotals?: NonRootRollup;
  readonly podSecurity: readonly PodSecurityRow[];
  /** What the namespaces of workloads admit, by name. */
  readonly namespaces?: readonly NamespacePolicyRow[];
  /** Exceptions of checks, in their order. */
  readonly exceptions?: readonly JudgedCheckException[];
  readonly kubernetes?: KubernetesLife;
  /** Absent where no version was stated; null where the advisory database is not there or holds none of Kubernetes. */
  readonly clusterCves?: ClusterCves | null;
  /** What other tools' reports say of it; absent where none was given. */
  readonly comparison?: CheckComparison;
  /** What its images are built on; absent where there is no record of images. */
  readonly life?: readonly LifeRow[];
  /** Absent where there is no record of images. */
  readonly provenance?: Provenance;
  readonly gaps: readonly Gap[];
}
