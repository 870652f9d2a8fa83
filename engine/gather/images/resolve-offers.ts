import { type Descriptor, isArtifactEntry } from '../../formats/oci/descriptor.ts';
import { isIndexType } from '../../formats/oci/media-types.ts';
import { type ConfigurationDocument, readConfiguration } from '../../formats/oci/read-configuration.ts';
import { type ManifestDocument, readManifest } from '../../formats/oci/read-manifest.ts';
import type { Platform } from '../../model/image.ts';
import type { Gap } from '../../model/reading.ts';
import type { ManifestReader } from './resolve-blobs.ts';

/** Depth of indexes in indexes; real ones have one level, some builders make two. */
const maxDepth = 4;
/** Manifests read in search of a platform. */
const maxManifests = 64;

/** An image that stands under the reference, with what is known of it without reading more. */
export interface ImageOffer {
  readonly entry: Descriptor;
  /** As stated by the index, or else by the configuration; undefined where neither says. */
  readonly platform?: Platform;
  /** Digest of what the store lists, through which it was reached. */
  readonly root: string;
  /** The same, where that is an index. */
  readonly indexDigest?: string;
  /** Where they had to be read to know the platform. */
  readonly image?: ImageDocuments;
}

/** A manifest and its configuration. */
export interface ImageDocuments {
  readonly manifest: Extract<ManifestDocument, { kind: 'image' }>;
  readonly configuration: ConfigurationDocument;
}

interface Search {
  readonly reader: ManifestReader;
  readonly seen: Set<string>;
  readonly gaps: Gap[];
}

/**
 * Every image under the roots; when an index states the wanted platform, entries that state none are not read.
 *
 * out     offers in the order of the indexes; an index that lists itself, or lists too much, ends
 * gaps    of whatever could not be read on the way; of no concern when an offer serves
 */
export async function offersOf(
  reader: ManifestReader,
  roots: readonly Descriptor[],
): Promise<{ readonly offers: readonly ImageOffer[]; readonly gaps: readonly Gap[] }> {
  const search: Search = { reader, seen: new Set(), gaps: [] };
  const offers: ImageOffer[] = [];
  for (const root of roots) offers.push(...(await explore(search, root, { root: root.digest }, 0)));
  return { offers, gaps: search.gaps };
}

/** Reads the manifest of an entry and its configuration. */
export async function readImage(reader: ManifestReader, entry: Descriptor): Promise<ImageDocuments | Gap> {
  const document = await readDocument(reader, entry);
  if ('code' in document) return document;
  if (document.kind === 'image') return withConfiguration(reader, document);
  return reader.gap('manifest-invalid', `${entry.digest} is listed as an image and is none`);
}

type Way = Pick<ImageOffer, 'root' | 'indexDigest'>;

async function explore(search: Search, entry: Descriptor, way: Way, depth: number): Promise<readonly ImageOffer[]> {
  const { reader, seen, gaps } = search;
  if (seen.has(entry.digest)) return [];
  if (depth > maxDepth || seen.size >= maxManifests) {
    gaps.push(reader.gap('manifest-too-deep', `${reader.request.reference} has indexes within indexes, more than are read`));
    return [];
  }
  seen.add(entry.digest);
  const document = await readDocument(reader, entry);
  if ('code' in document) gaps.push(document);
  else if (document.kind === 'index') return exploreIndex(search, entry, document, { way, depth });
  else if (document.kind === 'image') {
    const image = await withConfiguration(reader, document);
    if (!('code' in image)) return [{ ...way, entry, image, ...statedPlatform(image.configuration.platform ?? entry.platform) }];
    gaps.push(image);
  }
  return [];
}

async function exploreIndex(
  search: Search,
  index: Descriptor,
  document: Extract<ManifestDocument, { kind: 'index' }>,
  { way, depth }: { readonly way: Way; readonly depth: number },
): Promise<readonly ImageOffer[]> {
  const onward = { ...way, indexDigest: way.indexDigest ?? index.digest };
  const entries = document.entries.filter((entry) => !isArtifactEntry(entry));
  const isStated = ({ platform, mediaType }: Descriptor) => platform !== undefined && !isIndexType(mediaType);
  const stated = entries.filter(isStated).map((entry) => ({ ...onward, entry, ...statedPlatform(entry.platform) }));
  if (stated.some(({ platform }) => platform === search.reader.request.platform)) return stated;
  search.gaps.push(...document.unreadable.map((detail) => search.reader.gap('manifest-invalid', detail)));
  const offers: ImageOffer[] = [...stated];
  for (const entry of entries) if (!isStated(entry)) offers.push(...(await explore(search, entry, onward, depth + 1)));
  return offers;
}

/** A verified manifest; artifacts are gaps here, and whoever looks through an index has passed the declared ones over already. */
async function readDocument(
  reader: ManifestReader,
  entry: Descriptor,
): Promise<Extract<ManifestDocument, { kind: 'index' | 'image' }> | Gap> {
  const bytes = await reader.read(entry, 'manifest');
  if (!(bytes instanceof Uint8Array)) return bytes;
  const document = readManifest(bytes);
  if (document.kind === 'index' || document.kind === 'image') return document;
  const code = { artifact: 'not-an-image', unsupported: 'manifest-unsupported', invalid: 'manifest-invalid' }[document.kind];
  return reader.gap(code, `${entry.digest}: ${document.detail}`);
}

async function withConfiguration(reader: ManifestReader, manifest: ImageDocuments['manifest']): Promise<ImageDocuments | Gap> {
  const bytes = await reader.read(manifest.configuration, 'configuration');
  if (!(bytes instanceof Uint8Array)) return bytes;
  const configuration = readConfiguration(bytes);
  if (typeof configuration !== 'string') return { manifest, configuration };
  return reader.gap('configuration-invalid', `${manifest.configuration.digest}: ${configuration}`);
}

function statedPlatform(platform: Platform | undefined): { readonly platform?: Platform } {
  return platform === undefined ? {} : { platform };
}
