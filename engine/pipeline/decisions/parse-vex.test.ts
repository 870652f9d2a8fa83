import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readVexFile } from './read-vex-file.ts';

const json = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    timestamp: '2024-01-01T00:00:00Z',
    component: { type: 'container', 'bom-ref': 'image', name: 'registry.example/tide/gauge', version: '1.0' },
  },
  components: [{ type: 'library', 'bom-ref': 'ssl', name: 'libssl3', purl: 'pkg:deb/debian/libssl3@3.0.9-1' }],
  vulnerabilities: [
    {
      id: 'CVE-2024-0001',
      source: { name: 'NVD' },
      references: [{ id: 'GHSA-0000-0000-0001', source: { name: 'GitHub' } }],
      updated: '2024-02-01T00:00:00Z',
      analysis: { state: 'not_affected', justification: 'code_not_reachable', detail: 'not <called>' },
      affects: [{ ref: 'ssl' }],
    },
    { id: 'CVE-2024-0002', analysis: { state: 'in_triage' }, affects: [{ ref: 'image' }] },
    { id: 'CVE-2024-0003', affects: [{ ref: 'image' }] },
    {
      id: 'CVE-2024-0004',
      analysis: { state: 'resolved' },
      affects: [{ ref: 'ssl', versions: [{ range: 'vers:deb/<3', status: 'unaffected' }] }],
    },
  ],
});
const xml = `<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">
  <metadata>
    <timestamp>2024-01-01T00:00:00Z</timestamp>
    <component type="container" bom-ref="image"><name>registry.example/tide/gauge</name><version>1.0</version></component>
  </metadata>
  <components>
    <component type="library" bom-ref="ssl"><name>libssl3</name><purl>pkg:deb/debian/libssl3@3.0.9-1</purl></component>
  </components>
  <vulnerabilities>
    <vulnerability bom-ref="v">
      <id>CVE-2024-0001</id>
      <source><name>NVD</name></source>
      <references>
        <reference><id>GHSA-0000-0000-0001</id><source><name>GitHub</name></source></reference>
      </references>
      <cwes><cwe>79</cwe></cwes>
      <updated>2024-02-01T00:00:00Z</updated>
      <analysis>
        <state>not_affected</state>
        <justification>code_not_reachable</justification>
        <responses><response>will_not_fix</response></responses>
        <detail>not &lt;called&gt;</detail>
      </analysis>
      <affects><target><ref>ssl</ref></target></affects>
    </vulnerability>
    <vulnerability><id>CVE-2024-0002</id><analysis><state>in_triage</state></analysis><affects><target><ref>image</ref></target></affects></vulnerability>
    <vulnerability><id>CVE-2024-0003</id><affects><target><ref>image</ref></target></affects></vulnerability>
    <vulnerability>
      <id>CVE-2024-0004</id>
      <analysis><state>resolved</state></analysis>
      <affects>
        <target>
          <ref>ssl</ref>
          <versions><version><range>vers:deb/&lt;3</range><status>unaffected</status></version></versions>
        </target>
      </affects>
    </vulnerability>
  </vulnerabilities>
</bom>
`;

test('CycloneDX as XML says what its JSON twin says, with lines of its own', () => {
  const [one, other] = [readVexFile(xml, 'v'), readVexFile(json, 'v')];
  assert.deepEqual(one.items, other.items);
  assert.deepEqual(
    one.items.map(({ vulnerabilities, status, products }) => [vulnerabilities[0], status, products?.[0]?.subcomponents]),
    [
      ['CVE-2024-0001', 'not_affected', ['pkg:deb/debian/libssl3@3.0.9-1']],
      ['CVE-2024-0002', 'under_investigation', []],
      ['CVE-2024-0004', 'fixed', undefined],
    ],
  );
  const detail = 'vulnerabilities[3].affects[0].versions limits it to ranges of versions, which are not read; left out';
  assert.deepEqual(
    one.gaps.map((gap) => [gap.code, gap.line, gap.detail]),
    [['statement-invalid', 35, detail]],
  );
});

const refused: readonly (readonly [name: string, text: string, detail: RegExp])[] = [
  ['cut off', xml.slice(0, 400), /^is not well-formed XML/],
  ['of something else', '<html/>', /^is XML, and no CycloneDX document/],
  ['that brings entities', '<!DOCTYPE bom [<!ENTITY a "b">]><bom/>', /^declares a document type/],
  ['neither', 'CVE-2024-0001', /^is no JSON$/],
];
for (const [name, text, detail] of refused)
  test(`a document ${name} is a gap`, () => {
    const { items, gaps } = readVexFile(text, 'v.xml');
    assert.deepEqual([items, gaps.map(({ code }) => code)], [[], ['vex-unreadable']]);
    assert.match(gaps[0]?.detail ?? '', detail);
  });

test('whatever is cut out of a document, it is read without a fault', () => {
  fc.assert(
    fc.property(fc.nat(xml.length), fc.nat(60), fc.string({ maxLength: 5 }), (at, length, instead) => {
      readVexFile(xml.slice(0, at) + instead + xml.slice(at + length), 'v.xml');
    }),
  );
});
