import { z } from 'zod';
import { type Descriptor, descriptorSchema, textMapSchema } from './descriptor.ts';
import { parseJson } from './parse-json.ts';
import { firstIssue, maxManifestBytes } from './read-manifest.ts';

/** A manifest of something that is no image: an SBOM, a signature, an attestation. */
export interface ArtifactDocument {
  /** What it is: its `artifactType`, else the type of its configuration, else that of its first blob. */
  readonly type: string;
  /** What it is attached to. */
  readonly subject?: Descriptor;
  readonly blobs: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>>;
}

/** Limit of one blob of an artifact, bytes; SBOMs of large images have some 20 MB. */
export const maxArtifactBytes = 64 * 1024 * 1024;

const emptyType = 'application/vnd.oci.empty.v1+json';
const descriptors = z
  .array(descriptorSchema)
  .nullish()
  .transform((list) => list ?? []);

const artifact = z.object({
  artifactType: z.string().optional(),
  config: descriptorSchema.optional(),
  layers: descriptors,
  blobs: descriptors,
  subject: descriptorSchema.nullish(),
  annotations: textMapSchema,
});

/**
 * Reads the manifest of an artifact, also of the short-lived kind that had `blobs`.
 *
 * in      the bytes, whose digest the caller has verified
 * out     the document, or a sentence where it cannot be read
 * source  OCI image-spec 1.1, manifest.md ("Guidelines for Artifact Usage"); image-spec 1.1.0-rc2, artifact.md
 */
export function readArtifact(bytes: Uint8Array): ArtifactDocument | string {
  const { value, trouble } = parseJson(bytes, maxManifestBytes);
  if (trouble !== undefined) return `the manifest ${trouble}`;
  const read = artifact.safeParse(value);
  if (!read.success) return `the manifest cannot be read: ${firstIssue(read.error)}`;
  const { artifactType, config, layers, blobs, subject, annotations } = read.data;
  const held = [...layers, ...blobs];
  const configured = config?.mediaType === emptyType || config?.mediaType.includes('image.config') ? '' : config?.mediaType;
  const type = artifactType || configured || held[0]?.mediaType || '';
  return { type, ...(subject && { subject }), blobs: held, annotations };
}
