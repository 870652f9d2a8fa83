import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readScanFile } from './read-scan-file.ts';

const fixture = readFileSync(new URL('grype/fixtures/image-with-an-old-database-and-an-ignored-match.json', import.meta.url));
const text = fixture.toString('utf8');
const line = JSON.stringify(JSON.parse(text));
const xml = '<bom xmlns="http://cyclonedx.org/schema/bom/1.4">';

const rows: readonly { name: string; bytes: Uint8Array | string; says: readonly string[] }[] = [
  { name: 'a report', bytes: text, says: ['a.json grype 3'] },
  { name: 'with a byte order mark', bytes: `\ufeff${text}`, says: ['a.json grype 3'] },
  { name: 'in UTF-16', bytes: Buffer.from(`\ufeff${text}`, 'utf16le'), says: ['a.json grype 3'] },
  { name: 'in gzip', bytes: gzipSync(fixture), says: ['a.json grype 3'] },
  { name: 'in gzip that is cut off', bytes: gzipSync(fixture).subarray(0, 200), says: ['a.json null 0 report-unreadable'] },
  { name: 'two, as JSON lines', bytes: `${line}\n${line}\n`, says: ['a.json grype 3', 'a.json#2 grype 3'] },
  {
    name: 'one, and a log line behind it',
    bytes: `${line}\nDone\n`,
    says: ['a.json grype 3', 'a.json#2 null 0 report-unreadable'],
  },
  { name: 'nothing', bytes: '', says: ['a.json null 0 report-unknown'] },
  { name: 'null', bytes: 'null', says: ['a.json null 0 report-unknown'] },
  { name: 'JSON of something else', bytes: '{"name": "package"}', says: ['a.json null 0 report-unknown'] },
  { name: 'a page of HTML', bytes: '<html></html>', says: ['a.json null 0 report-unknown'] },
  { name: 'XML that is cut off', bytes: `${xml}<vulnerabilities>`, says: ['a.json null 0 report-unreadable'] },
  {
    name: 'XML with a document type',
    bytes: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    says: ['a.json null 0 report-unreadable'],
  },
  { name: 'XML', bytes: `\ufeff ${xml}</bom>`, says: ['a.json cyclonedx 0'] },
  {
    name: 'XML with vulnerabilities in an extension',
    bytes: `${xml}<v:vulnerabilities xmlns:v="http://cyclonedx.org/schema/ext/vulnerability/1.0"/></bom>`,
    says: ['a.json cyclonedx 0'],
  },
  { name: 'tags with values', bytes: '# A comment\nSPDXVersion: SPDX-2.3\nPackageName: a\n', says: ['a.json spdx 0'] },
  {
    name: 'Dependency-Track without a list of findings',
    bytes: '{"meta":{"application":"Dependency-Track"},"findings":null}',
    says: ['a.json dependency-track 0 results-missing'],
  },
  {
    name: 'a page of Aqua without a vulnerability',
    bytes: '{"count":0,"result":[],"is_partial_data":false}',
    says: ['a.json aqua 0'],
  },
  { name: 'Amazon Inspector without a finding', bytes: '{"findings":[]}', says: ['a.json amazon-inspector 0'] },
  { name: 'no findings, of whoever', bytes: '{"findings":[],"other":1}', says: ['a.json null 0 report-unknown'] },
  { name: 'pip-audit without a dependency', bytes: '{"dependencies":[]}', says: ['a.json pip-audit 0'] },
  {
    name: 'Checkov without a file to check',
    bytes: '{"passed":0,"failed":0,"checkov_version":"2"}',
    says: ['a.json checkov 0'],
  },
  { name: 'CSAF of another version', bytes: '{"document":{"csaf_version":"1.2"}}', says: ['a.json null 0 report-unknown'] },
  { name: 'an image file', bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff), says: ['a.json null 0 report-unreadable'] },
];

for (const { name, bytes, says } of rows) {
  test(name, () => {
    const reports = readScanFile(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, 'a.json');
    const codes = ['report-unknown', 'report-unreadable', 'list-unread', 'results-missing'];
    assert.deepEqual(
      reports.map((report) =>
        [
          report.file,
          report.format ?? 'null',
          report.rows.length,
          ...report.gaps.filter(({ code }) => codes.includes(code)).map(({ code }) => code),
        ].join(' '),
      ),
      says,
    );
  });
}

test('a report that is cut off keeps what stands before, and says where it ends', () => {
  const end = text.indexOf('"CVE-2030-0002"');
  const [report] = readScanFile(Buffer.from(text.slice(0, end)), 'a.json');
  assert.equal(report?.format, 'grype');
  assert.equal(report?.rows.filter(({ vulnerabilities }) => vulnerabilities.length > 0).length, 2);
  const gap = report?.gaps.find(({ code }) => code === 'report-cut-off');
  assert.equal(gap?.line, text.slice(0, end).split('\n').length);
});

test('keys that belong to the prototype are data', () => {
  const json = `{"matches":[{"vulnerability":{"id":"CVE-2030-0001","__proto__":{"severity":"High"}},"artifact":{"__proto__":{"name":"x"}}}],"descriptor":{"name":"grype"}}`;
  const [report] = readScanFile(Buffer.from(json), 'a.json');
  assert.deepEqual(
    report?.rows.map(({ severity, packages }) => [severity, packages.length]),
    [['UNKNOWN', 0]],
  );
});

test('property: any bytes give a report that says something', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => readScanFile(bytes, 'x').length > 0));
});
