import { createHash } from 'node:crypto';
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import type { Release, ReleaseImage } from '../../../model/release.ts';
import { toImageComponent } from './image-component.ts';

/** What one SBOM speaks of: the whole release, or one of its images. */
export type SbomSubject = { readonly kind: 'release' } | { readonly kind: 'image'; readonly image: ReleaseImage };

/**
 * A release, or one image of it, as CycloneDX 1.6 JSON: release → image → package, with the layer and file of each package.
 *
 * in      the release; which part of it
 * out     one document, deterministic: its serial number is drawn from its content, its timestamp is the release's `now`
 * gaps    images that were not read whole are listed under `compositions` as `incomplete`, with the reasons as properties
 * source  https://cyclonedx.org/docs/1.6/json/
 */
export function toCycloneDx(release: Release, subject: SbomSubject): string {
  const images = subject.kind === 'release' ? release.images : [subject.image];
  const components = images.map((image) => toImageComponent(image, release.gaps));
  const [only] = components;
  const root = subject.kind === 'image' && only ? only : productOf(release, components);
  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: root, timestamp: new Date(release.now), lifecycles }),
  });
  bom.metadata.tools.components.add(
    new Models.Component(Enums.ComponentType.Application, 'plimsoll', { version: release.engine }),
  );
  const parts = subject.kind === 'image' ? [...root.components] : components;
  if (subject.kind === 'image') root.components.clear();
  for (const part of parts) bom.components.add(part);
  return serialize(bom, incompleteRefs(images, components));
}

const lifecycles = new Models.LifecycleRepository([Enums.LifecyclePhase.PostBuild]);

function productOf(release: Release, images: readonly Models.Component[]): Models.Component {
  const product = new Models.Component(Enums.ComponentType.Application, release.product, {
    version: release.version,
    bomRef: 'release',
  });
  for (const image of images) product.dependencies.add(image.bomRef);
  return product;
}

function incompleteRefs(images: readonly ReleaseImage[], components: readonly Models.Component[]): readonly string[] {
  return components.flatMap((component, index) => (images[index]?.status === 'read' ? [] : [component.bomRef.value ?? '']));
}

/** The library knows no compositions, so they are added to the document that it makes. */
function serialize(bom: Models.Bom, incomplete: readonly string[]): string {
  const factory = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  const { serialNumber: _, ...document } = factory.makeForBom().normalize(bom, { sortLists: true });
  const compositions = incomplete.length > 0 ? { compositions: [{ aggregate: 'incomplete', assemblies: incomplete }] } : {};
  const content = { ...document, ...compositions };
  const { $schema, bomFormat, specVersion, ...rest } = content;
  return `${JSON.stringify({ $schema, bomFormat, specVersion, serialNumber: serialNumberOf(JSON.stringify(content)), ...rest }, null, 2)}\n`;
}

/** RFC 9562, version 8: the bits are our own, here those of a digest. */
function serialNumberOf(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
