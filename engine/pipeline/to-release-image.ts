import { entriesOf } from '../gather/images/entry-table.ts';
import type { LayerStack } from '../gather/images/find-entry.ts';
import { foldLayers } from '../gather/images/fold-layers.ts';
import { findHidden } from '../gather/images/hidden-content.ts';
import { findHiddenFiles } from '../gather/images/hidden-files.ts';
import { findFacts } from '../gather/images/image-facts.ts';
import type { DescribedImage, FoundImage, NotFound } from '../gather/images/store.ts';
import type { BaseImage, ImageManifest, Platform, Referrer } from '../model/image.ts';
import type { LayerReading } from '../model/layer.ts';
import type { Gap, Reading } from '../model/reading.ts';
import type { ReadStatus, RecordedLayer, ReleaseImage } from '../model/release.ts';
import type { ReadImage } from './recall-images.ts';

/** What became of looking for an image. */
export interface SoughtImage {
  readonly reference: string;
  readonly platform: Platform;
  readonly found: FoundImage | DescribedImage | NotFound;
  readonly attached: Reading<Referrer>;
  readonly base: BaseImage | null;
}

/** Gaps that say that an image has a form which is not read, rather than that reading it went wrong. */
const unsupportedCodes = new Set(['manifest-unsupported', 'database-unsupported', 'platform-missing', 'platform-unavailable']);

/**
 * An image of the release: its layers folded into content, or why there is none.
 *
 * in      the readings of its layers, by digest
 * gaps    those of the store, of folding, and image-empty
 */
export function toReleaseImage(
  { reference, platform, found, attached, base }: SoughtImage,
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
