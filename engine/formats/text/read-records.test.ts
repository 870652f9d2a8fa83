import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentOf } from '../content.ts';
import { type RecordGrammar, readRecords } from './read-records.ts';

const grammar: RecordGrammar = {
  wanted: new Set(['name', '__proto__']),
  ends: (text) => text === '',
  keyOf(text) {
    if (text.startsWith(' ')) return 'more';
    const at = text.indexOf('=');
    return at > 0 ? { key: text.slice(0, at), valueAt: at + 1 } : undefined;
  },
  endsWithNewline: true,
};
const read = (text: string, changes: Partial<RecordGrammar> = {}) =>
  [...readRecords(contentOf(new TextEncoder().encode(text)), { ...grammar, ...changes })].map(
    ({ line, fields, flaws, ended }) =>
      `${line} ${[...fields].join(';')} ${flaws.map((flaw) => `${flaw.code}:${flaw.line}`)} ${ended ? 'ended' : 'open'}`,
  );

const cases: readonly { name: string; text: string; records: string[] }[] = [
  { name: 'nothing', text: '\n\n', records: [] },
  { name: 'a value, trimmed', text: '\nname= a \n\n', records: ['2 name,a  ended'] },
  { name: 'a key that nobody wants', text: 'other=a\n\n', records: ['1   ended'] },
  { name: 'a key from the prototype', text: '__proto__=a\n', records: ['1 __proto__,a  open'] },
  { name: 'a value that goes on', text: 'name=a\n b\n', records: ['1 name,a  open'] },
  { name: 'the same value twice', text: 'name=a\nname=a\n', records: ['1 name,a  open'] },
  { name: 'two values', text: 'name=a\nname=b\n', records: ['1 name,a duplicate-field:2 open'] },
  { name: 'many bad lines as one flaw', text: 'x\ny\nname=a\n', records: ['1 name,a unreadable-line:1 open'] },
  { name: 'a last value that may be cut', text: 'name=a', records: ['1  database-truncated:1 open'] },
];

for (const { name, text, records } of cases) test(`reads ${name}`, () => assert.deepEqual(read(text), records));

test('a last line that may stand so is no flaw', () => {
  assert.deepEqual(read('name=a', { endsWithNewline: false }), ['1 name,a  open']);
});

test('a file that is no such database is given up, and says so', () => {
  assert.deepEqual(read(`x\n${'y\n'.repeat(100_001)}\nname=a\n`), ['1  unreadable-line:1,database-unreadable:100001 open']);
});

test('a file of very many lines is given up, and says so', () => {
  assert.deepEqual(read(`name=a\n${'\n'.repeat(3_000_000)}name=b\n\n`), [
    '1 name,a  ended',
    '3000001  database-unreadable:3000001 open',
  ]);
});
