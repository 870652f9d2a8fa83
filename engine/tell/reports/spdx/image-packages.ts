import type { Gap } from '../../../model/reading.ts';
import type { ReleaseImage } from '../../../model/release.ts';
import {
  distributionFacts,
  imageFacts,
  imagePurl,
  layerFacts,
  packageFacts,
  packagesByLayer,
  sha256Of,
  splitReference,
} from '../sbom-facts.ts';
import { type Author, type SpdxPackage, toSpdxPackage } from './spdx-package.ts';

/** An image's id in the document, who writes it, and the gaps that concern it. */
export interface ImagePlace {
  readonly id: string;
  readonly author: Author;
  readonly gaps: readonly Gap[];
}

/** An image with what is in it, as SPDX packages: itself, its operating system, its layers, its packages. */
export function* imagePackages(image: ReleaseImage, { id, author, gaps }: ImagePlace): Generator<object> {
  const { name, version } = splitReference(image.reference);
  const write = (item: SpdxPackage) => toSpdxPackage(item, author);
  const stated = gaps.map(({ code, detail }) => ['plimsoll:gap', `${code}: ${detail}`] as const);
  const facts = [...imageFacts(image), ...stated];
  yield write({
    id,
    name,
    version,
    purpose: 'CONTAINER',
    facts,
    ...optional({ purl: imagePurl(image), sha256: sha256Of(image.digest) }),
  });
  if (image.distribution) {
    const { id: system, versionId } = image.distribution;
    const said = distributionFacts(image.distribution);
    yield write({ id: `${id}-OS`, name: system, purpose: 'OPERATING_SYSTEM', facts: said, ...optional({ version: versionId }) });
  }
  for (const [index, layer] of image.layers.entries())
    yield write({
      id: `${id}-Layer-${index + 1}`,
      name: layer.digest,
      purpose: 'ARCHIVE',
      facts: layerFacts(layer),
      ...optional({ sha256: sha256Of(layer.digest) }),
    });
  for (const [index, item] of image.packages.entries()) {
    const { name: full, version: installed, purl, license } = item;
    yield write({
      id: `${id}-Package-${index + 1}`,
      name: full,
      purl,
      purpose: 'LIBRARY',
      facts: packageFacts(item),
      ...optional({ version: installed, license }),
    });
  }
}

/** What contains what in an image, by id: the image its operating system and layers, a layer the packages that it brought. */
export function* imageRelationships(image: ReleaseImage, id: string): Generator<readonly [holder: string, held: string]> {
  if (image.distribution) yield [id, `${id}-OS`];
  const byLayer = packagesByLayer(image);
  for (const index of image.layers.keys()) {
    yield [id, `${id}-Layer-${index + 1}`];
    for (const item of byLayer.get(index) ?? []) yield [`${id}-Layer-${index + 1}`, `${id}-Package-${item + 1}`];
  }
  for (const item of byLayer.get(-1) ?? []) yield [id, `${id}-Package-${item + 1}`];
}

function optional<Fields extends Readonly<Record<string, string | undefined>>>(
  fields: Fields,
): { [Name in keyof Fields]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value)) as { [Name in keyof Fields]?: string };
}
