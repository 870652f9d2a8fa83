import type { Distribution } from '../../model/distribution.ts';
import type { ImageManifest, LayerReference, Platform, Referrer } from '../../model/image.ts';
import type { InstalledPackage } from '../../model/package.ts';
import type { Gap, Reading } from '../../model/reading.ts';

/**
 * A place that image content is read from: an OCI layout, a docker-archive, a registry. The port that `adapters/images`
 * implements; tests have an in-memory twin in `gather/images/memory-store.ts`.
 */
export interface ImageStore {
  /** As configured: `oci-layout:./images`, `registry`. */
  readonly id: string;
  /** Finds an image. Never throws for what the store or the image does wrong: that is a gap. */
  find(request: ImageRequest): Promise<FoundImage | DescribedImage | NotFound>;
  /** Every image in it by one canonical reference each, in its order, or why that cannot be told; absent where the store has no list. */
  list?(): Promise<Reading<string>>;
  /**
   * Every tag of the repository that a reference names, whole or with a gap; absent where the store has no lists. Never throws but for
   * the signal.
   */
  listTags?(reference: string, signal?: AbortSignal): Promise<Reading<string>>;
  /** Frees connections and files. */
  close(): Promise<void>;
}

/** Which image, for which platform. */
export interface ImageRequest {
  /** Canonical reference. */
  readonly reference: string;
  readonly platform: Platform;
  readonly signal?: AbortSignal;
}

/** An image that a store has; every blob read so far was verified against its digest. */
export interface FoundImage {
  readonly kind: 'found';
  readonly manifest: ImageManifest;
  /** What of it could not be read, for example an unverifiable attestation. */
  readonly gaps: readonly Gap[];
  /**
   * The layer's blob as stored (compressed), in chunks of any size, whose memory is the reader's. Digests are verified by whoever reads to the end.
   *
   * faults  rejects with a Fault or Error whose message says what the store did; the caller makes a gap of it
   */
  open(layer: LayerReference, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /** What `open` gave last of a layer was wrong: the next time it comes from elsewhere. False where nobody else can be asked. */
  passOver?(layer: LayerReference): boolean;
  /** Where the blob lies in a local file, so that a worker opens it itself; undefined where it does not, and `open` says why. */
  readonly path?: (
    layer: LayerReference,
  ) => { readonly file: string; readonly offset: number; readonly sizeBytes: number } | undefined;
  /** Its manifest or configuration as the store has it, by digest; not verified. Absent where the store cannot give it. */
  readonly document?: (digest: string, kind: 'manifest' | 'configuration') => Promise<Uint8Array | Gap>;
  /** What is attached to it; absent where the store cannot say. Asks the store anew each time. */
  readonly attached?: AttachedArtifacts;
}

/** An image whose content a document tells in place of its layers: an SBOM. */
export interface DescribedImage {
  readonly kind: 'described';
  /** The store that has the document. */
  readonly store: string;
  /** Of its manifest, as the document states it; null where it does not. */
  readonly digest: string | null;
  readonly distribution: Distribution | null;
  /** Ordered by purl; the place of each is the document. */
  readonly packages: readonly InstalledPackage[];
  /** What of the document could not be used. */
  readonly gaps: readonly Gap[];
}

/** SBOMs, signatures and attestations of an image. */
export interface AttachedArtifacts {
  /**
   * All of them, ordered by type and digest.
   *
   * in      `tags`: registries are asked for the tags of cosign too, which are in no list
   * gaps    referrers-unreadable
   */
  list(signal?: AbortSignal, reach?: 'tags'): Promise<Reading<Referrer>>;
  /**
   * The content of one, verified against its digests.
   *
   * gaps    those of the store; artifact-invalid
   */
  read(referrer: Referrer, signal?: AbortSignal): Promise<Reading<AttachedBlob>>;
}

/** One blob of an attached artifact; most have one. */
export interface AttachedBlob {
  readonly mediaType: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** The store does not have the image, or has it and cannot give it. */
export interface NotFound {
  readonly kind: 'absent' | 'failed';
  /** Empty when absent; at least one when failed. */
  readonly gaps: readonly Gap[];
}
