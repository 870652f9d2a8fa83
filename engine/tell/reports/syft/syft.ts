import type { Release, ReleaseImage } from '../../../model/release.ts';
import { jsonPieces } from '../json-pieces.ts';
import { sha256Of, splitReference } from '../sbom-facts.ts';
import { gapsByImage, isIncomplete, type SbomScope, uuidOf } from '../sbom-scope.ts';
import { toArtifact } from './artifact.ts';

/** The version of Syft's own form that is written. */
export const syftVersion = '16.0.18';

/**
 * One image as Syft's own JSON, which Grype reads: its packages with what Grype matches them by, its distribution, its layers.
 *
 * out     in pieces, deterministic; gaps under `descriptor.configuration`, as the form has no place for them
 * source  Syft, schema/json, schema-16.0.18.json
 */
export function toSyftJson(release: Release, image: ReleaseImage): Iterable<string> {
  const gaps = gapsByImage(release);
  const scope: SbomScope = { kind: 'image', image };
  return jsonPieces({
    head: {},
    lists: [['artifacts', () => image.packages.map((item, index) => toArtifact(item, index))]],
    tail: {
      artifactRelationships: [],
      source: sourceOf(image, uuidOf(release, scope, 'syft')),
      distro: distroOf(image),
      descriptor: {
        name: 'plimsoll',
        version: release.engine,
        configuration: {
          incomplete: isIncomplete(image, gaps),
          gaps: (gaps.get(image.reference) ?? []).map(({ code, path, detail }) => ({ code, ...(path && { path }), detail })),
        },
      },
      schema: {
        version: syftVersion,
        url: `https://raw.githubusercontent.com/anchore/syft/main/schema/json/schema-${syftVersion}.json`,
      },
    },
  });
}

function sourceOf(image: ReleaseImage, id: string): object {
  const { reference, digest, platform, layers } = image;
  const [os = '', architecture = ''] = platform.split('/');
  const { name, version } = splitReference(reference);
  return {
    id,
    name,
    version,
    type: 'image',
    metadata: {
      userInput: reference,
      imageID: '',
      manifestDigest: digest ?? '',
      mediaType: '',
      tags: reference.includes('@') ? [] : [reference],
      imageSize: layers.reduce((sum, layer) => sum + layer.sizeBytes, 0),
      layers: layers.map((layer) => ({ mediaType: layer.mediaType, digest: layer.digest, size: layer.sizeBytes })),
      repoDigests: sha256Of(digest) ? [`${name}@${digest}`] : [],
      architecture,
      os,
    },
  };
}

function distroOf({ distribution }: ReleaseImage): object {
  if (!distribution) return {};
  const { id, like, versionId, codename, variant, title } = distribution;
  return {
    name: id,
    id,
    idLike: like,
    ...(versionId && { versionID: versionId }),
    ...(codename && { versionCodename: codename }),
    ...(variant && { variantID: variant }),
    ...(title && { prettyName: title }),
  };
}
