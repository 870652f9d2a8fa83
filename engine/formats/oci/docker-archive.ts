import { z } from 'zod';
import { parseJson } from './parse-json.ts';
import { firstIssue, maxManifestBytes } from './read-manifest.ts';

/** One image of a docker-archive, as its `manifest.json` names the parts. */
export interface ArchivedImage {
  /** Path of the configuration in the archive. */
  readonly configuration: string;
  /** As written: `nginx:1.27`; none for an image saved by its id. */
  readonly names: readonly string[];
  /** Paths of the layers in the archive, oldest first. */
  readonly layers: readonly string[];
}

const names = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);
const archive = z.array(z.object({ Config: z.string(), RepoTags: names, Layers: names }));

/**
 * Reads the `manifest.json` of a docker-archive.
 *
 * out     its images, or a sentence
 * source  moby, image/spec/spec.md, "Combined Image JSON + Filesystem Changeset Format"
 */
export function readArchiveManifest(bytes: Uint8Array): readonly ArchivedImage[] | string {
  const { value, trouble } = parseJson(bytes, maxManifestBytes);
  if (trouble !== undefined) return `manifest.json ${trouble}`;
  const read = archive.safeParse(value);
  if (!read.success) return `manifest.json cannot be read: ${firstIssue(read.error)}`;
  return read.data.map(({ Config, RepoTags, Layers }) => ({ configuration: Config, names: RepoTags, layers: Layers }));
}

/** A blob to be listed in a manifest. */
export interface ListedBlob {
  readonly mediaType: string;
  readonly digest: string;
  readonly sizeBytes: number;
}

/**
 * A manifest for an image that was stored without one.
 *
 * out     the same bytes for the same blobs, so that its digest can stand for the image
 */
export function makeManifest(configuration: Omit<ListedBlob, 'mediaType'>, layers: readonly ListedBlob[]): Uint8Array {
  const listed = ({ mediaType, digest, sizeBytes }: ListedBlob) => ({ mediaType, size: sizeBytes, digest });
  const document = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: listed({ mediaType: 'application/vnd.oci.image.config.v1+json', ...configuration }),
    layers: layers.map(listed),
  };
  return new TextEncoder().encode(JSON.stringify(document));
}
