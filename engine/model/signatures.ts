import type { Platform } from './image.ts';

/**
 * What can be said of a signature, and of an image. `verified`: by a key or an identity that the rule names, over this very image.
 * `unverified`: nothing that is given fits whoever signed it. `invalid`: it was altered, speaks of another image, or breaks the rule.
 * `unsigned`: the store listed what is attached, and there is no signature. `unknown`: something could not be read.
 */
export const signatureStates = ['verified', 'unverified', 'invalid', 'unsigned', 'unknown'] as const;

/** See `signatureStates`. */
export type SignatureState = (typeof signatureStates)[number];

/** Who signed: a key that was given, or somebody for whom an authority of the trusted root vouches. */
export type Signer =
  | { readonly kind: 'key'; readonly key: string; readonly fingerprint: string }
  | { readonly kind: 'identity'; readonly issuer: string; readonly subject: string };

/** A text that is stated, or a regular expression that fits the whole of it. */
export interface TextDemand {
  readonly text: string;
  readonly isPattern: boolean;
}

/** Who may sign, where Fulcio or another authority vouches for identities. */
export interface IdentityDemand {
  readonly issuer: TextDemand;
  readonly subject: TextDemand;
}

/** An attestation that an image has to have, signed by whoever may sign it. */
export interface AttestationDemand {
  /** `slsaprovenance`, `spdx`, `cyclonedx`, `vuln`, or the address of a predicate type. */
  readonly type: string;
  /** Of SLSA provenance; globs. */
  readonly builder?: string;
  readonly source?: string;
}

/** What is demanded of the images that a rule covers. */
export interface SignatureRule {
  /** Globs of registry and repository; the first rule that covers an image counts. */
  readonly images: readonly string[];
  /** False for images that are let through as they are. */
  readonly demanded: boolean;
  /** Files with public keys, relative to the configuration's folder. */
  readonly keys: readonly string[];
  readonly identities: readonly IdentityDemand[];
  /** Whether a signature has to name the image's repository too. */
  readonly reference: boolean;
  readonly attestations: readonly AttestationDemand[];
}

/** Whose signatures count, by site. */
export interface SignaturePolicy {
  /** A file with the authorities that are trusted, as Sigstore publishes its own; relative to the configuration's folder. */
  readonly trustedRoot?: string;
  readonly rules: readonly SignatureRule[];
}

/** What is signed: of a signature the image alone, of an attestation what is said of it. */
export interface SignedContent {
  readonly kind: 'signature' | 'attestation';
  /** Of the images that it speaks of, `sha256:…`. */
  readonly digests: readonly string[];
  /** The repository that a signature names. */
  readonly reference?: string;
  readonly predicateType?: string;
  /** Of SLSA provenance. */
  readonly builder?: string;
  readonly source?: string;
}

/** A signature that is attached to an image, judged. */
export interface JudgedSignature {
  /** Digest of the artifact that holds it. */
  readonly artifact: string;
  /** Digest that it is attached to: the image's manifest, or the index that it was found in. */
  readonly subject: string;
  readonly form: 'simple-signing' | 'dsse' | 'bundle' | 'other';
  readonly kind: 'signature' | 'attestation';
  readonly state: Exclude<SignatureState, 'unsigned'>;
  /** A sentence. */
  readonly because: string;
  /** Of a verified one; null otherwise. */
  readonly signer: Signer | null;
  /** Of a verified one, when the log or a timestamp authority saw it, ISO 8601; null where nobody trusted says. */
  readonly signedAt: string | null;
  /** What it says, whoever says it; null where it cannot be read. */
  readonly content: SignedContent | null;
}

/** What the signatures of one image come to. */
export interface ImageSignatures {
  /** Canonical. */
  readonly image: string;
  readonly platform: Platform;
  readonly digest: string | null;
  /** Of the index that it was found in; null where there is none. */
  readonly indexDigest: string | null;
  readonly state: SignatureState;
  /** A sentence. */
  readonly because: string;
  /** The glob that covers it; null where no rule does, and a signature is demanded all the same. */
  readonly rule: string | null;
  /** Whether it has all that is demanded of it. */
  readonly accepted: boolean;
  /** What is demanded and is not there: sentences. */
  readonly missing: readonly string[];
  readonly signatures: readonly JudgedSignature[];
}

/** The signatures of a release. */
export interface SignatureReport {
  /** Images by state; they sum to the images. Unit: image and platform. */
  readonly counts: Readonly<Record<SignatureState, number>>;
  readonly accepted: number;
  /** Ordered by reference and platform. */
  readonly images: readonly ImageSignatures[];
}
