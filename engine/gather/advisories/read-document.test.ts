import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../formats/content.ts';
import { anyJson } from '../../test/any-json.ts';
import { readDocument, readDocumentParts } from './read-document.ts';

const rows: readonly { name: string; json?: unknown; text?: string; feed: string | undefined }[] = [
  { name: 'an OSV record', json: { id: 'GO-1', modified: '2024-01-01T00:00:00Z', affected: [] }, feed: 'osv' },
  { name: 'an OSV record that breaks the schema', json: { id: 7, affected: 'x' }, feed: 'osv' },
  { name: 'the KEV catalog', json: { catalogVersion: '2025.01.01', vulnerabilities: [] }, feed: 'kev' },
  { name: 'EPSS scores', text: '#model_version:v4,score_date:2026-01-01T00:00:00Z\ncve,epss,percentile\n', feed: 'epss' },
  { name: 'CVE metadata', json: { cve: 'CVE-2020-1111', published: '2020-01-01', cvss: [] }, feed: 'cve-meta' },
  { name: 'a not-affected statement', json: { package: 'a', id: 'CGA-1', status: 'not_affected' }, feed: 'not-affected' },
  { name: 'a CVE record', json: { dataType: 'CVE_RECORD', cveMetadata: {} }, feed: 'cve-list' },
  { name: 'a page of NVD', json: { format: 'NVD_CVE', version: '2.0', vulnerabilities: [] }, feed: 'nvd' },
  { name: 'a tracker of Debian', json: { gauge: { 'CVE-2099-1001': { releases: {} } } }, feed: 'debian-tracker' },
  { name: 'a CSAF document', json: { document: { csaf_version: '2.0', publisher: { name: 'Red Hat' } } }, feed: 'csaf-vex' },
  { name: 'a CSAF document of somebody else', json: { document: { csaf_version: '2.0' } }, feed: undefined },
  {
    name: 'a report of Trivy',
    json: { SchemaVersion: 2, ArtifactName: 'gauge', Results: [{ Vulnerabilities: [] }] },
    feed: undefined,
  },
  { name: 'a report of Grype', json: { matches: [], descriptor: { name: 'grype' } }, feed: undefined },
  { name: 'a CycloneDX VEX', json: { bomFormat: 'CycloneDX', vulnerabilities: [] }, feed: undefined },
  { name: 'an OpenVEX document', json: { '@context': 'https://openvex.dev/ns', statements: [] }, feed: undefined },
  { name: 'a JSON Schema', json: { $id: 'https://example', properties: { affected: {} } }, feed: undefined },
  { name: 'a list', json: [{ id: 'GO-1', affected: [] }], feed: undefined },
  { name: 'null', json: null, feed: undefined },
  { name: 'prose', text: '# Sources\n\ncve, epss and others\n', feed: undefined },
  { name: 'a table of something else', text: 'name,value\na,1\n', feed: undefined },
];

for (const { name, json, text, feed } of rows) {
  test(`${name} is ${feed ? `read by ${feed}` : 'no feed'}`, () => {
    const document = { path: 'x', ...(json !== undefined && { json }), ...(text !== undefined && { text }) };
    assert.equal(readDocument(document)?.feed, feed);
  });
}

const toContent = (text: string) => contentOf(new TextEncoder().encode(text));
const entries = Array.from({ length: 2500 }, (_, number) => ({
  cve: { id: number === 2400 ? 'x' : `CVE-2099-${10000 + number}` },
}));
const padding = { prose: 'x'.repeat(2_000) };
const tracker = Object.fromEntries(
  entries.map(({ cve }) => [`of ${cve.id}`, { [cve.id]: { releases: { trixie: { status: 'open' }, galley: {} } } }]),
);
const large: readonly { name: string; json: unknown; readings: number }[] = [
  { name: 'a tracker of Debian', json: tracker, readings: 3 },
  {
    name: 'a year of NVD',
    json: { format: 'NVD_CVE', vulnerabilities: entries.map((entry) => ({ ...entry, padding })) },
    readings: 5,
  },
  { name: 'an OSV record', json: { id: 'GO-1', modified: '2024-01-01T00:00:00Z', affected: [], summary: 'x' }, readings: 1 },
];

for (const { name, json, readings } of large)
  test(`${name} is read the same in parts`, () => {
    const parts = [...readDocumentParts({ path: 'x', large: toContent(JSON.stringify(json)) })];
    const whole = readDocument({ path: 'x', json });
    assert.equal(parts.length, readings);
    assert.deepEqual(
      parts.flatMap((part) => part?.items ?? []),
      whole?.items,
    );
    assert.deepEqual(
      parts.flatMap((part) => part?.gaps ?? []),
      whole?.gaps,
    );
    assert.deepEqual(parts.at(-1)?.replaces, whole?.replaces);
    const isWhole = parts.slice(0, -1).map((part) => !part?.replaces || part.replaces.hasMore === true);
    assert.ok(isWhole.every(Boolean));
  });

test('a large document that breaks off being JSON is a gap', () => {
  const read = (text: string) => [...readDocumentParts({ path: 'x', large: toContent(text) })];
  const [broken] = read('{"gauge":{"CVE-2099-1001":{"releases":{}}},"mast":{nothing}}');
  assert.deepEqual([broken?.items, broken?.gaps.map(({ code }) => code), broken?.replaces], [[], ['json-unreadable'], undefined]);
  assert.deepEqual(read('{"gauge":{}}'), [undefined]);
});

test('property: any JSON and any text give a reading or nothing', () => {
  const usual = fc.record(
    { id: fc.anything(), affected: fc.anything(), modified: fc.anything(), severity: fc.anything(), aliases: fc.anything() },
    { requiredKeys: ['id'] },
  );
  fc.assert(
    fc.property(
      fc.oneof(anyJson(), usual),
      (json) => readDocument({ path: 'x', json })?.gaps.every(({ code }) => code !== 'unit-crashed') ?? true,
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `cve,epss\n${text}`),
      ),
      (text) => readDocument({ path: 'x', text })?.gaps.every(({ code }) => code !== 'unit-crashed') ?? true,
    ),
  );
});
