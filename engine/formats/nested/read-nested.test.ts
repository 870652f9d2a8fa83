import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyJson } from '../../test/any-json.ts';
import { readNested } from './read-nested.ts';

const rows: readonly (readonly [name: string, text: string, key: string, nested: object])[] = [
  ['JSON', '{"a": 1}', '', { format: 'json', value: { a: 1 } }],
  ['a JSON list', '["a"]', '', { format: 'json', value: ['a'] }],
  ['YAML', 'a: 1.10\n', '', { format: 'yaml', value: { a: '1.10' } }],
  ['YAML documents', 'a: 1\n---\nb: 2\n', '', { format: 'yaml', value: [{ a: 1 }, { b: 2 }] }],
  ['YAML with templates inside its texts', 'a: |\n  {{ x }}\n', '', { format: 'yaml', value: { a: '{{ x }}\n' } }],
  ['a key that stands twice', 'a: 1\na: 2\n', '', { format: 'yaml', value: { a: 2 } }],
  ['properties', '# c\na.b=1\nc = "x y"\n', '', { format: 'properties', value: { 'a.b': '1', c: 'x y' } }],
  ['INI', '[s]\na=1\n', '', { format: 'properties', value: { s: { a: '1' } } }],
  ['an environment file', 'export A=1\nB=2\n', '', { format: 'properties', value: { A: '1', B: '2' } }],
  ['a template', '{{ if x }}\na: 1\n{{ end }}\n', '', { format: 'template' }],
  ['a program by its name', 'a: 1\n', 'x.py', { format: 'code' }],
  ['a program by its first line', '#!/bin/sh\na: 1\n', '', { format: 'code' }],
  ['markup', '<svg a="b: c">\n</svg>', '', { format: 'text' }],
  ['prose', 'Do not edit this.\nReally.\n', '', { format: 'text' }],
  ['nothing', '', '', { format: 'text' }],
  ['a prototype key', '__proto__=1\n', '', { format: 'properties', value: JSON.parse('{"__proto__":"1"}') }],
];

for (const [name, text, key, nested] of rows) test(`reads ${name}`, () => assert.deepEqual(readNested(text, key), nested));

test('a text that is too long is not read', () => assert.equal(readNested('a: 1\n'.repeat(1_000_000)).format, 'unread'));

test('property: any text has a reading', () => {
  const line = fc.constantFrom('a: 1', '- x', '{', ']', 'a=b', '[s]', '{{ x }}', '---', '  b: &a {c: *a}', '"', '\t');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(line).map((lines) => lines.join('\n')),
      ),
      (text) => assert.ok(readNested(text).format),
    ),
  );
});

test('property: JSON reads as what it says', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), anyJson()), (value) => {
      const text = JSON.stringify(value);
      assert.deepEqual(readNested(text), { format: 'json', value: JSON.parse(text) });
    }),
  );
});
