import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScanStatement } from '../../model/scan.ts';
import { findStatement } from './find-statement.ts';

const image = { image: 'gauge', references: ['registry.example/tide/gauge:1'], digests: [`sha256:${'a'.repeat(64)}`] };
const item = { type: 'deb', name: 'libtide1', version: '1.2-3', source: 'tide' };

const rows: readonly {
  name: string;
  id: string;
  parts?: readonly string[];
  status?: ScanStatement['status'];
  applies: boolean;
}[] = [
  { name: 'the package', id: 'pkg:deb/debian/libtide1@1.2-3', applies: true },
  { name: 'the package in any version', id: 'pkg:deb/debian/libtide1', applies: true },
  { name: 'its source', id: 'pkg:deb/debian/tide', applies: true },
  { name: 'the package in another version', id: 'pkg:deb/debian/libtide1@9', applies: false },
  { name: 'another package', id: 'pkg:npm/libtide1', applies: false },
  { name: 'the image', id: 'pkg:oci/gauge?repository_url=registry.example/tide/gauge', applies: true },
  { name: 'the image by digest', id: `pkg:oci/gauge@sha256%3A${'a'.repeat(64)}`, applies: true },
  { name: 'the image with another digest', id: `pkg:oci/gauge@sha256%3A${'b'.repeat(64)}`, applies: false },
  { name: 'the image with another tag', id: 'pkg:oci/gauge?repository_url=registry.example/tide/gauge&tag=2', applies: false },
  { name: 'the package in the image', id: 'pkg:oci/gauge', parts: ['pkg:deb/debian/libtide1'], applies: true },
  { name: 'another package in the image', id: 'pkg:oci/gauge', parts: ['pkg:deb/debian/libsail'], applies: false },
  { name: 'another image', id: 'pkg:oci/buoy', applies: false },
  { name: 'a reference', id: 'registry.example/tide/gauge:1', applies: true },
  { name: 'the package, affected', id: 'pkg:deb/debian/libtide1', status: 'affected', applies: false },
];

for (const { name, id, parts = [], status = 'not_affected', applies } of rows) {
  test(`a statement on ${name} ${applies ? 'applies' : 'does not apply'}`, () => {
    const statement: ScanStatement = {
      vulnerability: { id: 'CVE-1', aliases: [] },
      status,
      products: [{ id, subcomponents: parts }],
    };
    const found = findStatement([{ statement, vulnerabilities: ['CVE-1'], file: 'vex.json' }], {
      image,
      item,
      vulnerability: 'CVE-1',
    });
    assert.equal(found !== undefined, applies);
  });
}
