import { unlistedLicenses } from '../../../formats/cyclonedx/unlisted-licenses.ts';
import { isLicenseExpression, isLicenseId } from '../../../formats/spdx/license.ts';
import type { Distribution } from '../../../model/distribution.ts';
import type { InstalledPackage } from '../../../model/package.ts';
import type { RecordedLayer, ReleaseImage } from '../../../model/release.ts';
import {
  distributionFacts,
  type Fact,
  imageFacts,
  imagePurl,
  layerFacts,
  packageFacts,
  packagesByLayer,
  sha256Of,
  splitReference,
} from '../sbom-facts.ts';

/** A CycloneDX component, as far as Plimsoll writes it. */
export interface Component {
  readonly type: 'application' | 'container' | 'operating-system' | 'file' | 'library';
  readonly 'bom-ref'?: string;
  readonly group?: string;
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly hashes?: readonly { readonly alg: 'SHA-256'; readonly content: string }[];
  readonly licenses?: readonly object[];
  readonly purl?: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
  readonly components?: readonly Component[];
}

/** What an image goes by in a document. */
export function imageRef({ reference, platform }: ReleaseImage): string {
  return `image:${reference}|${platform}`;
}

/** One image as a component of type `container`, without what is in it. */
export function toImageComponent(image: ReleaseImage): Component {
  const { name, version } = splitReference(image.reference);
  const purl = imagePurl(image);
  return {
    type: 'container',
    'bom-ref': imageRef(image),
    name,
    ...(version && { version }),
    ...hashesOf(image.digest),
    ...(purl && { purl }),
    properties: toProperties(imageFacts(image)),
  };
}

/**
 * What is in an image: its operating system, its layers as components of type `file`, its packages as `library`.
 *
 * out     references that are unique in a document of many images: the same package in two images is two components. Packages stand
 *         beside the layers, since readers that pass over files would pass over what is inside them; `toDependencies` tells them apart
 */
export function* toContents(image: ReleaseImage): Generator<Component> {
  const above = imageRef(image);
  if (image.distribution) yield toSystem(image.distribution, above);
  for (const [index, layer] of image.layers.entries()) yield toLayer(layer, index, above);
  for (const item of image.packages) yield toPackage(item, above);
}

/** Image → operating system and layers → packages that each brought; packages of no layer are the image's own. */
export function* toDependencies(image: ReleaseImage): Generator<{ readonly ref: string; readonly dependsOn: readonly string[] }> {
  const above = imageRef(image);
  const byLayer = packagesByLayer(image);
  const refsOf = (layer: number) =>
    (byLayer.get(layer) ?? []).flatMap((index) => image.packages[index] ?? []).map(({ purl }) => `${above}#${purl}`);
  const parts = [
    ...(image.distribution ? [`${above}#os`] : []),
    ...image.layers.map((_, index) => `${above}#layer:${index}`),
    ...refsOf(-1),
  ];
  if (parts.length > 0) yield { ref: above, dependsOn: parts };
  for (const index of image.layers.keys())
    if (byLayer.has(index)) yield { ref: `${above}#layer:${index}`, dependsOn: refsOf(index) };
}

function toSystem(distribution: Distribution, above: string): Component {
  const { id, versionId, title } = distribution;
  return {
    type: 'operating-system',
    'bom-ref': `${above}#os`,
    name: id,
    ...(versionId !== undefined && { version: versionId }),
    ...(title !== undefined && { description: title }),
    properties: toProperties(distributionFacts(distribution)),
  };
}

function toLayer(layer: RecordedLayer, index: number, above: string): Component {
  return {
    type: 'file',
    'bom-ref': `${above}#layer:${index}`,
    name: layer.digest,
    ...hashesOf(layer.digest),
    properties: toProperties(layerFacts(layer)),
  };
}

function toPackage(item: InstalledPackage, above: string): Component {
  const { type, name, version, license, purl } = item;
  const at = name.lastIndexOf(type === 'maven' ? ':' : '/');
  return {
    type: 'library',
    'bom-ref': `${above}#${purl}`,
    ...(at > 0 && { group: name.slice(0, at) }),
    name: at > 0 ? name.slice(at + 1) : name,
    ...(version && { version }),
    ...(license && { licenses: [toLicense(license)] }),
    purl,
    properties: toProperties(packageFacts(item)),
  };
}

/** A license as declared: an SPDX id that CycloneDX lists, an SPDX expression, else a name. */
export function toLicense(text: string): object {
  if (isLicenseId(text) && !unlistedLicenses.has(text)) return { license: { id: text } };
  return isLicenseExpression(text) ? { expression: text } : { license: { name: text } };
}

function toProperties(facts: readonly Fact[]): { name: string; value: string }[] {
  return facts.map(([name, value]) => ({ name, value }));
}

function hashesOf(digest: string | null): Pick<Component, 'hashes'> {
  const content = sha256Of(digest);
  return content ? { hashes: [{ alg: 'SHA-256', content }] } : {};
}
