import { createBare } from '../structure/bare-object.ts';

/** Where a tag goes in the JSON form. */
interface Tag {
  readonly part: 'document' | 'creation' | 'package';
  readonly field: string;
  readonly isList?: boolean;
}

const tags: ReadonlyMap<string, Tag> = new Map<string, Tag>([
  ['SPDXVersion', { part: 'document', field: 'spdxVersion' }],
  ['DataLicense', { part: 'document', field: 'dataLicense' }],
  ['DocumentName', { part: 'document', field: 'name' }],
  ['DocumentNamespace', { part: 'document', field: 'documentNamespace' }],
  ['Creator', { part: 'creation', field: 'creators', isList: true }],
  ['Created', { part: 'creation', field: 'created' }],
  ['PackageVersion', { part: 'package', field: 'versionInfo' }],
  ['PackageDownloadLocation', { part: 'package', field: 'downloadLocation' }],
  ['PackageLicenseDeclared', { part: 'package', field: 'licenseDeclared' }],
  ['PackageLicenseConcluded', { part: 'package', field: 'licenseConcluded' }],
  ['PackageSourceInfo', { part: 'package', field: 'sourceInfo' }],
  ['PackageAttributionText', { part: 'package', field: 'attributionTexts', isList: true }],
  ['PrimaryPackagePurpose', { part: 'package', field: 'primaryPackagePurpose' }],
]);

type Fields = Record<string, unknown>;

/** Whether a text means to be an SPDX document in the form of tags and values. */
export function isTagValue(text: string): boolean {
  return /^(?:[^\S\n]*(?:#[^\n]*)?\n)*SPDXVersion:/.test(text.slice(0, 10_000));
}

/**
 * An SPDX 2 document of tags and values in the shape of its JSON twin, as far as `readSpdx2` looks.
 *
 * in      text from anywhere; lines that are no tag are passed over, as are the tags of files and snippets
 * cost    O(size)
 * source  SPDX 2.3, chapter 5 and annex on the tag-value format
 */
export function readTagValue(text: string): unknown {
  const document: Fields = createBare();
  const creation: Fields = createBare();
  const found = { packages: [] as Fields[], files: [] as Fields[], relationships: [] as Fields[] };
  let element = document;
  for (const [tag, value] of tagsOf(text)) {
    const known = tags.get(tag);
    if (tag === 'PackageName') element = begin(found.packages, value);
    else if (tag === 'FileName' || tag === 'SnippetSPDXID') element = begin(found.files, value);
    else if (tag === 'SPDXID') element.SPDXID = value;
    else if (tag === 'Relationship') addRelationship(found.relationships, value);
    else if (tag === 'ExternalRef') addTo(element, 'externalRefs', toReference(value));
    else if (tag === 'PackageChecksum') addTo(element, 'checksums', toChecksum(value));
    else if (known) set(known.part === 'creation' ? creation : known.part === 'document' ? document : element, known, value);
  }
  return Object.assign(document, { creationInfo: creation, ...found });
}

function begin(list: Fields[], name: string): Fields {
  const element: Fields = createBare();
  element.name = name;
  list.push(element);
  return element;
}

function set(element: Fields, { field, isList }: Tag, value: string): void {
  if (isList) addTo(element, field, value);
  else element[field] ??= value;
}

function addTo(element: Fields, field: string, value: unknown): void {
  const list = element[field];
  if (Array.isArray(list)) list.push(value);
  else element[field] = [value];
}

function addRelationship(relationships: Fields[], value: string): void {
  const [spdxElementId, relationshipType, relatedSpdxElement] = value.split(/\s+/);
  relationships.push({ spdxElementId, relationshipType, relatedSpdxElement });
}

function toReference(value: string): Fields {
  const [referenceCategory, referenceType, referenceLocator] = value.split(/\s+/);
  return { referenceCategory, referenceType, referenceLocator };
}

function toChecksum(value: string): Fields {
  const [algorithm, checksumValue] = value.split(/:\s*/);
  return { algorithm, checksumValue };
}

/** Values in `<text>…</text>` run over lines. */
function* tagsOf(text: string): Generator<readonly [tag: string, value: string]> {
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const colon = line.indexOf(':');
    if (colon <= 0 || line.startsWith('#')) continue;
    const pieces = [line.slice(colon + 1).trim()];
    if (pieces[0]?.startsWith('<text>'))
      while (!pieces.at(-1)?.includes('</text>') && index + 1 < lines.length) {
        index += 1;
        pieces.push(lines[index] ?? '');
      }
    yield [line.slice(0, colon).trim(), pieces.join('\n').replace(/^<text>|<\/text>\s*$/g, '')];
  }
}
