import { scalarText } from '../json/scalar-text.ts';
import type { SbomLimits } from '../sbom/limits.ts';
import type { Refusal, StatedDocument, StatedFlaw } from '../sbom/stated.ts';
import { isObject } from '../structure/check.ts';
import { mostFlaws } from '../structure/rule.ts';
import { type SpdxNode, toComponents } from './graph.ts';

type Plain = Readonly<Record<string, unknown>>;

/** Whether a JSON value means to be an SPDX 3 document. */
export function isSpdx3(value: unknown): boolean {
  if (!isObject(value)) return false;
  return listOf(value['@context']).some((one) => typeof one === 'string' && one.includes('spdx.org/rdf/3.'));
}

/**
 * An SPDX 3.0 document taken apart.
 *
 * in      the value of a JSON-LD document in the form that SPDX defines: elements under `@graph`, by the names of its context
 * out     what breaks the specification among the flaws; refused when it is of no version that is read
 * source  SPDX 3.0.1, serialization and Software profile
 */
export function readSpdx3(value: unknown, { components: most }: SbomLimits): StatedDocument | Refusal {
  const document: Plain = isObject(value) ? value : {};
  const context = listOf(document['@context']).find((one) => typeof one === 'string' && one.includes('spdx.org/rdf/'));
  const specVersion = /\/rdf\/(3\.0(?:\.\d{1,3})?)\//.exec(String(context))?.[1];
  if (specVersion === undefined)
    return { code: 'sbom-unsupported', refused: `has the context ${JSON.stringify(context)}; that of SPDX 3.0 is read` };
  const graph = document['@graph'];
  if (!Array.isArray(graph)) return { code: 'sbom-unreadable', refused: 'has no list @graph, which holds all elements' };
  const elements = graph.map((element: unknown, index) => ({
    element: isObject(element) ? element : {},
    at: `@graph[${index}]`,
  }));
  const { nodes, licenses, contains, described, ids } = sort(elements, most);
  const licensed = nodes.map((node) => {
    const license = licenses.get(node.id);
    return license === undefined ? node : { ...node, license };
  });
  const taken = toComponents({ nodes: licensed, contains, described }, nameOf(elements));
  return { format: 'spdx', specVersion, ...taken, flaws: [...checkElements(elements, ids), ...taken.flaws] };
}

interface Element {
  readonly element: Plain;
  readonly at: string;
}

function sort(elements: readonly Element[], most: number) {
  const nodes: SpdxNode[] = [];
  const contains = new Map<string, string[]>();
  const expressions = new Map<string, string>();
  const licenses = new Map<string, string>();
  const roots = new Map<string, readonly string[]>();
  const ids = new Set(elements.map(({ element }) => idOf(element)));
  for (const { element, at } of elements) {
    const type = typeOf(element);
    if (type === 'software_Package' && nodes.length <= most) nodes.push(toNode(element, at));
    if (type === 'SpdxDocument' || type === 'software_Sbom' || type === 'Bom')
      roots.set(idOf(element), textsOf(element.rootElement));
    if (type === 'simplelicensing_LicenseExpression')
      expressions.set(idOf(element), scalarText(element.simplelicensing_licenseExpression));
  }
  for (const { element } of elements) {
    const relation = element.relationshipType;
    const from = scalarText(element.from);
    if (relation === 'contains') addAll(contains, from, textsOf(element.to));
    if (relation === 'hasDeclaredLicense' || (relation === 'hasConcludedLicense' && !licenses.has(from))) {
      const stated = textsOf(element.to).find((id) => expressions.has(id));
      const license = stated === undefined ? undefined : expressions.get(stated);
      if (license !== undefined) licenses.set(from, license);
    }
  }
  return { nodes, contains, licenses, ids, described: [...roots.values()].flat() };
}

/** That of the document, for one that describes no package. */
function nameOf(elements: readonly Element[]): string | undefined {
  return textOf(elements.find(({ element }) => typeOf(element) === 'SpdxDocument')?.element.name);
}

function toNode(element: Plain, at: string): SpdxNode {
  const version = textOf(element.software_packageVersion);
  const purl = textOf(element.software_packageUrl) ?? purlOf(element.externalIdentifier);
  return {
    id: idOf(element),
    name: textOf(element.name) ?? '',
    ...(version && { version }),
    ...(purl && { purl }),
    properties: new Map(),
    digests: listOf(element.verifiedUsing).flatMap((sum) =>
      isObject(sum) && sum.algorithm === 'sha256' ? [`sha256:${scalarText(sum.hashValue).toLowerCase()}`] : [],
    ),
    purpose: scalarText(element.software_primaryPurpose ?? '').toLowerCase(),
    at,
  };
}

function purlOf(identifiers: unknown): string | undefined {
  for (const one of listOf(identifiers))
    if (isObject(one) && one.externalIdentifierType === 'packageUrl') return textOf(one.identifier);
  return undefined;
}

function checkElements(elements: readonly Element[], ids: ReadonlySet<string>): readonly StatedFlaw[] {
  const seen = new Set<string>();
  const flaws: StatedFlaw[] = [];
  for (const { element, at } of elements) {
    if (flaws.length >= mostFlaws) break;
    for (const detail of troublesOf(element, seen)) flaws.push({ code: 'sbom-invalid', at, detail });
    if (typeOf(element) === 'Relationship')
      for (const detail of danglingOf(element, ids)) flaws.push({ code: 'sbom-invalid', at, detail });
  }
  return flaws;
}

function troublesOf(element: Plain, seen: Set<string>): readonly string[] {
  const troubles: string[] = [];
  const id = idOf(element);
  const type = typeOf(element);
  if (type === '') troubles.push('has no type');
  if (id === '' && type !== 'CreationInfo') troubles.push('has no spdxId');
  if (id !== '' && seen.has(id))
    troubles.push(`has the spdxId ${JSON.stringify(id.slice(0, 100))}, by which another goes already`);
  seen.add(id);
  if (type === 'software_Package' && textOf(element.name) === undefined) troubles.push('has no name');
  return troubles;
}

/** Whole addresses may be those of other documents. */
const elsewhere = /^(?:https?|urn|spdx|expandedlicensing_|NoneElement|NoAssertionElement)/;

function danglingOf(element: Plain, ids: ReadonlySet<string>): string[] {
  const troubles: string[] = [];
  for (const id of endsOf(element)) {
    if (troubles.length >= mostFlaws) break;
    if (!ids.has(id) && !elsewhere.test(id)) troubles.push(`names ${JSON.stringify(id.slice(0, 100))}, by which nothing goes`);
  }
  return troubles;
}

/** One by one: there may be millions. */
function* endsOf(element: Plain): Generator<string> {
  yield textOf(element.from) ?? '';
  for (const one of listOf(element.to)) {
    const id = textOf(one);
    if (id !== undefined) yield id;
  }
}

function idOf(element: Plain): string {
  return textOf(element.spdxId) ?? textOf(element['@id']) ?? '';
}

function typeOf(element: Plain): string {
  return textOf(element.type) ?? textOf(element['@type']) ?? '';
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).flatMap((one) => textOf(one) ?? []);
}

/** JSON-LD lets a list of one be written without the list. */
function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function addAll(lists: Map<string, string[]>, key: string, values: readonly string[]): void {
  const list = lists.get(key) ?? [];
  for (const value of values) list.push(value);
  lists.set(key, list);
}
