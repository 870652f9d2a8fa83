import { z } from 'zod';
import { type Descriptor, descriptorSchema, isArtifact, textMapSchema } from './descriptor.ts';
import { isSchema1 } from './media-types.ts';
import { parseJson } from './parse-json.ts';

/** What a manifest blob turned out to be. */
export type ManifestDocument =
  | {
      readonly kind: 'index';
      readonly entries: readonly Descriptor[];
      /** Entries that could not be read, a sentence each. */
      readonly unreadable: readonly string[];
    }
  | {
      readonly kind: 'image';
      readonly configuration: Descriptor;
      /** Oldest first. */
      readonly layers: readonly Descriptor[];
      readonly annotations: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'artifact' | 'unsupported' | 'invalid'; readonly detail: string };

/** Limit of a manifest or index, bytes. source  OCI distribution-spec 1.1, "Pushing Manifests": registries enforce 4 MiB or more. */
export const maxManifestBytes = 4 * 1024 * 1024;

const probe = z.looseObject({
  schemaVersion: z.number().optional(),
  mediaType: z.string().optional(),
  manifests: z.array(z.unknown()).nullish(),
  layers: z.array(z.unknown()).nullish(),
  config: z.unknown().optional(),
});

const image = z.object({
  config: descriptorSchema,
  layers: z
    .array(descriptorSchema)
    .nullish()
    .transform((layers) => layers ?? []),
  annotations: textMapSchema,
  artifactType: z.string().optional(),
});

/**
 * Reads an OCI index or manifest, or Docker's manifest list or manifest of schema 2.
 *
 * in      the bytes, whose digest the caller has verified
 * out     what it is; `invalid` and `unsupported` with a sentence
 * faults  none, whatever the bytes
 * source  OCI image-spec 1.1, image-index.md and manifest.md; a document that is index and manifest at once is refused (CVE-2021-41190)
 */
export function readManifest(bytes: Uint8Array): ManifestDocument {
  const { value, trouble } = parseJson(bytes, maxManifestBytes);
  if (trouble !== undefined) return { kind: 'invalid', detail: `the manifest ${trouble}` };
  const parsed = probe.safeParse(value);
  if (!parsed.success) return { kind: 'invalid', detail: `the manifest is not one: ${firstIssue(parsed.error)}` };
  const { schemaVersion, mediaType = '', manifests, layers, config } = parsed.data;
  if (schemaVersion === 1 || isSchema1(mediaType))
    return {
      kind: 'unsupported',
      detail: 'the manifest is of Docker schema 1, which Plimsoll does not read; push the image again',
    };
  if (manifests && (layers || config))
    return { kind: 'invalid', detail: 'the document claims to be an index and a manifest at once' };
  if (manifests) return readIndex(manifests);
  return config === undefined ? withoutConfiguration(mediaType) : readImage(value);
}

function readIndex(manifests: readonly unknown[]): ManifestDocument {
  const entries: Descriptor[] = [];
  const unreadable: string[] = [];
  for (const [position, entry] of manifests.entries()) {
    const read = descriptorSchema.safeParse(entry);
    if (read.success) entries.push(read.data);
    else unreadable.push(`entry ${position + 1} of the index cannot be read: ${firstIssue(read.error)}`);
  }
  return { kind: 'index', entries, unreadable };
}

function readImage(value: unknown): ManifestDocument {
  const read = image.safeParse(value);
  if (!read.success) return { kind: 'invalid', detail: `the manifest cannot be read: ${firstIssue(read.error)}` };
  const { config: configuration, layers, annotations, artifactType } = read.data;
  return isArtifact(configuration, layers, artifactType)
    ? { kind: 'artifact', detail: `it holds ${artifactType ?? configuration.mediaType}, not a file system` }
    : { kind: 'image', configuration, layers, annotations };
}

function withoutConfiguration(mediaType: string): ManifestDocument {
  return mediaType === 'application/vnd.oci.artifact.manifest.v1+json'
    ? { kind: 'artifact', detail: 'it is an artifact manifest, not a file system' }
    : { kind: 'invalid', detail: 'the manifest has neither a configuration nor a list of manifests' };
}

/** Where the first thing wrong stands, and what it is: `layers[2].digest: …`. */
export function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return `${path.replace(/^\./, '') || 'document'}: ${issue?.message ?? 'not as expected'}`;
}
