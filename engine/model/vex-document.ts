import type { VexJustification, VexStatus } from './triage-decision.ts';

/** An image in the forms that consumers look for. */
export interface VexImage {
  /** Canonical reference, for people. */
  readonly reference: string;
  /** `pkg:oci/…`, the one that says most first. */
  readonly purls: readonly string[];
  /** Of its manifest and index, `sha256:…`. */
  readonly digests: readonly string[];
  /** For links into its SBOM: reference and platform. */
  readonly ref: string;
  /** Canonical platform. */
  readonly platform: string;
}

/** A package of an image that a statement is about. */
export interface VexPackage {
  /** As the record has it. */
  readonly purl: string;
  readonly name: string;
  readonly version: string;
  /** Purls that consumers match it by, in this image and nothing else there; the usual one first. */
  readonly purls: readonly string[];
}

/** An image and the packages in it that one statement is about. */
export interface VexSubject {
  readonly image: VexImage;
  readonly packages: readonly VexPackage[];
}

/** One statement that we make. */
export interface WrittenStatement {
  readonly vulnerability: string;
  /** Other ids that consumers may know it by; sorted. */
  readonly aliases: readonly string[];
  readonly status: VexStatus;
  readonly justification?: VexJustification;
  /** Why it is not affected, in words. */
  readonly impact?: string;
  /** What to do about it; where it is affected. */
  readonly action?: string;
  /** Versions without the vulnerability; where it is affected. */
  readonly fixedIn?: readonly string[];
  /** ISO 8601 UTC; that of the document where it is absent. */
  readonly statedAt?: string;
  /** The decision that it comes from. */
  readonly decision: string;
  /** Ordered by image and purl; empty where it is about the product as a whole. */
  readonly subjects: readonly VexSubject[];
}

/** A package that nothing is said about, since consumers could not tell it from another one in the image. */
export interface UnstatedPackage {
  readonly vulnerability: string;
  readonly image: string;
  readonly purl: string;
  /** Purl of the other one. */
  readonly like: string;
}

/** What we say of a release, whatever the form it is written in. */
export interface VexDocument {
  readonly product: string;
  readonly version: string;
  readonly author: string;
  /** An IRI that ids of documents begin with. */
  readonly namespace: string;
  /** ISO 8601 UTC. */
  readonly timestamp: string;
  /** Version of Plimsoll. */
  readonly engine: string;
  /** Serial number of the CycloneDX SBOM of the release that links point into: `urn:uuid:…`. */
  readonly sbom?: string;
  /** Ordered by vulnerability, status and decision. */
  readonly statements: readonly WrittenStatement[];
  /** What was decided and cannot be said without clearing more. */
  readonly unstated: readonly UnstatedPackage[];
}
