import { bom } from '../../../formats/cyclonedx/grammar.ts';
import { escapeXml, toXml } from '../../../formats/structure/to-xml.ts';
import type { Release, ReleaseImage } from '../../../model/release.ts';
import { jsonPieces, type LongDocument } from '../json-pieces.ts';
import { componentsOf, gapsByImage, isIncomplete, type SbomScope, uuidOf } from '../sbom-scope.ts';
import { type Component, imageRef, toContents, toDependencies, toImageComponent } from './image-component.ts';

/** Versions that are written. */
export const cycloneDxVersions = ['1.6', '1.7'] as const;

/** A version that is written. */
export type CycloneDxVersion = (typeof cycloneDxVersions)[number];

/** What of a release, and in which version. */
export interface CycloneDxRequest {
  readonly scope: SbomScope;
  readonly version: CycloneDxVersion;
}

/**
 * A release, or one image of it, as CycloneDX JSON: release → component → image → layer → package.
 *
 * in      the release; which part of it, in which version
 * out     in pieces, deterministic: the serial number is drawn from the content, the timestamp is the release's `now`. Images hold their
 *         operating system, layers and packages; dependencies say which component has an image, and which layer brought a package
 * gaps    each is an annotation; what may be incomplete is listed under `compositions` as `incomplete`
 * cost    one image is held at a time
 * source  CycloneDX 1.6 and 1.7, JSON Schema
 */
export function toCycloneDxJson(release: Release, request: CycloneDxRequest): Iterable<string> {
  return jsonPieces(toDocument(release, request));
}

/** The same as XML; what JSON says is all there, in the order of the XML schema. */
export function* toCycloneDxXml(release: Release, request: CycloneDxRequest): Generator<string> {
  const { head, lists } = toDocument(release, request);
  const { serialNumber, version, metadata } = head;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/${request.version}" serialNumber="${escapeXml(String(serialNumber))}" version="${version}">\n`;
  if (bom.fields.metadata) yield toXml('metadata', metadata, bom.fields.metadata, 1);
  for (const [name, entries] of lists) {
    const rule = bom.fields[name];
    if (rule?.kind !== 'list') continue;
    const [item = name] = rule.items;
    let opening = `  <${name}>\n`;
    for (const entry of entries()) {
      yield opening + toXml(item, entry, rule.of(), 2);
      opening = '';
    }
    if (opening === '') yield `  </${name}>\n`;
  }
  yield '</bom>\n';
}

/** The serial number of the document that a request makes; what links into it begin with. */
export function serialNumberOf(release: Release, { scope, version }: CycloneDxRequest): string {
  return `urn:uuid:${uuidOf(release, scope, `cyclonedx ${version}`)}`;
}

function toDocument(release: Release, { scope, version }: CycloneDxRequest): LongDocument {
  const images = scope.kind === 'release' ? release.images : [scope.image];
  return {
    head: {
      $schema: `http://cyclonedx.org/schema/bom-${version}.schema.json`,
      bomFormat: 'CycloneDX',
      specVersion: version,
      serialNumber: serialNumberOf(release, { scope, version }),
      version: 1,
      metadata: {
        timestamp: release.now,
        lifecycles: [{ phase: 'post-build' }],
        tools: { components: [toolOf(release)] },
        component: scope.kind === 'release' ? productOf(release) : toImageComponent(scope.image),
      },
    },
    lists: [
      ['components', () => (scope.kind === 'release' ? releaseComponents(release) : toContents(scope.image))],
      ['dependencies', () => dependenciesOf(release, scope, images)],
      ['compositions', () => compositionsOf(release, scope, images)],
      ['annotations', () => annotationsOf(release, scope)],
    ],
  };
}

function toolOf({ engine }: Release): Component {
  return { type: 'application', name: 'plimsoll', version: engine };
}

function productOf({ product, version }: Release): Component {
  return { type: 'application', 'bom-ref': 'release', name: product, version };
}

function* releaseComponents(release: Release): Generator<Component> {
  for (const { name, tier, owners } of componentsOf(release))
    yield {
      type: 'application',
      'bom-ref': `component:${name}`,
      name,
      properties: [{ name: 'plimsoll:tier', value: tier }, ...owners.map((owner) => ({ name: 'plimsoll:owner', value: owner }))],
    };
  for (const image of release.images) yield { ...toImageComponent(image), components: [...toContents(image)] };
}

function* dependenciesOf(release: Release, scope: SbomScope, images: readonly ReleaseImage[]): Generator<object> {
  if (scope.kind === 'release') {
    const components = componentsOf(release);
    const owned = new Set(components.flatMap((component) => component.images));
    const loose = release.images.filter((_, index) => !owned.has(index)).map(imageRef);
    yield { ref: 'release', dependsOn: [...components.map(({ name }) => `component:${name}`), ...loose] };
    for (const component of components)
      yield {
        ref: `component:${component.name}`,
        dependsOn: component.images.flatMap((index) => release.images[index] ?? []).map(imageRef),
      };
  }
  for (const image of images) yield* toDependencies(image);
}

function* compositionsOf(release: Release, scope: SbomScope, images: readonly ReleaseImage[]): Generator<object> {
  const gaps = gapsByImage(release);
  const open = images.filter((image) => isIncomplete(image, gaps)).map(imageRef);
  const assemblies = scope.kind === 'release' && (gaps.has('') || open.length > 0) ? ['release', ...open] : open;
  if (assemblies.length > 0) yield { aggregate: 'incomplete', assemblies };
}

function* annotationsOf(release: Release, scope: SbomScope): Generator<object> {
  const annotator = { component: toolOf(release) };
  const byReference = Map.groupBy(scope.kind === 'release' ? release.images : [scope.image], ({ reference }) => reference);
  for (const { image, code, path, line, layer, detail } of release.gaps) {
    const about = image === undefined ? undefined : byReference.get(image);
    if (!about && scope.kind === 'image') continue;
    const place = [layer, path && (line === undefined ? path : `${path}:${line}`)].filter(Boolean).join(' ');
    const text = `${code}: ${place === '' ? '' : `${place}: `}${detail}`;
    yield { subjects: about?.map(imageRef) ?? ['release'], annotator, timestamp: release.now, text };
  }
}
