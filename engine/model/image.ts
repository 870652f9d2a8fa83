/** Operating system and processor that an image is built for, as OCI spells them: `linux/amd64`, `linux/arm64/v8`. */
export type Platform = string;

/** The image of one platform, as an index offers it. */
export interface ImageVariant {
  readonly platform: Platform;
  /** Of its manifest. */
  readonly digest: string;
}

/** One layer as the manifest and the configuration name it. */
export interface LayerReference {
  /** Of the blob, as stored. */
  readonly digest: string;
  /** Digest of the uncompressed tar, from the configuration's `rootfs.diff_ids`. */
  readonly diffId: string;
  readonly mediaType: string;
  /** As stored; bytes. */
  readonly sizeBytes: number;
  /** The instruction from the image history that made it. */
  readonly createdBy?: string;
}

/** What the image says about how it runs. */
export interface ImageConfiguration {
  /** `USER` as written: a name, a number, `user:group`; empty means root. */
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly volumes: readonly string[];
  readonly exposedPorts: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** ISO 8601 UTC; as the image says, which may be 1970. */
  readonly createdAt?: string;
}

/** An image as found in a store for one platform, before its layers are read. */
export interface ImageManifest {
  /** Canonical reference that was asked for. */
  readonly reference: string;
  /** Digest of the manifest of this platform. */
  readonly digest: string;
  /** Digest of the index that the reference names, where it names one. */
  readonly indexDigest?: string;
  /** Every image that the index offers, this one among them; ordered by platform. Absent where there is no index. */
  readonly variants?: readonly ImageVariant[];
  readonly platform: Platform;
  /** Oldest first. */
  readonly layers: readonly LayerReference[];
  readonly configuration: ImageConfiguration;
  readonly annotations: Readonly<Record<string, string>>;
  /** The store that had it, as configured: `oci-layout:./images`. */
  readonly store: string;
}
