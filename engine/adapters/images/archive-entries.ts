import { createHash } from 'node:crypto';
import type { Descriptor } from '../../formats/oci/descriptor.ts';
import { digestOf } from '../../formats/oci/digest.ts';
import { type ArchivedImage, type ListedBlob, makeManifest, readArchiveManifest } from '../../formats/oci/docker-archive.ts';
import { layoutNames } from '../../formats/oci/layout-names.ts';
import { maxConfigurationBytes, readConfiguration } from '../../formats/oci/read-configuration.ts';
import { maxManifestBytes, readManifest } from '../../formats/oci/read-manifest.ts';
import { canonicalize } from '../../formats/reference/reference.ts';
import type { Gap } from '../../model/reading.ts';
import { type BlobPlace, readBlob, streamBlob } from './local-blob.ts';
import type { NamedEntry } from './local-store.ts';
import type { TarIndex } from './tar-index.ts';

const unit = 'adapters/images';

/** The images that one list in an archive names. */
export interface ArchiveListing {
  readonly entries: readonly NamedEntry[];
  /** What of the list could not be read, a sentence each. */
  readonly troubles: readonly string[];
}

/** Where manifests are put that had to be made, and the places of the blobs that they name. */
export interface ArchiveMaking {
  readonly made: Map<string, Uint8Array>;
  readonly places: Map<string, BlobPlace>;
  /** The archive as the user would name it. */
  readonly shown: string;
}

/** The images of the `index.json` that newer archives hold; none where there is no such file. */
export async function listLayout(tar: TarIndex): Promise<ArchiveListing> {
  const place = tar.find('index.json');
  if (!place) return { entries: [], troubles: [] };
  const document = readManifest(await readBlob(place, maxManifestBytes));
  if (document.kind === 'image') return { entries: [], troubles: ['index.json is not an index'] };
  if (document.kind !== 'index') return { entries: [], troubles: [document.detail] };
  const entries = document.entries.map((entry) => ({
    names: layoutNames(entry, ''),
    digest: entry.digest,
    describe: async () => entry,
  }));
  return { entries, troubles: document.unreadable };
}

/** The images of `manifest.json`, for which a manifest is made when they are asked for; none where there is no such file. */
export async function listArchived(tar: TarIndex, making: ArchiveMaking): Promise<ArchiveListing> {
  const place = tar.find('manifest.json');
  if (!place) return { entries: [], troubles: [] };
  const images = readArchiveManifest(await readBlob(place, maxManifestBytes));
  if (typeof images === 'string') return { entries: [], troubles: [images] };
  const entries = images.map((image) => {
    const names = new Set(image.names.map(canonicalize).filter((name) => name !== undefined));
    return { names, describe: () => describeArchived(tar, image, making) };
  });
  return { entries, troubles: [] };
}

async function describeArchived(tar: TarIndex, image: ArchivedImage, making: ArchiveMaking): Promise<Descriptor | Gap> {
  const place = tar.find(image.configuration);
  if (!place)
    return {
      code: 'blob-missing',
      unit,
      detail: `${making.shown} does not hold the image's configuration ${image.configuration}`,
    };
  const bytes = await readBlob(place, maxConfigurationBytes).catch((error: Error) => error);
  if (bytes instanceof Error)
    return { code: 'blob-unreadable', unit, detail: `${image.configuration} in ${making.shown}: ${bytes.message}` };
  const digest = digestOf(bytes);
  const stated = digestInPath(image.configuration);
  if (stated !== undefined && stated !== digest)
    return {
      code: 'digest-differs',
      unit,
      detail: `${making.shown} has content of digest ${digest} for configuration ${stated}`,
    };
  const configuration = readConfiguration(bytes);
  const diffIds = typeof configuration === 'string' ? [] : configuration.diffIds;
  const layers: ListedBlob[] = [];
  for (const [position, path] of image.layers.entries()) layers.push(await describeLayer(tar, path, diffIds[position], making));
  making.places.set(digest, place);
  const manifest = makeManifest({ digest, sizeBytes: bytes.length }, layers);
  const made = digestOf(manifest);
  making.made.set(made, manifest);
  return { digest: made, sizeBytes: manifest.length, mediaType: 'application/vnd.oci.image.manifest.v1+json', annotations: {} };
}

/** A plain tar has the digest that the configuration states, which its reader verifies; a compressed one is hashed here. */
async function describeLayer(
  tar: TarIndex,
  path: string,
  diffId: string | undefined,
  { places }: ArchiveMaking,
): Promise<ListedBlob> {
  const place = tar.find(path);
  if (!place)
    return { digest: digestInPath(path) ?? diffId ?? digestOf(new Uint8Array()), sizeBytes: 0, mediaType: layerType('') };
  const compression = await compressionOf(place);
  const digest = digestInPath(path, 'blobs/') ?? (compression === '' ? diffId : undefined) ?? (await hash(place));
  places.set(digest, place);
  return { digest, sizeBytes: place.sizeBytes, mediaType: layerType(compression) };
}

function layerType(compression: string): string {
  return `application/vnd.oci.image.layer.v1.tar${compression}`;
}

/** Archives name files for their digests: `blobs/sha256/HEX`, `HEX.json`. */
function digestInPath(path: string, below = ''): string | undefined {
  const hex = /^(?:blobs\/sha256\/)?([0-9a-f]{64})(?:\.json)?$/.exec(path)?.[1];
  return hex !== undefined && path.startsWith(below) ? `sha256:${hex}` : undefined;
}

async function compressionOf(place: BlobPlace): Promise<'' | '+gzip' | '+zstd'> {
  const [a, b, c, d] = await readBlob({ ...place, sizeBytes: Math.min(4, place.sizeBytes) }, 4);
  if (a === 0x1f && b === 0x8b) return '+gzip';
  return a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd ? '+zstd' : '';
}

async function hash(place: BlobPlace): Promise<string> {
  const sum = createHash('sha256');
  for await (const chunk of streamBlob(place)) sum.update(chunk);
  return `sha256:${sum.digest('hex')}`;
}
