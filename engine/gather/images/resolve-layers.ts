import type { Descriptor } from '../../formats/oci/descriptor.ts';
import { isLayerType } from '../../formats/oci/media-types.ts';
import type { ConfigurationDocument } from '../../formats/oci/read-configuration.ts';
import type { LayerReference } from '../../model/image.ts';
import type { Gap } from '../../model/reading.ts';
import type { ManifestReader } from './resolve-blobs.ts';
import { type ImageDocuments, type ImageOffer, readImage } from './resolve-offers.ts';
import type { FoundImage, NotFound } from './store.ts';

/**
 * The chosen image as the model has it.
 *
 * gaps    layers-differ (manifest and configuration disagree: no runtime starts such an image), layer-unsupported (listed all the same),
 *         configuration-invalid (a part of it, taken as empty), and those of reading
 */
export async function toImageManifest(
  reader: ManifestReader,
  offer: ImageOffer,
  before: readonly Gap[] = [],
): Promise<Pick<FoundImage, 'kind' | 'manifest' | 'gaps'> | NotFound> {
  const image = offer.image ?? (await readImage(reader, offer.entry));
  if ('code' in image) return { kind: 'failed', gaps: [...before, image] };
  const { manifest, configuration } = image;
  if (manifest.layers.length !== configuration.diffIds.length)
    return { kind: 'failed', gaps: [...before, disagreement(reader, image)] };
  return {
    kind: 'found',
    manifest: {
      reference: reader.request.reference,
      digest: offer.entry.digest,
      ...(offer.indexDigest !== undefined && { indexDigest: offer.indexDigest }),
      platform: offer.platform ?? configuration.platform ?? reader.request.platform,
      layers: manifest.layers.map((layer, position) => toLayer(layer, configuration, position)),
      configuration: configuration.configuration,
      annotations: manifest.annotations,
      store: reader.store,
    },
    gaps: [
      ...before,
      ...configuration.troubles.map((detail) => reader.gap('configuration-invalid', detail)),
      ...manifest.layers
        .filter(({ mediaType }) => mediaType !== '' && !isLayerType(mediaType))
        .map((layer) => unsupported(reader, layer)),
    ],
  };
}

function toLayer(
  { digest, mediaType, sizeBytes = 0 }: Descriptor,
  document: ConfigurationDocument,
  position: number,
): LayerReference {
  const createdBy = document.createdBy[position];
  return { digest, diffId: document.diffIds[position] ?? '', mediaType, sizeBytes, ...(createdBy && { createdBy }) };
}

function disagreement(reader: ManifestReader, { manifest, configuration }: ImageDocuments): Gap {
  const detail = `the manifest lists ${manifest.layers.length} layers and the configuration ${configuration.diffIds.length}; build or push the image again`;
  return reader.gap('layers-differ', detail);
}

function unsupported(reader: ManifestReader, { digest, mediaType }: Descriptor): Gap {
  return { ...reader.gap('layer-unsupported', `a layer is of type ${mediaType}, which Plimsoll does not read`), layer: digest };
}
