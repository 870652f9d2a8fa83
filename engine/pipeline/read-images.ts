import type { ReadSbom } from '../formats/sbom/sbom.ts';
import { type BaseSubject, findBases, type KnownBase } from '../gather/images/find-bases.ts';
import { findImage } from '../gather/images/find-image.ts';
import type { FoundImage } from '../gather/images/store.ts';
import type { BaseImage, Platform, Referrer } from '../model/image.ts';
import type { Gap, Reading } from '../model/reading.ts';
import type { ReleaseImage } from '../model/release.ts';
import { keepImages, keyOfImage, recallImages } from './recall-images.ts';
import type { SoughtImage } from './to-release-image.ts';
import type { LayerOfImage, RunListener, StageOptions, World } from './world.ts';

/** The images of a release, and what could not be read of them. */
export interface ReadImages {
  /** Ordered by reference and platform. */
  readonly images: readonly ReleaseImage[];
  readonly gaps: readonly Gap[];
}

/** Images looked up at the same time; registries are slower than processors. */
const lookups = 8;

type Sought = Omit<SoughtImage, 'base'>;

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
  // What comes after the layers is loaded while they are read.
  const folding = changed.length > 0 ? import('./to-release-image.ts') : undefined;
  options.onReading?.();
  const readings = await reading;
  const fold = (await folding)?.toReleaseImage;
  const folded = new Map(changed.map((subject) => [subject.key, fold?.(subject, readings)]));
  const read = subjects.flatMap((subject) => {
    const image = known.get(subject.key) ?? folded.get(subject.key);
    const isWhole = known.has(subject.key) || layersOf(subject).every(({ layer }) => readings.get(layer.digest)?.complete);
    return image ? [{ key: subject.key, isWhole, ...image }] : [];
  });
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
interface Subject extends SoughtImage {
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
