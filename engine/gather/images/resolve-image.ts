import type { Descriptor } from '../../formats/oci/descriptor.ts';
import { normalizePlatform, platformDistance } from '../../formats/oci/platform.ts';
import type { Platform } from '../../model/image.ts';
import type { Gap } from '../../model/reading.ts';
import { createManifestReader, type ManifestReader, type ManifestSource } from './resolve-blobs.ts';
import { toImageManifest } from './resolve-layers.ts';
import { type ImageOffer, offersOf } from './resolve-offers.ts';
import type { FoundImage, ImageRequest, NotFound } from './store.ts';

/** An image as its manifest and configuration tell it, before a store adds how its layers are opened. */
export type ResolvedImage = Pick<FoundImage, 'kind' | 'manifest' | 'gaps'>;

/**
 * From what a store has under a name to the one image for a platform: through indexes, past attestations, to the configuration.
 *
 * in      the descriptors that the store lists under the reference; several are told apart by their platforms
 * out     the image, every blob read verified against its digest; or why there is none
 * gaps    blob-missing, digest-differs, manifest-invalid, manifest-unsupported, manifest-too-deep, not-an-image, platform-missing,
 *         platform-differs (read all the same), reference-ambiguous, configuration-invalid, layers-differ, layer-unsupported
 * cost    reads the manifests on the way to the platform; the others only where an index does not state platforms
 */
export async function resolveImage(
  request: ImageRequest,
  roots: readonly Descriptor[],
  source: ManifestSource,
): Promise<ResolvedImage | NotFound> {
  const reader = createManifestReader({ ...request, platform: normalizePlatform(request.platform) }, source);
  const { offers, gaps } = await offersOf(reader, roots);
  const [best, ...rivals] = bestOf(offers, reader.request.platform);
  if (!best) return onlyOne(reader, offers) ?? failed(withReason(reader, offers, gaps));
  if (rivals.some(({ root }) => root !== best.root))
    return failed([
      reader.gap('reference-ambiguous', `${source.id} has more than one image of this name; name it by its digest`),
    ]);
  return withVariants(await toImageManifest(reader, best), best, offers);
}

/** What else the index offers is part of what the name means. */
function withVariants<Answer extends ResolvedImage | NotFound>(
  answer: Answer,
  { indexDigest }: ImageOffer,
  offers: readonly ImageOffer[],
): Answer {
  if (answer.kind !== 'found' || indexDigest === undefined) return answer;
  const variants = offers
    .flatMap(({ platform, entry, indexDigest: of }) =>
      platform !== undefined && of === indexDigest ? [{ platform, digest: entry.digest }] : [],
    )
    .toSorted((a, b) => (`${a.platform} ${a.digest}` < `${b.platform} ${b.digest}` ? -1 : 1));
  return { ...answer, manifest: { ...answer.manifest, variants } };
}

/** The offers that serve the platform best; several only when they serve it equally well. */
function bestOf(offers: readonly ImageOffer[], wanted: Platform): readonly ImageOffer[] {
  const rated = offers
    .map((offer) => ({ offer, distance: offer.platform === undefined ? 0 : platformDistance(wanted, offer.platform) }))
    .filter((rating): rating is { offer: ImageOffer; distance: number } => rating.distance !== undefined);
  const least = Math.min(...rated.map(({ distance }) => distance));
  return rated.filter(({ distance }) => distance === least).map(({ offer }) => offer);
}

/** A name that leads to one image and no index is that image, whatever it is built for: so a node would run it. */
function onlyOne(reader: ManifestReader, offers: readonly ImageOffer[]): Promise<ResolvedImage | NotFound> | undefined {
  const [only, ...others] = offers;
  if (!only || others.length > 0 || only.indexDigest !== undefined) return undefined;
  const { platform, reference } = reader.request;
  const detail = `${reference} is built for ${only.platform} and for nothing else; it was read in place of ${platform}`;
  return toImageManifest(reader, only, [reader.gap('platform-differs', detail)]);
}

function withReason(reader: ManifestReader, offers: readonly ImageOffer[], gaps: readonly Gap[]): readonly Gap[] {
  const { platform, reference } = reader.request;
  const offered = [...new Set(offers.map((offer) => offer.platform))].sort().join(', ');
  if (offered) return [...gaps, reader.gap('platform-missing', `${reference} has no image for ${platform}; it has ${offered}`)];
  return gaps.length > 0 ? gaps : [reader.gap('not-an-image', `${reference} holds no container image`)];
}

function failed(gaps: readonly Gap[]): NotFound {
  return { kind: 'failed', gaps };
}
