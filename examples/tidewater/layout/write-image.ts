import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { writeTar } from '../../../engine/formats/tar/write-tar.ts';
import type { ImageRecipe, LayerRecipe } from './recipe.ts';
import { writeZstd } from './write-zstd.ts';

/** Where the invented images are said to be; no such host exists. */
export const repository = 'registry.tidewater.example/tidewater';

const ociImage = 'application/vnd.oci.image';
/** All images are of one day, so that they are the same whenever they are made. */
const created = '2024-02-01T00:00:00Z';

/** Bytes with the descriptor that leads to them. */
export interface Blob {
  readonly descriptor: {
    readonly mediaType: string;
    readonly digest: string;
    readonly size: number;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly platform?: { readonly architecture: string; readonly os: string };
  };
  readonly bytes: Uint8Array;
}

/**
 * Everything that an OCI layout stores for one image.
 *
 * out     the blob that names the image (a manifest, or an index over several) comes last; a damaged image's last layer is cut in half
 * source  OCI image-spec 1.1, config.md, manifest.md, image-index.md
 */
export function writeImage(recipe: ImageRecipe): readonly Blob[] {
  const layers = recipe.layers.map(writeLayer);
  const platforms = recipe.architectures.map((architecture) => writeManifest(recipe, architecture, layers));
  const blobs = [...layers.map(({ blob }, index) => damage(blob, recipe.isDamaged === true && index === layers.length - 1))];
  const manifests = platforms.map(({ manifest }) => manifest);
  if (manifests.length === 1) return [...blobs, ...platforms.flatMap((one) => [one.configuration, one.manifest])];
  const index = jsonBlob(`${ociImage}.index.v1+json`, {
    schemaVersion: 2,
    mediaType: `${ociImage}.index.v1+json`,
    manifests: manifests.map(({ descriptor }) => descriptor),
  });
  return [...blobs, ...platforms.map((one) => one.configuration), ...manifests, index];
}

interface WrittenLayer {
  readonly recipe: LayerRecipe;
  readonly diffId: string;
  readonly blob: Blob;
}

function writeLayer(recipe: LayerRecipe): WrittenLayer {
  const tar = writeTar(recipe.parts.flatMap(({ files }) => files));
  const suffix = recipe.compression === 'none' ? '' : `+${recipe.compression}`;
  const bytes = compress(tar, recipe.compression);
  return { recipe, diffId: digestOf(tar), blob: toBlob(`${ociImage}.layer.v1.tar${suffix}`, bytes) };
}

/** Gzip without compressing, because zlib's compressed bytes differ between machines; with "unknown" as the system that wrote it. */
function compress(tar: Uint8Array, compression: LayerRecipe['compression']): Uint8Array {
  if (compression === 'none') return tar;
  if (compression === 'zstd') return writeZstd(tar);
  const bytes = gzipSync(tar, { level: 0 });
  bytes[8] = 0;
  bytes[9] = 255;
  return bytes;
}

function writeManifest(recipe: ImageRecipe, architecture: string, layers: readonly WrittenLayer[]) {
  const configuration = jsonBlob(`${ociImage}.config.v1+json`, {
    created,
    architecture,
    os: 'linux',
    config: {
      ...(recipe.user && { User: recipe.user }),
      Entrypoint: recipe.entrypoint,
      Labels: { 'org.opencontainers.image.title': recipe.name, 'org.opencontainers.image.version': recipe.tag },
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: layers.map((each) => ({ created, created_by: each.recipe.createdBy })),
  });
  const manifest = jsonBlob(`${ociImage}.manifest.v1+json`, {
    schemaVersion: 2,
    mediaType: `${ociImage}.manifest.v1+json`,
    config: configuration.descriptor,
    layers: layers.map(({ blob }) => blob.descriptor),
    ...(recipe.base && { annotations: { 'org.opencontainers.image.base.name': `${repository}/${recipe.base}` } }),
  });
  const platform = recipe.architectures.length > 1 ? { platform: { architecture, os: 'linux' } } : {};
  return { configuration, manifest: { ...manifest, descriptor: { ...manifest.descriptor, ...platform } } };
}

function damage(blob: Blob, isDamaged: boolean): Blob {
  return isDamaged ? { ...blob, bytes: blob.bytes.subarray(0, blob.bytes.length / 2) } : blob;
}

/** A JSON document as a blob. */
export function jsonBlob(mediaType: string, value: unknown): Blob {
  return toBlob(mediaType, Buffer.from(JSON.stringify(value)));
}

function toBlob(mediaType: string, bytes: Uint8Array): Blob {
  return { descriptor: { mediaType, digest: digestOf(bytes), size: bytes.length }, bytes };
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
