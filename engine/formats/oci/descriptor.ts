import { z } from 'zod';
import { isDigest } from './digest.ts';
import { isConfigurationType, isLayerType } from './media-types.ts';
import { toPlatform } from './platform.ts';

/** What an index or manifest says of one blob. */
export interface Descriptor {
  /** Empty where none is stated. */
  readonly mediaType: string;
  readonly digest: string;
  /** Absent when only the digest is known. */
  readonly sizeBytes?: number;
  /** Normalized; absent where none is stated. */
  readonly platform?: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly artifactType?: string;
}

/** Digests that can be verified, and no others. */
export const digestSchema = z.string().refine(isDigest, 'a sha256 or sha512 digest is expected');

/** Annotations and labels; Go writes an absent map as null. */
export const textMapSchema = z
  .record(z.string(), z.string())
  .nullish()
  .transform((map) => map ?? {});

/** Reads one descriptor of an index, manifest or layout. */
export const descriptorSchema = z
  .object({
    mediaType: z.string().default(''),
    digest: digestSchema,
    size: z.int().nonnegative(),
    platform: z
      .object({ os: z.string().default(''), architecture: z.string().default(''), variant: z.string().default('') })
      .nullish(),
    annotations: textMapSchema,
    artifactType: z.string().optional(),
  })
  .transform(({ mediaType, digest, size, platform, annotations, artifactType }): Descriptor => {
    const stated = platform?.os || platform?.architecture ? toPlatform(platform) : undefined;
    return {
      mediaType,
      digest,
      sizeBytes: size,
      ...(stated !== undefined && { platform: stated }),
      annotations,
      ...(artifactType && { artifactType }),
    };
  });

/**
 * Whether an entry of an index is something beside the images: an attestation, a signature, a bill of materials.
 *
 * source  BuildKit, docs/attestations/attestation-storage.md (`unknown/unknown`, `vnd.docker.reference.type`);
 *         OCI image-spec 1.1, manifest.md (`artifactType`)
 */
export function isArtifactEntry(entry: Descriptor): boolean {
  return (
    entry.platform === 'unknown/unknown' ||
    Object.hasOwn(entry.annotations, 'vnd.docker.reference.type') ||
    (entry.artifactType !== undefined && !isConfigurationType(entry.artifactType))
  );
}

/** Whether a manifest with these parts holds something other than a file system: a chart, a signature, an attestation. */
export function isArtifact(configuration: Descriptor, layers: readonly Descriptor[], artifactType: string | undefined): boolean {
  if (!isConfigurationType(configuration.mediaType)) return true;
  if (artifactType !== undefined && !isConfigurationType(artifactType)) return true;
  return layers.length > 0 && layers.every(({ mediaType }) => mediaType !== '' && !isContainerLayer(mediaType));
}

/** Encrypted and otherwise unreadable layers are layers too: an image of these is unread, not passed over. */
function isContainerLayer(mediaType: string): boolean {
  return isLayerType(mediaType) || mediaType.includes('image.layer') || mediaType.includes('image.rootfs');
}
