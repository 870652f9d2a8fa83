import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readMarkdownTables } from './read-markdown-tables.ts';

test('tables are read with the heading above them and their lines', () => {
  const text =
    '# Status\n\n## 1.2.0 ##\n\n| team | **total** |\n|:--|--:|\n| [ours](https://x) | `1` |\n| a\\|b | **2** |\n\nmore | text\n';
  assert.deepEqual(readMarkdownTables(text), [
    {
      heading: '1.2.0',
      header: ['team', 'total'],
      rows: [
        { cells: ['ours', '1'], line: 7 },
        { cells: ['a|b', '2'], line: 8 },
      ],
    },
  ]);
});

test('pipes at the ends may be left out', () => {
  assert.deepEqual(readMarkdownTables('a | b\n--- | ---\n1 | 2')[0]?.rows, [{ cells: ['1', '2'], line: 3 }]);
});

test('any text gives tables or none', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('|', '-', '\n', '#', 'a', ' ', '*', '[', ']', '(', ')') }),
      (text) => void readMarkdownTables(text),
    ),
  );
});
