import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSbomReader } from '../../adapters/sboms/sbom-reader.ts';
import { defaultSbomLimits, secondsFor } from '../../formats/sbom/limits.ts';

const characters = 3_000_000;
/** Pieces until they are long enough. */
function fill(piece: (index: number) => string, separator = ','): string {
  const pieces: string[] = [];
  for (let length = 0; length < characters; length += (pieces.at(-1)?.length ?? 0) + separator.length)
    pieces.push(piece(pieces.length));
  return pieces.join(separator);
}
const cdx = (rest: string) => `{"bomFormat":"CycloneDX","specVersion":"1.6",${rest}}`;
const component = (rest: string) => cdx(`"components":[{"type":"library","name":"a","purl":"pkg:npm/a@1",${rest}}]`);
const spdx2 = (rest: string) => `{"spdxVersion":"SPDX-2.3",${rest}}`;
const spdx3 = (graph: string) => `{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[${graph}]}`;
const container = (id: number) => `{"type":"software_Package","spdxId":"${id}","name":"a","software_primaryPurpose":"container"}`;
const containers = Array.from({ length: 2000 }, (_, index) => container(index)).join();
const contains = (from: number, to: number) =>
  `{"type":"Relationship","relationshipType":"contains","from":"${from}","to":["${to}"]}`;
const xml = (rest: string, attributes = '') => `<bom xmlns="http://cyclonedx.org/schema/bom/1.6"${attributes}>${rest}</bom>`;
const nested = (inside: string, tag = '<a>') => `${tag.repeat(390)}${inside}${'</a>'.repeat(390)}`;

const rows: readonly (readonly [name: string, text: () => string])[] = [
  ['components of nothing', () => cdx(`"components":[${fill(() => '{}')}]`)],
  ['ids of licenses, each another', () => component(`"licenses":[${fill((index) => `{"license":{"id":"M${index}"}}`)}]`)],
  ['properties, each another', () => component(`"properties":[${fill((index) => `{"name":"${index}","value":"x"}`)}]`)],
  ['one dependency on everything', () => cdx(`"dependencies":[{"ref":"a","dependsOn":[${fill((index) => `"${index}"`)}]}]`)],
  [
    'nested texts',
    () => cdx(`"components":${'[{"components":'.repeat(900)}["${'\\"'.repeat(characters / 2)}"]${'}]'.repeat(900)}`),
  ],
  ['SPDX 2 relationships of nothing', () => spdx2(`"relationships":[${fill((index) => `{"spdxElementId":"${index}"}`)}]`)],
  [
    'an SPDX 3 relationship to everything',
    () =>
      spdx3(
        `${containers},{"type":"Relationship","from":"0","relationshipType":"contains","to":[${fill((index) => `"${index}"`)}]}`,
      ),
  ],
  [
    'SPDX 3 images that all hold each other',
    () => spdx3(`${containers},${fill((index) => contains(index % 2000, (index * 7) % 1999))}`),
  ],
  ['SPDX 3 images in a chain', () => spdx3(fill((index) => `${container(index)},${contains(index, index + 1)}`))],
  ['tags of relationships', () => `SPDXVersion: SPDX-2.3\n${fill(() => 'Relationship: a b c', '\n')}`],
  [
    'tags of texts that do not end',
    () => `SPDXVersion: SPDX-2.3\nPackageName: a\n${fill(() => 'PackageSourceInfo: <text>', '\n')}`,
  ],
  [
    'XML far inside',
    () =>
      xml(
        nested(
          fill(() => '<a xml:b=""/>', ''),
          '<a xmlns:z="y">',
        ),
      ),
  ],
  ['XML that declares prefixes without end', () => xml(nested(fill(() => '<a xmlns:b="c" b:d=""/>', '')))],
  [
    'XML of prefixes at one element',
    () =>
      xml(
        '',
        fill((index) => ` xmlns:a${index}="x"`, ''),
      ),
  ],
  ['XML of references', () => xml(`<metadata><a>${fill(() => '&lt;', '')}</a></metadata>`)],
  ['XML of comments', () => xml(fill(() => '<!-- -->', ''))],
  ['XML of character data', () => xml(`<metadata><a>${fill(() => '<![CDATA[]]>', '')}</a></metadata>`)],
  ['an XML name without end', () => xml(`<${'a'.repeat(characters)}/>`)],
  ['an XML attribute without end', () => `<bom xmlns="${'&amp;'.repeat(characters / 5)}`],
];
/** Of the limit, for the clean-up of memory on other threads and for taking the answer over. */
const slack = 2;

for (const [name, text] of rows)
  test(`an SBOM takes no longer than its limit: ${name}`, async () => {
    const bytes = Buffer.from(text());
    const before = process.cpuUsage();
    const { items, gaps } = await createSbomReader()(bytes, 'hostile.json');
    const { user, system } = process.cpuUsage(before);
    assert.ok(items.length > 0 || gaps.length > 0);
    assert.ok((user + system) / 1e6 < secondsFor(bytes.length, defaultSbomLimits) * slack, `it took ${(user + system) / 1e6} s`);
    assert.doesNotMatch(gaps.map(({ detail }) => detail).join('\n'), /takes more than/);
  });
