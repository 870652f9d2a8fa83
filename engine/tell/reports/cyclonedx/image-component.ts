import { Enums, Models } from '@cyclonedx/cyclonedx-library';
import type { Distribution } from '../../../model/distribution.ts';
import type { InstalledPackage } from '../../../model/package.ts';
import type { Gap } from '../../../model/reading.ts';
import type { ReleaseImage } from '../../../model/release.ts';
import { toLicense } from './license.ts';

/**
 * One image as a CycloneDX component of type `container`, with its packages inside it.
 *
 * in      the image; every gap of the release, of which it takes its own
 * out     references unique within the document: the same package in two images is two components
 */
export function toImageComponent(image: ReleaseImage, gaps: readonly Gap[]): Models.Component {
  const { name, version } = splitReference(image.reference);
  const ref = `image:${image.reference}|${image.platform}`;
  const component = new Models.Component(Enums.ComponentType.Container, name, {
    version,
    bomRef: ref,
    ...(image.digest && { purl: ociPurl(image.digest, name, version) }),
  });
  const [algorithm, value] = image.digest?.split(':') ?? [];
  if (algorithm === 'sha256' && value) component.hashes.set(Enums.HashAlgorithm['SHA-256'], value);
  addProperties(component, [
    ['reference', image.reference],
    ['platform', image.platform],
    ['status', image.status],
    ...gaps.filter((gap) => gap.image === image.reference).map((gap) => ['gap', `${gap.code}: ${gap.detail}`] as const),
  ]);
  const parts = [
    ...(image.distribution ? [operatingSystem(image.distribution, ref)] : []),
    ...image.packages.map((item) => packageComponent(item, ref)),
  ];
  for (const part of parts) {
    component.components.add(part);
    component.dependencies.add(part.bomRef);
  }
  return component;
}

function operatingSystem({ id, versionId, title }: Distribution, above: string): Models.Component {
  return new Models.Component(Enums.ComponentType.OperatingSystem, id, {
    bomRef: `${above}#os`,
    ...(versionId !== undefined && { version: versionId }),
    ...(title !== undefined && { description: title }),
  });
}

function packageComponent(item: InstalledPackage, above: string): Models.Component {
  const { group, name } = splitName(item);
  const component = new Models.Component(Enums.ComponentType.Library, name, {
    version: item.version,
    purl: item.purl,
    bomRef: `${above}#${item.purl}`,
    ...(group && { group }),
  });
  if (item.license) component.licenses.add(toLicense(item.license));
  addProperties(component, [
    ['certainty', item.certainty],
    ['fromBase', String(item.fromBase)],
    ...item.places.map((place) => ['place', `${place.layer} ${place.path}`] as const),
  ]);
  return component;
}

function addProperties(component: Models.Component, properties: readonly (readonly [string, string])[]): void {
  for (const [name, value] of properties) component.properties.add(new Models.Property(`plimsoll:${name}`, value));
}

/** Canonical references only: the tag is what stands after the last colon behind the last slash. */
function splitReference(reference: string): { name: string; version: string } {
  const [tagged = '', digest] = reference.split('@');
  const colon = tagged.indexOf(':', tagged.lastIndexOf('/'));
  const name = colon < 0 ? tagged : tagged.slice(0, colon);
  return { name, version: colon < 0 ? (digest ?? '') : tagged.slice(colon + 1) };
}

/** https://github.com/package-url/purl-spec/blob/main/types/oci-definition.json: the name is the last part, in lower case. */
function ociPurl(digest: string, repository: string, version: string): string {
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  const tag = version.includes(':') ? '' : `&tag=${encodeURIComponent(version)}`;
  return `pkg:oci/${encodeURIComponent(name)}@${encodeURIComponent(digest)}?repository_url=${encodeURIComponent(repository).replaceAll('%2F', '/')}${tag}`;
}

function splitName({ type, name }: InstalledPackage): { group?: string; name: string } {
  const at = name.lastIndexOf(type === 'maven' ? ':' : '/');
  return at < 0 ? { name } : { group: name.slice(0, at), name: name.slice(at + 1) };
}
