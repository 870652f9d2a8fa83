import type { ReadSbom } from '../formats/sbom/sbom.ts';
import { entriesOf } from '../gather/images/entry-table.ts';
import { type BaseSubject, findBases, type KnownBase } from '../gather/images/find-bases.ts';
import type { LayerStack } from '../gather/images/find-entry.ts';
import { findImage } from '../gather/images/find-image.ts';
import { foldLayers } from '../gather/images/fold-layers.ts';
import { findHidden } from '../gather/images/hidden-content.ts';
import { findHiddenFiles } from '../gather/images/hidden-files.ts';
import { findFacts } from '../gather/images/image-facts.ts';
import type { DescribedImage, FoundImage, NotFound } from '../gather/images/store.ts';
import type { BaseImage, ImageManifest, Platform, Referrer } from '../model/image.ts';
import type { LayerReading } from '../model/layer.ts';
import type { Gap, Reading } from '../model/reading.ts';
import type { ReadStatus, RecordedLayer, ReleaseImage } from '../model/release.ts';
import { keepImages, keyOfImage, type ReadImage, recallImages } from './recall-images.ts';
import type { LayerOfImage, RunListener, StageOptions, World } from './world.ts';

/** The images of a release, and what could not be read of them. */
export interface ReadImages {
  /** Ordered by reference and platform. */
  readonly images: readonly ReleaseImage[];
  readonly gaps: readonly Gap[];
}

/** Images looked up at the same time; registries are slower than processors. */
const lookups = 8;

/** Gaps that say that an image has a form which is not read, rather than that reading it went wrong. */
const unsupportedCodes = new Set(['manifest-unsupported', 'database-unsupported', 'platform-missing', 'platform-unavailable']);

interface Sought {
  readonly reference: string;
  readonly platform: Platform;
  readonly found: FoundImage | DescribedImage | NotFound;
  readonly attached: Reading<Referrer>;
}

/**
 * What is inside the images: each is looked up, each distinct layer is read once, and layers are folded into contents.
 *
 * in      canonical references; platforms; every image is expected on every platform
 * gaps    those of the stores, layers and catalogers; image-empty (read to the end, and nothing was recognized)
 */
export async function readImages(
  references: readonly string[],
  platforms: readonly Platform[],
  world: Pick<World, 'stores' | 'readLayers' | 'expectLayers' | 'contents' | 'readSbom'>,
  options: {
    readonly listener: RunListener;
    readonly signal?: AbortSignal;
    readonly knownBases?: readonly KnownBase[];
    readonly attached?: boolean;
    /** Called once layers are being read: other threads are at work, and this one has time. */
    readonly onReading?: () => void;
  },
): Promise<ReadImages> {
  const { listener, signal } = options;
  const stage: StageOptions = { onStep: (done, total, what) => listener.step(done, total, what), ...(signal && { signal }) };
  listener.stage('Finding images');
  const known = await recallImages(world.contents);
  const digests = new Set([...known.values()].map(({ image }) => image.digest));
  const onFound = (found: FoundImage) => {
    if (!digests.has(found.manifest.digest)) world.expectLayers?.(layersOf({ found }), signal);
  };
  const sought = await findAll(references, platforms, world, { ...stage, onFound });
  const bases = findBases(toBaseSubjects(sought), options.knownBases);
  const subjects = sought.map((one) => toSubject(one, bases));
  const changed = subjects.filter(({ key }) => !known.has(key));
  listener.stage('Reading layers');
  const reading = world.readLayers(changed.flatMap(layersOf), stage);
  options.onReading?.();
  const readings = await reading;
  const read = subjects.map((subject) => ({
    key: subject.key,
    isWhole: known.has(subject.key) || layersOf(subject).every(({ layer }) => readings.get(layer.digest)?.complete),
    ...(known.get(subject.key) ?? toReleaseImage(subject, readings)),
  }));
  if (changed.length > 0)
    await keepImages(
      world.contents,
      read.filter(({ isWhole }) => isWhole),
    );
  const images = { images: read.map(({ image }) => image), gaps: read.flatMap(({ gaps }) => gaps) };
  return options.attached && world.readSbom ? withComparedSboms(images, sought, world.readSbom) : images;
}

/** What compares them is only loaded where it is asked for. */
async function withComparedSboms(
  { images, gaps }: ReadImages,
  sought: readonly Sought[],
  readSbom: ReadSbom,
): Promise<ReadImages> {
  const { compareAttached } = await import('./compare-attached.ts');
  const compared = await Promise.all(
    images.map(async (image, at) => {
      const { found, attached } = sought[at] ?? {};
      if (found?.kind !== 'found' || !attached) return { image, gaps: [] };
      const { items, gaps } = await compareAttached(found, image, { attached: attached.items, readSbom });
      return { image: items.length > 0 ? { ...image, comparedSboms: items } : image, gaps };
    }),
  );
  return { images: compared.map(({ image }) => image), gaps: [...gaps, ...compared.flatMap((one) => one.gaps)] };
}

/** An image that was looked for, with all that its content follows from. */
interface Subject extends Sought {
  readonly base: BaseImage | null;
  readonly key: string;
}

function toSubject(one: Sought, bases: ReadonlyMap<string, BaseImage>): Subject {
  const { found, ...rest } = one;
  const base = (found.kind === 'found' && bases.get(found.manifest.digest)) || null;
  const plain = found.kind === 'found' ? [found.manifest, found.gaps] : found;
  return { ...one, base, key: keyOfImage([rest, plain, base]) };
}

function layersOf({ found }: Pick<Sought, 'found'>): readonly LayerOfImage[] {
  return found.kind === 'found' ? found.manifest.layers.map((layer) => ({ layer, image: found })) : [];
}

async function findAll(
  references: readonly string[],
  platforms: readonly Platform[],
  world: Pick<World, 'stores'>,
  stage: StageOptions & { readonly onFound: (image: FoundImage) => void },
) {
  const wanted = references.flatMap((reference) => platforms.map((platform) => ({ reference, platform })));
  const sought: Sought[] = [];
  const pending = [...wanted.entries()];
  let done = 0;
  const work = async (): Promise<void> => {
    for (let next = pending.shift(); next; next = pending.shift()) {
      const [index, request] = next;
      const found = await findImage(world.stores, { ...request, ...(stage.signal && { signal: stage.signal }) });
      if (found.kind === 'found') stage.onFound(found);
      sought[index] = { ...request, found, attached: await listAttached(found, stage.signal) };
      done += 1;
      stage.onStep?.(done, wanted.length, request.reference);
    }
  };
  await Promise.all(Array.from({ length: lookups }, work));
  return sought;
}

async function listAttached(found: Sought['found'], signal: AbortSignal | undefined): Promise<Reading<Referrer>> {
  const listed = found.kind === 'found' ? await found.attached?.list(signal) : undefined;
  return listed ?? { items: [], gaps: [] };
}

/** One for each distinct manifest, with every reference that leads to it. */
function toBaseSubjects(sought: readonly Sought[]): BaseSubject[] {
  const named = sought.flatMap(({ reference, found }) =>
    found.kind === 'found' ? [{ reference, manifest: found.manifest }] : [],
  );
  return [...Map.groupBy(named, ({ manifest }) => manifest.digest).values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const { digest, indexDigest, layers, annotations, configuration } = first.manifest;
    return {
      digest,
      ...(indexDigest && { indexDigest }),
      references: [first, ...others].map(({ reference }) => reference).toSorted(),
      diffIds: layers.map(({ diffId }) => diffId),
      layerDigests: layers.map((layer) => layer.digest),
      annotations,
      labels: configuration.labels,
    };
  });
}

function toReleaseImage(
  { reference, platform, found, attached, base }: Subject,
  readings: ReadonlyMap<string, LayerReading>,
): ReadImage {
  if (found.kind === 'described') return fromDocument(reference, platform, found);
  if (found.kind !== 'found') {
    const status = found.gaps.some(({ code }) => unsupportedCodes.has(code)) ? 'unsupported' : 'failed';
    return { image: { ...unread, reference, platform, status }, gaps: found.gaps };
  }
  const { manifest } = found;
  const baseLayers = base?.layers ?? 0;
  const folded = foldLayers({ image: reference, layers: manifest.layers.map(({ digest }) => digest), readings, baseLayers });
  const status = statusOf(
    manifest.layers.map(({ digest }) => readings.get(digest)),
    folded,
  );
  const facts = findFacts(folded.stack, manifest.configuration);
  const image: ReleaseImage = {
    reference,
    platform,
    status,
    digest: manifest.digest,
    ...(manifest.indexDigest !== undefined && { indexDigest: manifest.indexDigest }),
    ...(manifest.variants && { variants: manifest.variants }),
    store: manifest.store,
    layers: toLayers(manifest, folded.stack, baseLayers),
    configuration: manifest.configuration,
    annotations: manifest.annotations,
    distribution: folded.distribution ?? null,
    packages: folded.packages,
    removed: folded.removed,
    base,
    ...(facts && { facts }),
    ...(attached.items.length > 0 && { attached: attached.items }),
  };
  return { image, gaps: [...found.gaps, ...attached.gaps, ...folded.gaps, ...(status === 'empty' ? [emptyGap(reference)] : [])] };
}

function toLayers({ layers }: ImageManifest, stack: LayerStack, baseLayers: number): RecordedLayer[] {
  const hidden = findHidden(stack);
  return layers.map((layer, index) => {
    const reading = stack[index];
    const { bytes, largest } = hidden[index] ?? {};
    return {
      ...layer,
      fromBase: index < baseLayers,
      ...(reading?.facts && {
        uncompressedBytes: reading.uncompressedBytes,
        contentBytes: entriesOf(reading)?.sizeOf(0, reading.paths.length) ?? 0,
      }),
      ...(bytes !== undefined && { hiddenBytes: bytes }),
      ...(largest && largest.length > 0 && { hidden: largest }),
      ...digestsOf(stack, index),
    };
  });
}

function digestsOf(stack: LayerStack, index: number): Pick<RecordedLayer, 'fileDigests' | 'hiddenFiles'> {
  const fileDigests = stack[index]?.fileDigests;
  if (!fileDigests) return {};
  const hiddenFiles = findHiddenFiles(stack, index);
  return { fileDigests, ...(hiddenFiles.length > 0 && { hiddenFiles }) };
}

/** An SBOM stands in place of layers: there is nothing of them to tell. */
function fromDocument(reference: string, platform: Platform, found: DescribedImage) {
  const { store, digest, distribution, packages, gaps } = found;
  const status: ReadStatus = packages.length > 0 ? 'read' : 'empty';
  const image: ReleaseImage = { ...unread, reference, platform, status, digest, store, distribution, packages };
  return { image, gaps: status === 'empty' ? [...gaps, emptyDocumentGap(reference)] : gaps };
}

const unread: Omit<ReleaseImage, 'reference' | 'platform' | 'status'> = {
  digest: null,
  store: null,
  layers: [],
  configuration: null,
  annotations: {},
  distribution: null,
  packages: [],
};

function statusOf(
  readings: readonly (LayerReading | undefined)[],
  folded: { readonly packages: readonly unknown[]; readonly gaps: readonly Gap[] },
): ReadStatus {
  if (readings.some((reading) => !reading?.complete)) return 'failed';
  if (folded.packages.length > 0) return 'read';
  return folded.gaps.some(({ code }) => unsupportedCodes.has(code)) ? 'unsupported' : 'empty';
}

function emptyGap(image: string): Gap {
  return {
    code: 'image-empty',
    unit: 'pipeline',
    image,
    detail: 'Every layer was read and no package was recognized, so nothing can be said of what is in it.',
  };
}

function emptyDocumentGap(image: string): Gap {
  const detail = 'Its SBOM was read and names no package that can be judged, so nothing can be said of what is in it.';
  return { code: 'image-empty', unit: 'pipeline', image, detail };
}
