import { factsBesidePurl } from '../../formats/sbom/to-package.ts';
import type { Distribution } from '../../model/distribution.ts';
import type { InstalledPackage } from '../../model/package.ts';
import type { RecordedLayer, ReleaseImage } from '../../model/release.ts';

/** A name with its value, as CycloneDX has properties and SPDX annotations. */
export type Fact = readonly [name: string, value: string];

/** What Plimsoll says of an image for which the formats have no field. */
export function imageFacts({ reference, platform, status, base, removed = [], attached = [] }: ReleaseImage): readonly Fact[] {
  return [
    ['plimsoll:reference', reference],
    ['plimsoll:platform', platform],
    ['plimsoll:status', status],
    ...(base
      ? [
          [
            'plimsoll:base',
            `${base.name ?? 'unnamed'}${base.digest ? `@${base.digest}` : ''} (${base.layers} layers, by ${base.how})`,
          ] as const,
        ]
      : []),
    ...attached.map(({ type, digest }): Fact => ['plimsoll:attached', `${digest} ${type}`]),
    ...removed.map(
      ({ purl, broughtBy, removedBy }): Fact => ['plimsoll:removed', `${purl} brought by ${broughtBy} removed by ${removedBy}`],
    ),
  ];
}

/** Likewise of a layer. */
export function layerFacts(layer: RecordedLayer): readonly Fact[] {
  return [
    ['plimsoll:diffId', layer.diffId],
    ['plimsoll:mediaType', layer.mediaType],
    ['plimsoll:sizeBytes', String(layer.sizeBytes)],
    ['plimsoll:fromBase', String(layer.fromBase)],
    ...(layer.hiddenBytes === undefined ? [] : [['plimsoll:hiddenBytes', String(layer.hiddenBytes)] as const]),
    ...(layer.createdBy ? [['plimsoll:createdBy', layer.createdBy] as const] : []),
  ];
}

/** Likewise of a package: all that it is judged by is in the purl or here. */
export function packageFacts(item: InstalledPackage): readonly Fact[] {
  return [
    ...factsBesidePurl(item),
    ['plimsoll:certainty', item.certainty],
    ['plimsoll:fromBase', String(item.fromBase)],
    ...(item.ownedBy ? [['plimsoll:ownedBy', item.ownedBy] as const] : []),
    ...(item.sizeBytes === undefined ? [] : [['plimsoll:sizeBytes', String(item.sizeBytes)] as const]),
    ...item.places.map(({ layer, path }): Fact => ['plimsoll:place', `${layer} ${path}`.trim()]),
    ...(item.lockFiles ?? []).map(({ layer, path }): Fact => ['plimsoll:lockFile', `${layer} ${path}`.trim()]),
  ];
}

/** Likewise of a distribution; the names are those that Syft gives to what it says beside id and version. */
export function distributionFacts({ id, like, codename, variant, title, path }: Distribution): readonly Fact[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['id', id],
    ['idLike', like.join(' ')],
    ['versionCodename', codename],
    ['variantID', variant],
    ['prettyName', title],
    ['path', path],
  ];
  return facts.flatMap(([name, value]) => (value ? [[`plimsoll:${name}`, value] as const] : []));
}

/**
 * Which layer each package is shown in: the one that first brought it.
 *
 * out     by index of the layer, the packages in their order; under -1 those of no layer that the image has
 */
export function packagesByLayer({ layers, packages }: ReleaseImage): ReadonlyMap<number, readonly number[]> {
  const indexes = new Map(layers.map(({ digest }, index) => [digest, index] as const).reverse());
  return Map.groupBy(packages.keys(), (index) => indexes.get(packages[index]?.places[0]?.layer ?? '') ?? -1);
}

/** Repository and tag of a canonical reference; the digest stands for a tag that is not there. */
export function splitReference(reference: string): { readonly name: string; readonly version: string } {
  const [tagged = '', digest] = reference.split('@');
  const colon = tagged.indexOf(':', tagged.lastIndexOf('/'));
  const name = colon < 0 ? tagged : tagged.slice(0, colon);
  return { name, version: colon < 0 ? (digest ?? '') : tagged.slice(colon + 1) };
}

/**
 * The purl of an image; undefined where its digest is not known.
 *
 * source  purl-spec, oci type: the name is the last part of the repository, in small letters
 */
export function imagePurl({ reference, digest }: ReleaseImage): string | undefined {
  if (digest === null) return undefined;
  const { name, version } = splitReference(reference);
  const last = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  const tag = version.includes(':') ? '' : `&tag=${encodeURIComponent(version)}`;
  return `pkg:oci/${encodeURIComponent(last)}@${encodeURIComponent(digest)}?repository_url=${encodeURIComponent(name).replaceAll('%2F', '/')}${tag}`;
}

/** The hexadecimal part of a sha256 digest; undefined for any other. */
export function sha256Of(digest: string | null): string | undefined {
  return digest ? /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1] : undefined;
}
