import type { Advisory, CveMetadata, ExploitPrediction, KnownExploited, Snapshot } from './advisory.ts';

import type { Distribution } from './distribution.ts';
import type { Finding } from './finding.ts';
import type { BaseImage, ImageConfiguration, ImageFacts, ImageVariant, LayerReference, Platform, Referrer } from './image.ts';
import type { Inventory } from './inventory.ts';
import type { JsonValue } from './json.ts';
import type { FileDigests } from './layer.ts';
import type { Undecided } from './match.ts';
import type { InstalledPackage, RemovedPackage } from './package.ts';
import type { Gap } from './reading.ts';
import type { Reevaluation } from './reevaluation.ts';
import type { Resource } from './resource.ts';
import type { ComparedSbom } from './sbom-comparison.ts';
import type { TriageDecision } from './triage-decision.ts';

/**
 * How far an image was read. The four are disjoint, and sum to what was expected:
 * `read` all of it; `failed` not at all or not to the end; `unsupported` in a form that Plimsoll does not know;
 * `empty` to the end, and nothing was recognized in it, so that nothing can be said of it.
 */
export type ReadStatus = 'read' | 'failed' | 'unsupported' | 'empty';

/** A layer of an image of the release. */
export interface RecordedLayer extends LayerReference {
  /** Whether it belongs to the base image. */
  readonly fromBase: boolean;
  /** Of the tar; absent for a layer that was not read. */
  readonly uncompressedBytes?: number;
  /** Of the files in it. */
  readonly contentBytes?: number;
  /** Of its files that later layers replace or remove: pulled, and never seen. */
  readonly hiddenBytes?: number;
  /** The largest part of them, by what hides them; most bytes first. */
  readonly hidden?: readonly HiddenContent[];
  /** Of the files in it; only where they were asked for. */
  readonly fileDigests?: FileDigests;
  /** Of the files that have a digest, those that later layers of the image replace or remove, as places in `fileDigests.paths`; absent where there are none. */
  readonly hiddenFiles?: readonly number[];
}

/** Content of a layer that a later one hides. */
export interface HiddenContent {
  /** The file, or the directory that went as a whole. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Digest of the layer that hides it. */
  readonly by: string;
}

/** An image of the release on one platform, as far as it was read. */
export interface ReleaseImage {
  /** Canonical. */
  readonly reference: string;
  readonly platform: Platform;
  readonly status: ReadStatus;
  /** Of the manifest for the platform; null when no store gave one. */
  readonly digest: string | null;
  /** Of the index that the reference names, where it names one. */
  readonly indexDigest?: string;
  /** Every image that the index offers, this one among them; ordered by platform. */
  readonly variants?: readonly ImageVariant[];
  /** The store that had it. */
  readonly store: string | null;
  readonly layers: readonly RecordedLayer[];
  readonly configuration: ImageConfiguration | null;
  readonly annotations: Readonly<Record<string, string>>;
  readonly distribution: Distribution | null;
  /** Ordered by purl. */
  readonly packages: readonly InstalledPackage[];
  /** What lower layers brought and later ones took away; ordered by purl. */
  readonly removed?: readonly RemovedPackage[];
  /** Null where nothing tells it. */
  readonly base?: BaseImage | null;
  /** Absent where no layer was read. */
  readonly facts?: ImageFacts;
  /** SBOMs, signatures and attestations, ordered by type and digest; absent where the store has none or cannot say. */
  readonly attached?: readonly Referrer[];
  /** Attached SBOMs beside what was found; only where that was asked for. */
  readonly comparedSboms?: readonly ComparedSbom[];
}

/** Images expected and how far they were read; the parts sum to `expected`. Unit: image and platform. */
export interface Coverage {
  readonly expected: number;
  readonly read: number;
  readonly failed: number;
  readonly unsupported: number;
  readonly empty: number;
}

/** A program that rendered part of the release. */
export interface UsedTool {
  readonly name: string;
  readonly version: string;
}

/** What the record embeds of the advisory database: every advisory for each package name that it holds. */
export interface EmbeddedAdvisories {
  /** Null when there was no advisory database. */
  readonly snapshot: Snapshot | null;
  /** Ecosystems without release that the database held advisories for; sorted. */
  readonly ecosystems: readonly string[];
  /** The same with release, `Debian:12`, where the record's packages need them; sorted. What is not among them is undecided. */
  readonly releases?: readonly string[];
  /** Ordered by id. */
  readonly advisories: readonly Advisory[];
  readonly exploited: readonly KnownExploited[];
  readonly predictions: readonly ExploitPrediction[];
  /** Absent in older records. */
  readonly metadata?: readonly CveMetadata[];
  /** Whose word on severity was shown first, where the configuration says; see `severity.order`. */
  readonly severityOrder?: readonly string[];
}

/** The nouns of one release, whole: what a record file holds. A function of the inputs, the engine's version and `now`. */
export interface Release {
  readonly product: string;
  readonly version: string;
  /** The only clock in a record: what exceptions, ages and predictions are judged at. ISO 8601 UTC. */
  readonly now: string;
  /** Version of Plimsoll that read it. */
  readonly engine: string;
  readonly platforms: readonly Platform[];
  readonly tools: readonly UsedTool[];
  readonly inventory: Inventory;
  /** Ordered by reference and platform. */
  readonly images: readonly ReleaseImage[];
  readonly coverage: Coverage;
  readonly knowledge: EmbeddedAdvisories;
  /** Ordered by severity, vulnerability, image, purl. */
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  /** Exceptions and statements that were read for it, in force or not. Absent in older records and where there are none. */
  readonly decisions?: readonly TriageDecision[];
  /** The Kubernetes objects that it installs, without definitions of resources. Absent in older records. */
  readonly resources?: readonly Resource[];
  /** What the configuration says about judging: `severity`, `policy`. Absent where it says nothing. */
  readonly policy?: Readonly<Record<string, JsonValue>>;
  /** What came of it, where the packages of an older record were matched again; absent where images were read. */
  readonly reevaluation?: Reevaluation;
  /** Every gap of every stage, ordered by unit, image, path and code. */
  readonly gaps: readonly Gap[];
}
