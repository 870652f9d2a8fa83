import type { Gap } from '../../../model/reading.ts';
import type { Release, ReleaseImage } from '../../../model/release.ts';
import { jsonPieces } from '../json-pieces.ts';
import { componentsOf, gapsByImage, type SbomScope, uuidOf } from '../sbom-scope.ts';
import { imagePackages, imageRelationships } from './image-packages.ts';
import { type Author, toSpdxPackage } from './spdx-package.ts';

const root = 'SPDXRef-Release';

/**
 * A release, or one image of it, as SPDX 2.3 JSON: release → component → image → layer → package, each a package that contains the next.
 *
 * in      the release; which part of it
 * out     in pieces, deterministic: the namespace is drawn from the content, all dates are the release's `now`. What SPDX has no field
 *         for is an annotation `plimsoll:name: value`, as are the gaps
 * cost    one entry is held at a time, and the names of licenses that are on no list
 * source  SPDX 2.3, JSON Schema
 */
export function toSpdxJson(release: Release, scope: SbomScope): Iterable<string> {
  const author: Author = { tool: `Tool: plimsoll-${release.engine}`, at: release.now, licenses: new Map() };
  const name = scope.kind === 'release' ? `${release.product} ${release.version}` : scope.image.reference;
  return jsonPieces({
    head: {
      spdxVersion: 'SPDX-2.3',
      dataLicense: 'CC0-1.0',
      SPDXID: 'SPDXRef-DOCUMENT',
      name,
      documentNamespace: `urn:uuid:${uuidOf(release, scope, 'spdx 2.3')}`,
      creationInfo: { created: release.now, creators: [author.tool] },
    },
    lists: [
      ['packages', () => packagesOf(release, scope, author)],
      // Behind the packages, which say what licenses there are.
      [
        'hasExtractedLicensingInfos',
        () => [...author.licenses].map(([licenseId, text]) => ({ licenseId, extractedText: text, name: text })),
      ],
      ['relationships', () => relationshipsOf(release, scope)],
    ],
  });
}

function* packagesOf(release: Release, scope: SbomScope, author: Author): Generator<object> {
  const gaps = gapsByImage(release);
  if (scope.kind === 'image') {
    yield* imagePackages(scope.image, { id: imageId(0), author, gaps: gaps.get(scope.image.reference) ?? [] });
    return;
  }
  const own = [...gaps].flatMap(([reference, list]) => (isKnown(release, reference) ? [] : list));
  yield toSpdxPackage(
    { id: root, name: release.product, version: release.version, purpose: 'APPLICATION', facts: own.map(gapFact) },
    author,
  );
  for (const [index, { name, tier, owners }] of componentsOf(release).entries())
    yield toSpdxPackage(
      {
        id: componentId(index),
        name,
        purpose: 'APPLICATION',
        facts: [['plimsoll:tier', tier], ...owners.map((owner) => ['plimsoll:owner', owner] as const)],
      },
      author,
    );
  for (const [index, image] of release.images.entries())
    yield* imagePackages(image, { id: imageId(index), author, gaps: gaps.get(image.reference) ?? [] });
}

function isKnown({ images }: Release, reference: string): boolean {
  return images.some((image) => image.reference === reference);
}

function gapFact({ code, detail }: Gap): readonly [string, string] {
  return ['plimsoll:gap', `${code}: ${detail}`];
}

function* relationshipsOf(release: Release, scope: SbomScope): Generator<object> {
  if (scope.kind === 'image') {
    yield relation('SPDXRef-DOCUMENT', 'DESCRIBES', imageId(0));
    yield* inImage(scope.image, 0);
    return;
  }
  yield relation('SPDXRef-DOCUMENT', 'DESCRIBES', root);
  const components = componentsOf(release);
  const owned = new Set(components.flatMap(({ images }) => images));
  for (const [index, { images }] of components.entries()) {
    yield relation(root, 'CONTAINS', componentId(index));
    for (const image of images) yield relation(componentId(index), 'CONTAINS', imageId(image));
  }
  for (const [index, image] of release.images.entries()) {
    if (!owned.has(index)) yield relation(root, 'CONTAINS', imageId(index));
    yield* inImage(image, index);
  }
}

function* inImage(image: ReleaseImage, index: number): Generator<object> {
  for (const [holder, held] of imageRelationships(image, imageId(index))) yield relation(holder, 'CONTAINS', held);
}

function relation(spdxElementId: string, relationshipType: string, relatedSpdxElement: string): object {
  return { spdxElementId, relationshipType, relatedSpdxElement };
}

function imageId(index: number): string {
  return `SPDXRef-Image-${index + 1}`;
}

function componentId(index: number): string {
  return `SPDXRef-Component-${index + 1}`;
}
