import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseCsv } from '../../../formats/csv/parse-csv.ts';
import { assertGolden } from '../../../test/golden.ts';
import { hostileReport } from '../../../test/hostile-report.ts';
import { sampleReport } from '../../../test/sample-report.ts';
import { csvField, csvText } from '../csv-text.ts';
import { csv } from './csv.ts';

test('golden: one image read, one not, one finding', () => {
  assertGolden(join(import.meta.dirname, 'fixtures/one-read-one-not.csv'), csv.render(sampleReport, { color: false }));
});

test('a row for each finding, as wide as the headings, whatever the names are', () => {
  const { records, gaps } = parseCsv(csv.render(hostileReport, { color: false }));
  assert.deepEqual(gaps, []);
  assert.equal(records.length, 1 + hostileReport.release.findings.length);
  for (const { fields } of records) {
    assert.equal(fields.length, records[0]?.fields.length);
    for (const field of fields) assert.doesNotMatch(field, /^[=+\-@\t\r]|[^\P{Cc}\t\n\r]|\u202e/u);
  }
});

const fields: readonly (readonly [value: string | number, written: string])[] = [
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "no"', '"say ""no"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@babel/core', "'@babel/core"],
  ['\tx', "'\tx"],
  ['\rx', '"\'\rx"'],
  ['＝1', "'＝1"],
  ['=cmd|"/c calc"!A1', '"\'=cmd|""/c calc""!A1"'],
  ['\u001b[31m', '\uFFFD[31m'],
  [-1, '-1'],
  [0.5, '0.5'],
  ['', ''],
];
for (const [value, written] of fields) test(`field ${JSON.stringify(value)}`, () => assert.equal(csvField(value), written));

test('property: what is written is read back, but for the apostrophe and controls', () => {
  const cell = fc.string().filter((text) => text.trim() !== '' && !text.startsWith('\uFEFF'));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      const read = parseCsv(csvText([['x', 'y'], ...rows]))
        .records.slice(1)
        .map(({ fields: found }) => found);
      const shown = (text: string) =>
        text.replace(/[^\P{Cc}\t\n\r]|[\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD').replace(/^(?=[=+\-@\t\r＝＋－＠])/, "'");
      assert.deepEqual(
        read,
        rows.map((row) => row.map(shown)),
      );
    }),
  );
});
