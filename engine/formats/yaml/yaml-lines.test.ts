import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { yamlLines } from './yaml-lines.ts';

const text = `# head
a:
  b:
  - x
  -   y: 1
      z: |
        block
  "q.r": {s: [1,
    2]}
  empty:
? {deep: key}
: under
*none : x
last: &one 3
again: *one
`.replace('*none : x\n', '');

const places: readonly [string, readonly (string | number)[], number][] = [
  ['the document', [], 2],
  ['a mapping', ['a'], 3],
  ['an item', ['a', 'b', 0], 4],
  ['a mapping in a list', ['a', 'b', 1], 5],
  ['a value in it', ['a', 'b', 1, 'y'], 5],
  ['a block scalar, its text', ['a', 'b', 1, 'z'], 7],
  ['a quoted key', ['a', 'q.r'], 8],
  ['the line of a flow item', ['a', 'q.r', 's', 1], 9],
  ['an empty value, its key', ['a', 'empty'], 10],
  ['a value after a key that is a mapping', ['last'], 13],
  ['an alias, its key', ['again'], 14],
  ['what is not there, the nearest that is', ['a', 'b', 7, 'x'], 4],
];

for (const [name, path, line] of places) test(`the line of ${name}`, () => assert.equal(yamlLines(text)(path), line));

test('JSON has lines too', () => assert.equal(yamlLines('{\n "a": [\n  {"b": 1},\n  {"b": 2}\n ]\n}')(['a', 1, 'b']), 4));

test('property: any text has a first line, and keys such as __proto__ are keys', () => {
  fc.assert(fc.property(fc.string({ maxLength: 100 }), fc.array(fc.string()), (any, path) => yamlLines(any)(path) >= 1));
  assert.equal(yamlLines('a: 1\n__proto__: 2\n')(['__proto__']), 2);
});
