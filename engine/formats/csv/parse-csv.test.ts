import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseCsv } from './parse-csv.ts';

const rows: readonly (readonly [name: string, text: string, fields: readonly (readonly string[])[]])[] = [
  [
    'plain',
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'no line end at the end',
    'a,b\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'Windows line ends and a byte order mark',
    '\uFEFFa,b\r\n1,2\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['separator, quote and line end inside quotes', 'a,"b,""c""\nd"\n', [['a', 'b,"c"\nd']]],
  ['empty fields stay, empty lines go', 'a,,\n\n,\n', [['a', '', '']]],
  [
    'semicolons',
    'a;b;c\n1;2,5;3',
    [
      ['a', 'b', 'c'],
      ['1', '2,5', '3'],
    ],
  ],
  [
    'tabulators',
    'a\tb\n1\t2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
];

for (const [name, text, fields] of rows)
  test(name, () => {
    const { records, gaps } = parseCsv(text);
    assert.deepEqual(
      records.map((record) => record.fields),
      fields,
    );
    assert.deepEqual(gaps, []);
  });

test('a record knows the line that it begins in', () => {
  assert.deepEqual(
    parseCsv('a,"x\ny"\n\nb,c').records.map(({ line }) => line),
    [1, 4],
  );
});

test('a quote that is never closed is said', () => {
  assert.deepEqual(
    parseCsv('a\n"b').gaps.map(({ code, line }) => [code, line]),
    [['csv-unclosed-quote', 2]],
  );
});

test('what is written by the rules is read back', () => {
  const field = fc.string().filter((text) => text.trim() !== '' && !text.startsWith('\uFEFF'));
  fc.assert(
    fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (table) => {
      const text = [['x', 'y'], ...table].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');
      assert.deepEqual(
        parseCsv(text)
          .records.slice(1)
          .map((record) => record.fields),
        table,
      );
    }),
  );
});

test('any text gives a reading', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', ';') }), (text) => void parseCsv(text)));
});
