import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readProperties } from './properties.ts';

const cases: [name: string, text: string, values: readonly (readonly [string, string])[]][] = [
  ['an equals sign', 'a=1', [['a', '1']]],
  ['a colon', 'a : 1', [['a', '1']]],
  ['white space', 'a  1', [['a', '1']]],
  ['comments', '#x=1\n ! y=2\na=1', [['a', '1']]],
  ['a comment that ends in a backslash', '# x \\\na=1', [['a', '1']]],
  ['a continued line', 'a=1\\\n   2', [['a', '12']]],
  [
    'an escaped backslash at the end',
    'a=1\\\\\nb=2',
    [
      ['a', '1\\'],
      ['b', '2'],
    ],
  ],
  ['escapes', 'a\\ b\\==\\u0041\\t.', [['a b=', 'A\t.']]],
  ['an equals sign in a value', 'a=b=c', [['a', 'b=c']]],
  ['the last of two values', 'a=1\na=2', [['a', '2']]],
  ['no value', 'a', [['a', '']]],
  [
    'old Mac line ends',
    'a=1\rb=2',
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
];

for (const [name, text, values] of cases) {
  test(`reads ${name}`, () => assert.deepEqual([...readProperties(text)], values));
}

test('property: any text gives values', () => {
  fc.assert(fc.property(fc.string(), (text) => void readProperties(text)));
});
