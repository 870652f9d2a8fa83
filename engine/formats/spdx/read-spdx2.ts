import { scalarText } from '../json/scalar-text.ts';
import type { SbomLimits } from '../sbom/limits.ts';
import type { Refusal, StatedDocument, StatedFlaw } from '../sbom/stated.ts';
import { check, isObject } from '../structure/check.ts';
import { type Flaw, mostFlaws } from '../structure/rule.ts';
import { spdxDocument } from './grammar.ts';
import { type SpdxGraph, type SpdxNode, toComponents } from './graph.ts';

type Plain = Readonly<Record<string, unknown>>;

const versions = new Set(['SPDX-2.2', 'SPDX-2.3']);

/** Whether a JSON value means to be an SPDX 2 document. */
export function isSpdx2(value: unknown): boolean {
  return isObject(value) && 'spdxVersion' in value;
}

/**
 * An SPDX 2.2 or 2.3 document taken apart.
 *
 * in      the value of a JSON document, or what `readTagValue` makes of the other form
 * out     what breaks the specification among the flaws; refused when it is of no version that is read
 * source  SPDX 2.2 and 2.3
 */
export function readSpdx2(value: unknown, { components: most }: SbomLimits): StatedDocument | Refusal {
  const document: Plain = isObject(value) ? value : {};
  const version = scalarText(document.spdxVersion);
  if (!versions.has(version))
    return { code: 'sbom-unsupported', refused: `is of ${JSON.stringify(version.slice(0, 40))}; SPDX-2.2 and SPDX-2.3 are read` };
  const graph = toGraph(document, most);
  const flaws = [...check(document, spdxDocument), ...(graph.nodes.length > most ? [] : checkIds(document, graph))];
  const stated = flaws.map(({ at, detail }): StatedFlaw => ({ code: 'sbom-invalid', at, detail }));
  const taken = toComponents(graph, textOf(document.name));
  return {
    format: 'spdx',
    specVersion: version.slice('SPDX-'.length),
    ...taken,
    flaws: [...stated, ...taken.flaws, ...findIncomplete(graph)],
  };
}

function toGraph(document: Plain, most: number): SpdxGraph {
  const extracted = extractedLicenses(document);
  // One more than are read, so that there being more is told.
  const stated = listOf(document.packages).slice(0, most + 1);
  const nodes = stated.flatMap((entry, index) => (isObject(entry) ? [toNode(entry, `packages[${index}]`, extracted)] : []));
  const contains = new Map<string, string[]>();
  const described = listOf(document.documentDescribes).map(String);
  const add = (holder: string, held: string) => {
    const list = contains.get(holder);
    if (list) list.push(held);
    else contains.set(holder, [held]);
  };
  for (const entry of listOf(document.relationships)) {
    if (!isObject(entry)) continue;
    const [from, to] = [scalarText(entry.spdxElementId), scalarText(entry.relatedSpdxElement)];
    if (entry.relationshipType === 'DESCRIBES') described.push(to);
    else if (entry.relationshipType === 'DESCRIBED_BY') described.push(from);
    else if (entry.relationshipType === 'CONTAINS') add(from, to);
    else if (entry.relationshipType === 'CONTAINED_BY') add(to, from);
  }
  return { nodes, contains, described };
}

/** What the ids stand for that the document gives to licenses which are on no list. */
function extractedLicenses({ hasExtractedLicensingInfos }: Plain): ReadonlyMap<string, string> {
  const stated = listOf(hasExtractedLicensingInfos).filter(isObject);
  return new Map(
    stated.map((one) => [scalarText(one.licenseId), textOf(one.name) ?? textOf(one.extractedText) ?? scalarText(one.licenseId)]),
  );
}

function toNode(entry: Plain, at: string, extracted: ReadonlyMap<string, string>): SpdxNode {
  const version = textOf(entry.versionInfo);
  const purl = purlOf(entry.externalRefs);
  const license = licenseOf(entry);
  return {
    id: textOf(entry.SPDXID) ?? '',
    name: textOf(entry.name) ?? '',
    ...(version && { version }),
    ...(purl && { purl }),
    ...(license && { license: extracted.get(license) ?? license }),
    properties: propertiesOf(entry),
    digests: listOf(entry.checksums).flatMap((sum) =>
      isObject(sum) && sum.algorithm === 'SHA256' ? [`sha256:${scalarText(sum.checksumValue).toLowerCase()}`] : [],
    ),
    purpose: (textOf(entry.primaryPackagePurpose) ?? '').toLowerCase().replace(/[-_]/g, ''),
    at,
  };
}

function purlOf(references: unknown): string | undefined {
  for (const one of listOf(references)) if (isObject(one) && one.referenceType === 'purl') return textOf(one.referenceLocator);
  return undefined;
}

function licenseOf({ licenseDeclared, licenseConcluded }: Plain): string | undefined {
  return [licenseDeclared, licenseConcluded]
    .map(textOf)
    .find((text) => text !== undefined && text !== 'NOASSERTION' && text !== 'NONE');
}

/**
 * `name: value` in annotations is how properties are written in SPDX. Trivy writes its own without a prefix, there and in
 * `attributionTexts`, and the source package as `sourceInfo`.
 */
function propertiesOf({ annotations, attributionTexts, sourceInfo }: Plain): ReadonlyMap<string, string> {
  const comments = listOf(annotations).map((one) => (isObject(one) ? textOf(one.comment) : undefined));
  const properties = new Map<string, string>();
  const add = (name: string, value: string) => {
    if (!properties.has(name)) properties.set(name, value);
  };
  for (const text of [...comments, ...listOf(attributionTexts).map(textOf)]) {
    const [, name = '', value] = /^([\w:.-]{1,100}): (.*)$/s.exec(text ?? '') ?? [];
    if (value !== undefined) add(name.includes(':') ? name : `aquasecurity:trivy:${name}`, value);
  }
  const [, source, version] = /^built package from: (\S{1,200}) (\S{1,200})$/.exec(textOf(sourceInfo) ?? '') ?? [];
  if (source && version) add('plimsoll:source', `${source}@${version}`);
  return properties;
}

function checkIds(document: Plain, { nodes }: SpdxGraph): readonly Flaw[] {
  const known = new Map<string, string>([['SPDXRef-DOCUMENT', 'the document']]);
  const flaws: Flaw[] = [];
  const files = ['files', 'snippets'].flatMap((kind) =>
    listOf(document[kind]).map((entry, index) => ({
      id: isObject(entry) ? scalarText(entry.SPDXID) : '',
      at: `${kind}[${index}]`,
    })),
  );
  for (const { id, at } of [...nodes, ...files]) {
    if (flaws.length >= mostFlaws) break;
    const first = known.get(id);
    if (first !== undefined)
      flaws.push({ at: `${at}.SPDXID`, detail: `is ${JSON.stringify(id.slice(0, 100))}, by which ${first} goes already` });
    else known.set(id, at);
  }
  for (const [index, entry] of listOf(document.relationships).entries()) {
    if (flaws.length >= mostFlaws) break;
    if (!isObject(entry)) continue;
    for (const field of ['spdxElementId', 'relatedSpdxElement']) {
      const id = scalarText(entry[field]);
      if (!known.has(id) && !/^(?:DocumentRef-.*|NOASSERTION|NONE)$/.test(id))
        flaws.push({
          at: `relationships[${index}].${field}`,
          detail: `is ${JSON.stringify(id.slice(0, 100))}, by which nothing goes`,
        });
    }
  }
  return flaws;
}

/** SPDX has no word for what is missing; Plimsoll says it by an annotation. */
function findIncomplete({ nodes }: SpdxGraph): StatedFlaw[] {
  return nodes.flatMap(({ properties, name, at }) => {
    const status = properties.get('plimsoll:status') ?? 'read';
    if (status === 'read' && !properties.has('plimsoll:gap')) return [];
    return [
      {
        code: 'sbom-incomplete' as const,
        at,
        detail: `: the document says that ${JSON.stringify(name.slice(0, 200))} is listed incompletely`,
      },
    ];
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
