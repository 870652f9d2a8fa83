import type { Descriptor } from '../../formats/oci/descriptor.ts';
import { isForeignLayerType } from '../../formats/oci/media-types.ts';
import { maxArtifactBytes } from '../../formats/oci/read-artifact.ts';
import { maxConfigurationBytes } from '../../formats/oci/read-configuration.ts';
import { maxManifestBytes } from '../../formats/oci/read-manifest.ts';
import { canonicalize, parseReference, type Reference, toCanonical } from '../../formats/reference/reference.ts';
import { attachedTo } from '../../gather/images/find-attached.ts';
import type { ManifestSource } from '../../gather/images/resolve-blobs.ts';
import { resolveImage } from '../../gather/images/resolve-image.ts';
import type { FoundImage, ImageRequest, ImageStore, NotFound } from '../../gather/images/store.ts';
import type { LayerReference } from '../../model/image.ts';
import type { Gap, Reading } from '../../model/reading.ts';
import { type BlobPlace, readBlob, streamBlob } from './local-blob.ts';

const unit = 'adapters/images';
const limits = { manifest: maxManifestBytes, configuration: maxConfigurationBytes, artifact: maxArtifactBytes };

/** An image that a layout lists by name. */
export interface NamedEntry {
  /** Canonical references. */
  readonly names: ReadonlySet<string>;
  /** What leads to it; asked only when the name is wanted, since some have to be worked out. */
  readonly describe: () => Promise<Descriptor | Gap>;
  /** Known without asking; absent where no manifest is stored. */
  readonly digest?: string;
}

/** Blobs on this machine with the list of what is named among them: a layout folder, or an archive. */
export interface LocalLayout {
  /** As the user would name it. */
  readonly path: string;
  readonly entries: readonly NamedEntry[];
  readonly locate: (digest: string) => Promise<BlobPlace | undefined>;
  /** Manifests that are stored nowhere and were made. */
  readonly made: ReadonlyMap<string, Uint8Array>;
  /** What names a digest as its subject; absent where that is not kept. */
  readonly referrersOf?: (digest: string) => Promise<readonly Descriptor[]>;
  /** What is wrong with it as a whole; said of each image that is read from it. */
  readonly gaps: readonly Gap[];
}

/** What a store found when it looked at its folders or files. */
export interface LocalContent {
  readonly layouts: readonly LocalLayout[];
  /** Folders and files that could not be read: an image that is not found may be in them. */
  readonly gaps: readonly Gap[];
}

/**
 * A store of layouts on this machine. They are looked at once, when the first image is asked for.
 *
 * gaps    blob-missing, blob-unreadable, digest-unknown (a stored image goes by the name, but nothing shows that it has the digest),
 *         those of the layouts and of `resolveImage`
 */
export function createLocalStore(id: string, load: () => Promise<LocalContent>): ImageStore {
  let content: Promise<LocalContent> | undefined;
  return {
    id,
    async find(request) {
      content ??= load();
      return findIn(id, await content, request);
    },
    async list() {
      content ??= load();
      const { layouts, gaps } = await content;
      const listed = await Promise.all(layouts.map(listLayout));
      return {
        items: [...new Set(listed.flatMap(({ items }) => items))],
        gaps: [...gaps, ...listed.flatMap((each) => each.gaps)],
      };
    },
    async close() {
      content = undefined;
    },
  };
}

/** By name; where none has one, by the path and digest. Beside images with names, those without are parts of them: platforms, attestations. */
async function listLayout({ path, entries, gaps }: LocalLayout): Promise<Reading<string>> {
  const names = entries.flatMap(({ names }) => [...names].slice(0, 1));
  if (names.length > 0) return { items: names, gaps: [] };
  const roots = await Promise.all(entries.map(({ describe }) => describe()));
  const name = path.replace(/^.*[\\/]|\.tar$/g, '').toLowerCase();
  const named = (digest: string) => canonicalize(`${name}@${digest}`) ?? canonicalize(`unnamed@${digest}`) ?? [];
  return {
    items: roots.flatMap((root) => ('code' in root ? [] : named(root.digest))),
    gaps: [...gaps, ...roots.filter((root) => 'code' in root)],
  };
}

async function findIn(id: string, content: LocalContent, request: ImageRequest): Promise<FoundImage | NotFound> {
  const reference = parseReference(request.reference);
  if (!reference) return { kind: 'failed', gaps: [gapOf('reference-invalid', `${request.reference} is no image reference`)] };
  const hits = await (reference.digest === undefined ? byName(content.layouts, reference) : byDigest(content.layouts, reference));
  const troubles = hits.flatMap(({ root }) => ('code' in root ? [root] : []));
  const roots = hits.flatMap(({ root }) => ('code' in root ? [] : [root]));
  if (roots.length === 0) {
    const gaps = [...content.gaps, ...troubles].map((gap) => ({ ...gap, image: request.reference }));
    return gaps.length > 0 ? { kind: 'failed', gaps } : { kind: 'absent', gaps: [] };
  }
  const layouts = [...new Set(hits.map(({ layout }) => layout))];
  const source = sourceOf(id, layouts);
  const found = await resolveImage(request, distinct(roots), source);
  const gaps = layouts.flatMap((layout) => layout.gaps.map((gap) => ({ ...gap, image: request.reference })));
  if (found.kind !== 'found') return { ...found, gaps: [...gaps, ...found.gaps] };
  const places = await locateAll(found.manifest.layers, layouts);
  const attached = attachedTo(found.manifest, { ...source, referrersOf: (digest) => referrersIn(layouts, digest) });
  const document: FoundImage['document'] = (digest, kind) => source.read({ digest, mediaType: '', annotations: {} }, kind);
  return { ...found, gaps: [...gaps, ...found.gaps], ...opening(id, places), document, attached };
}

async function referrersIn(layouts: readonly LocalLayout[], digest: string): Promise<Reading<Descriptor>> {
  const found = await Promise.all(layouts.map((layout) => layout.referrersOf?.(digest) ?? []));
  return { items: found.flat(), gaps: [] };
}

interface Hit {
  readonly layout: LocalLayout;
  readonly root: Descriptor | Gap;
}

async function byName(layouts: readonly LocalLayout[], reference: Reference): Promise<readonly Hit[]> {
  const name = toCanonical(reference);
  const hits: Hit[] = [];
  for (const layout of layouts)
    for (const entry of layout.entries) if (entry.names.has(name)) hits.push({ layout, root: await entry.describe() });
  return hits;
}

/** A digest is the content, so the name that it is stored under does not matter. */
async function byDigest(layouts: readonly LocalLayout[], reference: Reference): Promise<readonly Hit[]> {
  const { digest = '', ...name } = reference;
  const root: Descriptor = { digest, mediaType: '', annotations: {} };
  for (const layout of layouts)
    if (layout.made.has(digest) || layout.entries.some((entry) => entry.digest === digest) || (await layout.locate(digest)))
      return [{ layout, root }];
  const made = await unnamedWith(digest, layouts);
  if (made.length > 0) return made;
  const unknown = (layout: LocalLayout) =>
    gapOf('digest-unknown', `${layout.path} has ${toCanonical(name)}, and nothing in it shows that this is ${digest}`);
  return layouts
    .filter(({ entries }) => entries.some((entry) => entry.digest === undefined && entry.names.has(toCanonical(name))))
    .map((layout) => ({ layout, root: unknown(layout) }));
}

/** What archives hold without a name and without a manifest has only the digest of the manifest that is made for it, as lists say it. */
async function unnamedWith(digest: string, layouts: readonly LocalLayout[]): Promise<readonly Hit[]> {
  for (const layout of layouts)
    for (const { names, digest: stored, describe } of layout.entries) {
      const root = names.size === 0 && stored === undefined ? await describe() : undefined;
      if (root && !('code' in root) && root.digest === digest) return [{ layout, root }];
    }
  return [];
}

function distinct(roots: readonly Descriptor[]): readonly Descriptor[] {
  return [...new Map(roots.map((root) => [root.digest, root])).values()];
}

function sourceOf(id: string, layouts: readonly LocalLayout[]): ManifestSource {
  return {
    id,
    async read({ digest }, kind) {
      const made = layouts.map((layout) => layout.made.get(digest)).find(Boolean);
      if (made) return made;
      const place = await locate(digest, layouts);
      if (!place) return gapOf('blob-missing', `${pathsOf(layouts)} does not hold ${digest}, the ${kind} of the image`);
      try {
        return await readBlob(place, limits[kind]);
      } catch (error) {
        return gapOf('blob-unreadable', `${digest} in ${pathsOf(layouts)} cannot be read: ${(error as Error).message}`);
      }
    },
  };
}

async function locate(digest: string, layouts: readonly LocalLayout[]): Promise<BlobPlace | undefined> {
  for (const layout of layouts) {
    const place = await layout.locate(digest);
    if (place) return place;
  }
  return undefined;
}

async function locateAll(
  layers: readonly LayerReference[],
  layouts: readonly LocalLayout[],
): Promise<ReadonlyMap<string, BlobPlace>> {
  const places = new Map<string, BlobPlace>();
  for (const { digest } of layers) {
    const place = places.has(digest) ? undefined : await locate(digest, layouts);
    if (place) places.set(digest, place);
  }
  return places;
}

function opening(id: string, places: ReadonlyMap<string, BlobPlace>): Pick<FoundImage, 'open' | 'path'> {
  return {
    path: ({ digest }) => places.get(digest),
    async open({ digest, mediaType }, signal) {
      const place = places.get(digest);
      if (place) return streamBlob(place, signal);
      throw new Error(`${id} does not hold layer ${digest}${whyMissing(mediaType)}`);
    },
  };
}

function whyMissing(mediaType: string): string {
  return isForeignLayerType(mediaType)
    ? ', which is of a kind that stores may leave out; ask its publisher'
    : '; save the image again';
}

function pathsOf(layouts: readonly LocalLayout[]): string {
  return layouts.map(({ path }) => path).join(', ');
}

function gapOf(code: string, detail: string): Gap {
  return { code, unit, detail };
}
