import { scalarText } from '../json/scalar-text.ts';
import type { SbomLimits } from '../sbom/limits.ts';
import type { Refusal, StatedDocument, StatedFlaw } from '../sbom/stated.ts';
import { check, isObject } from '../structure/check.ts';
import { fromXml, lineOf, type PlainDocument } from '../structure/from-xml.ts';
import { type Flaw, mostFlaws } from '../structure/rule.ts';
import type { XmlElement } from '../xml/read-xml.ts';
import { checkReferences } from './check-references.ts';
import { findComponents } from './find-components.ts';
import { bom } from './grammar.ts';

const versions = new Set(['1.2', '1.3', '1.4', '1.5', '1.6', '1.7']);
const namespace = 'http://cyclonedx.org/schema/bom/';

/** Whether a JSON value means to be a CycloneDX document. */
export function isCycloneDx(value: unknown): boolean {
  return isObject(value) && ('bomFormat' in value || (typeof value.specVersion === 'string' && !('spdxVersion' in value)));
}

/** Whether an XML document means to be a CycloneDX document. */
export function isCycloneDxXml(root: XmlElement): boolean {
  return root.name === 'bom';
}

/** An XML document in the shape of its JSON twin; the namespace of its root element tells the version. */
export function fromCycloneDxRoot(root: XmlElement): PlainDocument | Refusal {
  const version = root.namespace.startsWith(namespace) ? root.namespace.slice(namespace.length) : '';
  if (!versions.has(version))
    return {
      code: 'sbom-unsupported',
      refused: `has the namespace ${JSON.stringify(root.namespace)}, which is none of CycloneDX 1.2 to 1.7`,
      line: root.line,
    };
  const plain = fromXml(root, bom);
  if (isObject(plain.value)) Object.assign(plain.value, { bomFormat: 'CycloneDX', specVersion: version });
  return plain;
}

/**
 * A CycloneDX document taken apart.
 *
 * in      the value of a JSON document, or of one that was XML, with what had no place in it
 * out     what breaks the specification among the flaws; refused when it is of no version that is read
 * source  CycloneDX 1.2 to 1.7
 */
export function readCycloneDx({ value, flaws }: PlainDocument, limits: SbomLimits): StatedDocument | Refusal {
  if (!isObject(value)) return { code: 'sbom-unreadable', refused: 'is no object' };
  if (value.bomFormat !== undefined && value.bomFormat !== 'CycloneDX')
    return {
      code: 'sbom-unreadable',
      refused: `has ${JSON.stringify(value.bomFormat).slice(0, 60)} at bomFormat, which has to be CycloneDX`,
    };
  const specVersion = scalarText(value.specVersion);
  if (!versions.has(specVersion))
    return {
      code: 'sbom-unsupported',
      refused: `is of CycloneDX ${JSON.stringify(specVersion.slice(0, 20))}; 1.2 to 1.7 are read`,
    };
  const { subject, components } = findComponents(value, limits.components);
  const broken = [...flaws, ...check(value, bom), ...checkReferences(value, specVersion)].map(toStatedFlaw);
  const incomplete = findIncomplete(value, new Map(components.map(({ id, at }) => [id, at])));
  return { format: 'cyclonedx', specVersion, subject, components, flaws: [...broken, ...incomplete] };
}

function toStatedFlaw({ at, detail, within }: Flaw): StatedFlaw {
  const line = within && lineOf(within);
  return { code: 'sbom-invalid', at, detail, ...(line !== undefined && { line }) };
}

/** What the document itself says is missing. */
function findIncomplete(value: Readonly<Record<string, unknown>>, places: ReadonlyMap<string, string>): StatedFlaw[] {
  const compositions = Array.isArray(value.compositions) ? value.compositions : [];
  return compositions.slice(0, mostFlaws).flatMap((composition: unknown) => {
    if (!isObject(composition) || !scalarText(composition.aggregate).startsWith('incomplete')) return [];
    const parts = Array.isArray(composition.assemblies) ? composition.assemblies : [];
    return parts.slice(0, mostFlaws).map((part) => ({
      code: 'sbom-incomplete' as const,
      at: places.get(scalarText(part)) ?? '',
      detail: `: the document says that ${JSON.stringify(scalarText(part).slice(0, 200))} is listed incompletely`,
    }));
  });
}
